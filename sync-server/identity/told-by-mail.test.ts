import { afterAll, beforeAll, expect, test } from 'vitest'
import { readMessageSettings } from '../messages/message-settings.ts'
import { headersOf, startMailServer, type TestMailServer, textOf } from '../messages/test-mail-server.ts'
import { type Tenant, withTenant } from '../tenancy/with-tenant.ts'
import { REFRESH_COOKIE } from './refresh-cookie.ts'
import { PASSWORD, type TestServer, type TestUser, testServer } from './test-server.ts'

let mail: TestMailServer
let server: TestServer
let school: Tenant

beforeAll(async () => {
  mail = await startMailServer()
  server = await testServer({
    messageSettings: readMessageSettings({ SMTP_URL: mail.url, MAIL_FROM: 'gear@district.example' }),
  })
  school = await server.schools.provision('northridge')
})
afterAll(async () => {
  await server.end()
  await mail.stop()
})

async function sendAll() {
  await server.settled()
  await server.messages.sendDue()
}
const mailsTo = (address: string) => mail.mails.filter(({ to }) => to.includes(address)).length

async function cookieOf(user: TestUser): Promise<string> {
  const answer = await server.request('/api/v1/auth/login', {
    method: 'POST',
    body: JSON.stringify({ tenant: 'northridge', email: user.email, password: PASSWORD }),
  })
  return cookieIn(answer)
}
function cookieIn(answer: Response): string {
  const [, value = ''] = /=([^;]*)/.exec(answer.headers.get('Set-Cookie') ?? '') ?? []
  return value
}
const refresh = (cookie: string) =>
  server.request('/api/v1/auth/refresh', {
    method: 'POST',
    headers: {
      Cookie: `${REFRESH_COOKIE}=${cookie}`,
      'X-Requested-With': 'etrax',
      'Accept-Language': 'es-MX,es;q=0.9',
    },
  })

test('[v5.0.0-10.4.5] whoever’s sign-in was used by a copy is told by mail, once however often it comes again', async () => {
  const user = await server.addUser(school, 'COACH')
  const stolen = await cookieOf(user)
  const current = cookieIn(await refresh(stolen))
  server.advance(2 * 60_000)
  expect((await refresh(stolen)).status).toBe(401)
  const again = await Promise.all([refresh(stolen), refresh(current), refresh(stolen)])
  expect(again.map(({ status }) => status)).toEqual([401, 401, 401])
  await sendAll()
  const told = await mail.mailTo(user.email)
  expect(textOf(told)).toContain('Se acaba de usar una copia antigua de una de sus sesiones')
  expect(textOf(told)).not.toContain(stolen.split('.')[1])
  expect(mailsTo(user.email)).toBe(1)
  const entries = await withTenant(
    server.schools.app,
    school,
    (tx) => tx`SELECT 1 FROM audit WHERE action = 'token-reused' AND document_id = ${user.id}`,
  )
  expect(entries).toHaveLength(1)
})

test('copies that come at the same moment tell one mail', async () => {
  const user = await server.addUser(school, 'COACH')
  const stolen = await cookieOf(user)
  await refresh(stolen)
  server.advance(2 * 60_000)
  await Promise.all(Array.from({ length: 5 }, () => refresh(stolen)))
  await sendAll()
  expect(mailsTo(user.email)).toBe(1)
})

test('the former address is told that the account has another one, and the new one is not written in it', async () => {
  const admin = await server.addUser(school, 'SCHOOL_ADMIN')
  const user = await server.addUser(school, 'COACH')
  const answer = await server.request(`/api/v1/users/${user.id}/email`, {
    method: 'PUT',
    token: await server.tokenOf(admin),
    body: JSON.stringify({ email: 'jo.new@northridge.example', language: 'en' }),
  })
  expect(answer.status).toBe(204)
  await sendAll()
  const told = await mail.mailTo(user.email)
  expect(headersOf(told)).toContain('Subject: Your ETrax account has another e-mail address')
  expect(textOf(told)).not.toContain('jo.new')
  expect(mailsTo('jo.new@northridge.example')).toBe(0)
})
