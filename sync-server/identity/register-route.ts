import Type from 'typebox'
import { EtraxError } from '../../shared/errors.ts'
import { LANGUAGES } from '../../shared/languages.ts'
import { type Route, routeWithBody } from '../api/route.ts'
import type { Database } from '../db/database.ts'
import type { SecurityLog } from '../observability/security-log.ts'
import type { Committer } from '../sync/committer.ts'
import type { TenantDirectory } from '../tenancy/tenants.ts'
import { type AccountMail, languageFor } from './account-mail.ts'
import type { BreachedPasswords } from './breached-passwords.ts'
import { acceptInvitation, findInvited } from './invitations.ts'
import { requireGoodPassword } from './new-password.ts'
import { hashPassword } from './passwords.ts'
import { namedTenants, namesOf, requireTenant } from './require-session.ts'
import { auditAccount } from './second-factor/audit-account.ts'
import { requestOrigin } from './second-factor/request-origin.ts'
import type { Sessions } from './sessions.ts'

export interface RegisterRouteOptions {
  readonly database: Database
  readonly tenants: TenantDirectory
  readonly sessions: Sessions
  readonly committer: Committer
  readonly mail: AccountMail
  readonly breached: BreachedPasswords
  readonly baseHost: string
  readonly log: SecurityLog
}

const registration = Type.Object(
  {
    tenant: Type.String({ minLength: 1, maxLength: 63 }),
    invitation: Type.String({ minLength: 43, maxLength: 43 }),
    password: Type.String({ minLength: 1, maxLength: 1024 }),
    language: Type.Optional(Type.Enum([...LANGUAGES])),
  },
  { additionalProperties: false },
)

/**
 * Whoever was invited, or has asked for a link, chooses a password; the link works once. It signs nobody in: what signing in
 * asks for beside the password is asked for afterwards as ever.
 */
export function registerRoute({
  database,
  tenants,
  sessions,
  committer,
  mail,
  breached,
  baseHost,
  log,
}: RegisterRouteOptions): Route {
  return routeWithBody(
    {
      method: 'POST',
      path: '/auth/register',
      group: 'auth',
      summary:
        'Choose a password by an invitation or by the link of a forgotten one; every session of the user ends',
      callers: 'everybody',
      answers: [
        { status: 204, description: 'The password is set: sign in with it' },
        { status: 404, description: 'not-found: the invitation was used, has expired or never was' },
        { status: 422, description: 'invalid-value: why the password is refused' },
      ],
    },
    registration,
    async (context, { tenant: slug, invitation, password, language }) => {
      requireTenant(slug, namedTenants(namesOf(context), baseHost))
      const tenant = await tenants.bySlug(slug)
      const invited = tenant && (await findInvited(database, tenant, invitation))
      if (!tenant || !invited) throw noInvitation()
      const names = [tenant.name, tenant.slug, invited.name, invited.email]
      await requireGoodPassword(password, names, breached)
      const accepted = await acceptInvitation(database, tenant, invitation, await hashPassword(password))
      if (!accepted) throw noInvitation()
      // Whoever had the former password is out.
      await sessions.endAllOf(tenant.id, invited.userId, 'password-reset')
      // Not before: of two who use a link at once one is too late.
      await auditAccount(committer, tenant, {
        actorId: invited.userId,
        deviceId: requestOrigin(context).deviceId,
        userId: invited.userId,
        action: 'invitation-accept',
        detail: { hadPassword: invited.hadPassword },
      })
      log('invitation', 'accepted', { tenant: slug, userId: invited.userId, address: context.var.address })
      if (invited.hadPassword) await mail.tellChanged(tenant, invited, languageFor(context, language))
      return context.body(null, 204)
    },
  )
}

function noInvitation(): EtraxError {
  return new EtraxError('not-found', 'This invitation was used, has expired, or never was.')
}
