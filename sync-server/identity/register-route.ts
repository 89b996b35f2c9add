import Type from 'typebox'
import { EtraxError } from '../../shared/errors.ts'
import { type Route, routeWithBody } from '../api/route.ts'
import type { Database } from '../db/database.ts'
import type { SecurityLog } from '../observability/security-log.ts'
import type { TenantDirectory } from '../tenancy/tenants.ts'
import { acceptInvitation, findInvited } from './invitations.ts'
import { requireGoodPassword } from './new-password.ts'
import { hashPassword } from './passwords.ts'
import type { Sessions } from './sessions.ts'

export interface RegisterRouteOptions {
  readonly database: Database
  readonly tenants: TenantDirectory
  readonly sessions: Sessions
  readonly log: SecurityLog
}

const registration = Type.Object(
  {
    tenant: Type.String({ minLength: 1, maxLength: 63 }),
    invitation: Type.String({ minLength: 43, maxLength: 43 }),
    password: Type.String({ minLength: 1, maxLength: 1024 }),
  },
  { additionalProperties: false },
)

/** Whoever was invited chooses a password; the invitation works once. */
export function registerRoute({ database, tenants, sessions, log }: RegisterRouteOptions): Route {
  return routeWithBody(
    {
      method: 'POST',
      path: '/auth/register',
      group: 'auth',
      summary: 'Choose a password by an invitation',
      callers: 'everybody',
      answers: [
        { status: 204, description: 'The password is set: sign in with it' },
        { status: 404, description: 'not-found: the invitation was used, has expired or never was' },
        { status: 422, description: 'invalid-value: why the password is refused' },
      ],
    },
    registration,
    async (context, { tenant: slug, invitation, password }) => {
      const tenant = await tenants.bySlug(slug)
      const invited = tenant && (await findInvited(database, tenant, invitation))
      if (!tenant || !invited) throw noInvitation()
      const names = [tenant.name, tenant.slug, invited.name, invited.email]
      await requireGoodPassword(password, names)
      const accepted = await acceptInvitation(database, tenant, invitation, await hashPassword(password))
      if (!accepted) throw noInvitation()
      // Whoever had the former password is out.
      await sessions.endAllOf(tenant.id, invited.userId, 'password-reset')
      log('invitation', 'accepted', { tenant: slug, userId: invited.userId, address: context.var.address })
      return context.body(null, 204)
    },
  )
}

function noInvitation(): EtraxError {
  return new EtraxError('not-found', 'This invitation was used, has expired, or never was.')
}
