import Type from 'typebox'
import { EtraxError } from '../../shared/errors.ts'
import { type Route, routeWithBody } from '../api/route.ts'
import type { Database } from '../db/database.ts'
import type { SecurityLog } from '../observability/security-log.ts'
import { findCredentials, replacePassword } from './accounts.ts'
import { requireGoodPassword } from './new-password.ts'
import { hashPassword, verifyPassword } from './passwords.ts'
import type { Sessions } from './sessions.ts'
import type { SignInLimits } from './sign-in-limits.ts'

export interface PasswordRouteOptions {
  readonly database: Database
  readonly sessions: Sessions
  readonly limits: SignInLimits
  readonly log: SecurityLog
}

const change = Type.Object(
  {
    current: Type.String({ minLength: 1, maxLength: 1024 }),
    password: Type.String({ minLength: 1, maxLength: 1024 }),
    endOthers: Type.Boolean(),
  },
  { additionalProperties: false },
)

/** Changing the own password takes the present one, however the session came about, and is limited as signing in is. */
export function passwordRoute({ database, sessions, limits, log }: PasswordRouteOptions): Route {
  return routeWithBody(
    {
      method: 'POST',
      path: '/auth/password',
      group: 'auth',
      summary: 'Change the own password; endOthers ends every other session',
      callers: 'signed-in',
      answers: [
        { status: 204, description: 'Changed' },
        { status: 422, description: 'invalid-value: current is wrong, or why the new one is refused' },
        { status: 429, description: 'too-many-requests' },
      ],
    },
    change,
    async (context, { current, password, endOthers }) => {
      const { session, address } = context.var
      const { tenant, userId, sessionId } = session
      const about = { tenant: tenant.slug, userId, sessionId, address }
      const credentials = await findCredentials(database, tenant, userId)
      const email = credentials?.email ?? userId
      const attempt = { tenant: tenant.slug, email, address, knownDevice: true }
      await limits.require(attempt)
      if (!(await verifyPassword(credentials?.passwordHash, current))) {
        await limits.failed(attempt)
        log('password', 'refused', about)
        throw new EtraxError('invalid-value', 'The present password is not right.', {
          details: { errors: [{ field: 'current', code: 'wrong' }] },
        })
      }
      await limits.succeeded(attempt)
      await requireGoodPassword(password, [tenant.name, tenant.slug, session.name, email])
      await replacePassword(database, tenant, userId, await hashPassword(password))
      if (endOthers) await sessions.endOthersOf(tenant.id, userId, sessionId, 'ended-by-user')
      log('password', 'changed', about)
      return context.body(null, 204)
    },
  )
}
