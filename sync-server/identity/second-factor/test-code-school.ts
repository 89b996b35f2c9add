import { readMessageSettings } from '../../messages/message-settings.ts'
import { startMailServer, type TestMailServer, textOf } from '../../messages/test-mail-server.ts'
import { startTwilio, type TestTwilio } from '../../messages/test-twilio.ts'
import { createLog } from '../../observability/log.ts'
import type { Tenant } from '../../tenancy/with-tenant.ts'
import { type TestServer, type TestUser, testServer } from '../test-server.ts'
import type { CodeKind } from './factor-codes.ts'
import { type FactorSchool, factorSchool } from './test-factor-school.ts'

/** A user with a code by mail or by text message for the second factor. */
export interface CodeUser {
  readonly user: TestUser
  readonly token: string
  /** What codes are sent to. */
  readonly to: string
  readonly recoveryCodes: readonly string[]
}

/** The school `northridge` of a server that sends mail and text messages to servers on this machine. */
export interface CodeSchool extends FactorSchool {
  readonly server: TestServer
  readonly tenant: Tenant
  readonly mail: TestMailServer
  readonly twilio: TestTwilio
  readonly logged: readonly string[]
  /** Sends what waits. */
  sendAll(): Promise<void>
  /** All codes that were sent to an address or a number, the first one first. */
  codesTo(to: string): Promise<readonly string[]>
  /** Asks for a code for the second step. */
  ask(challenge: string, method: string, headers?: Record<string, string>): Promise<Response>
  prove(challenge: string, method: string, code: string, headers?: Record<string, string>): Promise<Response>
  /** A number that nobody else has. */
  number(): string
  withCode(kind: CodeKind, user?: TestUser): Promise<CodeUser>
  end(): Promise<void>
}

export async function codeSchool(): Promise<CodeSchool> {
  const [mail, twilio] = await Promise.all([startMailServer(), startTwilio()])
  const logged: string[] = []
  const server = await testServer({
    messageSettings: readMessageSettings({
      SMTP_URL: mail.url,
      MAIL_FROM: 'ETrax Gear <gear@district.example>',
      TWILIO_ACCOUNT_SID: `AC${'0123456789abcdef'.repeat(2)}`,
      TWILIO_AUTH_TOKEN: 'token',
      TWILIO_FROM: '+15035550100',
      TWILIO_BASE_URL: twilio.url,
    }),
    log: createLog('info', { write: (line) => void logged.push(line) }),
  })
  const tenant = await server.schools.provision('northridge')
  const school = factorSchool(server, tenant)
  let numbers = 0

  const number = () => `+1503555${String(1000 + ++numbers)}`
  const sendAll = () => server.messages.sendDue()
  async function codesTo(to: string): Promise<readonly string[]> {
    await sendAll()
    const texts = to.startsWith('+')
      ? twilio.received.filter((sms) => sms.to === to).map(({ body }) => body)
      : mail.mails.filter((one) => one.to.includes(to)).map(textOf)
    return texts.flatMap((text) => /\b\d{8}\b/.exec(text)?.[0] ?? [])
  }

  return {
    ...school,
    server,
    tenant,
    mail,
    twilio,
    logged,
    sendAll,
    codesTo,
    number,
    ask: (challenge, method, headers) =>
      school.post('/auth/second-factor/code', { challenge, method }, undefined, headers),
    prove: (challenge, method, code, headers) =>
      school.post('/auth/second-factor', { challenge, method, code }, undefined, headers),
    async withCode(kind, known) {
      const user = known ?? (await school.user())
      const token = await server.tokenOf(user)
      const to = kind === 'email' ? user.email : number()
      const body = kind === 'email' ? {} : { phone: to }
      const { challenge } = await (await school.post(`/auth/factors/${kind}`, body, token)).json()
      const code = (await codesTo(to)).at(-1)
      const confirmed = await school.post('/auth/factors', { challenge, name: 'Mine', code }, token)
      const { recoveryCodes = [] } = await confirmed.json()
      return { user, token, to, recoveryCodes }
    },
    async end() {
      await server.end()
      await mail.stop()
      await twilio.close()
    },
  }
}
