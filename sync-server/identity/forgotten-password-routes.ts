import Type from 'typebox'
import { LANGUAGES, type Language } from '../../shared/languages.ts'
import { type Route, route, routeWithBody } from '../api/route.ts'
import type { Database } from '../db/database.ts'
import type { MakeCounter } from '../limits/counter.ts'
import { limited } from '../limits/limited.ts'
import { networkOf } from '../limits/network-of.ts'
import type { SecurityLog } from '../observability/security-log.ts'
import type { TenantDirectory } from '../tenancy/tenants.ts'
import type { AccountMail } from './account-mail.ts'
import { findAccountByEmail, normalEmail } from './accounts.ts'
import { issueReset } from './invitations.ts'
import { namedTenants, namesOf, requireTenant } from './require-session.ts'

export interface ForgottenPasswordOptions {
  readonly database: Database
  readonly tenants: TenantDirectory
  readonly mail: AccountMail
  readonly log: SecurityLog
  readonly baseHost: string
  readonly counters: MakeCounter
  /** Goes on after the answer; its failure is logged. */
  readonly inBackground: (work: Promise<void>) => void
}

const request = Type.Object(
  {
    tenant: Type.String({ minLength: 1, maxLength: 63 }),
    email: Type.String({ minLength: 1, maxLength: 254 }),
    language: Type.Enum([...LANGUAGES]),
  },
  { additionalProperties: false },
)
const answer = Type.Object({ mail: Type.Boolean() })

const HOUR = 60 * 60

/**
 * Whoever has forgotten the password gets a link by mail. The answer is given before it is looked whether there is such an
 * account, so that neither its text nor its time tells anything about one.
 */
export function forgottenPasswordRoutes(options: ForgottenPasswordOptions): readonly Route[] {
  const { database, tenants, mail, log, counters, baseHost, inBackground } = options
  const group = 'auth'
  const refusal = 'Too many links were asked for from here. Try again later.'
  const fromAddress = limited(counters, { name: 'forgotten', points: 20, seconds: HOUR }, refusal)
  // More than these are not sent, and nothing is said of it: nobody fills another one's mailbox.
  const forAccount = limited(counters, { name: 'forgotten-account', points: 3, seconds: HOUR }, refusal)

  async function send(slug: string, email: string, language: Language, address: string): Promise<void> {
    const about = { tenant: slug, address }
    if (!(await forAccount.taken(`${slug} ${normalEmail(email)}`)))
      return log('password', 'forgotten-throttled', about)
    const tenant = await tenants.bySlug(slug)
    const account = tenant && (await findAccountByEmail(database, tenant, email))
    if (!tenant || !account?.active) return log('password', 'forgotten-unknown', about)
    const token = await issueReset(database, tenant, { id: account.id, email })
    await mail.sendLink(
      'forgotten-password',
      tenant,
      { name: account.name, email: normalEmail(email), token },
      language,
    )
    log('password', 'forgotten', { ...about, userId: account.id })
  }

  return [
    route(
      {
        method: 'GET',
        path: '/auth/forgotten',
        group,
        summary: 'Whether this server sends links to those who have forgotten the password',
        callers: 'everybody',
        answers: [{ status: 200, description: 'mail: whether it does', schema: answer }],
      },
      (context) => context.json({ mail: mail.can() }),
    ),
    routeWithBody(
      {
        method: 'POST',
        path: '/auth/forgotten',
        group,
        summary:
          'Ask for a link to choose another password; the answer is the same for every account and for none',
        callers: 'everybody',
        answers: [
          { status: 202, description: 'mail: whether this server sends links at all', schema: answer },
          { status: 429, description: 'too-many-requests from this address' },
        ],
      },
      request,
      async (context, { tenant, email, language }) => {
        requireTenant(tenant, namedTenants(namesOf(context), baseHost))
        const { address } = context.var
        await fromAddress.take(networkOf(address))
        if (mail.can()) inBackground(send(tenant, email, language, address))
        return context.json({ mail: mail.can() }, 202)
      },
    ),
  ]
}
