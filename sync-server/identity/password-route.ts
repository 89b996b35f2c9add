import Type from 'typebox'
import { EtraxError } from '../../shared/errors.ts'
import { LANGUAGES } from '../../shared/languages.ts'
import { type Route, routeWithBody } from '../api/route.ts'
import type { Database } from '../db/database.ts'
import type { SecurityLog } from '../observability/security-log.ts'
import type { Committer } from '../sync/committer.ts'
import { type AccountMail, languageFor } from './account-mail.ts'
import { findCredentials, replacePassword } from './accounts.ts'
import type { BreachedPasswords } from './breached-passwords.ts'
import { requireGoodPassword } from './new-password.ts'
import { hashPassword, verifyPassword } from './passwords.ts'
import { auditAccount } from './second-factor/audit-account.ts'
import { requestOrigin } from './second-factor/request-origin.ts'
import type { Sessions } from './sessions.ts'
import type { SignInLimits } from './sign-in-limits.ts'

export interface PasswordRouteOptions {
  readonly database: Database
  readonly sessions: Sessions
  readonly committer: Committer
  readonly limits: SignInLimits
  readonly mail: AccountMail
  readonly breached: BreachedPasswords
  readonly log: SecurityLog
}

const change = Type.Object(
  {
    current: Type.String({ minLength: 1, maxLength: 1024 }),
    password: Type.String({ minLength: 1, maxLength: 1024 }),
    endOthers: Type.Boolean(),
    language: Type.Optional(Type.Enum([...LANGUAGES])),
  },
  { additionalProperties: false },
)

/** Changing the own password takes the present one, however the session came about, and is limited as signing in is. */
export function passwordRoute({
  database,
  sessions,
  committer,
  limits,
  mail,
  breached,
  log,
}: PasswordRouteOptions): Route {
  return routeWithBody(
    {
      method: 'POST',
      path: '/auth/password',
      group: 'auth',
      summary: 'Change the own password; endOthers ends every other session',
      callers: 'signed-in',
      waysIn: true,
      answers: [
        { status: 204, description: 'Changed' },
        { status: 422, description: 'invalid-value: current is wrong, or why the new one is refused' },
        { status: 429, description: 'too-many-requests' },
      ],
    },
    change,
    async (context, { current, password, endOthers, language }) => {
      const { session, address } = context.var
      const { tenant, userId, sessionId } = session
      const about = { tenant: tenant.slug, userId, sessionId, address }
      const credentials = await findCredentials(database, tenant, userId)
      const email = credentials?.email ?? userId
      const attempt = { tenant: tenant.slug, email, address, knownDevice: undefined, session: sessionId }
      await limits.take(attempt)
      if (!(await verifyPassword(credentials?.passwordHash, current))) {
        log('password', 'refused', about)
        throw new EtraxError('invalid-value', 'The present password is not right.', {
          details: { errors: [{ field: 'current', code: 'wrong' }] },
        })
      }
      await limits.giveBack(attempt)
      await requireGoodPassword(password, [tenant.name, tenant.slug, session.name, email], breached)
      const hash = await hashPassword(password)
      // First: what cannot be entered is not done.
      await auditAccount(committer, tenant, {
        actorId: userId,
        deviceId: requestOrigin(context).deviceId,
        userId,
        action: 'password-change',
        detail: { endOthers },
      })
      await replacePassword(database, tenant, userId, hash)
      if (endOthers) await sessions.endOthersOf(tenant.id, userId, sessionId, 'ended-by-user')
      log('password', 'changed', about)
      if (credentials)
        await mail.tellChanged(tenant, { ...credentials, name: session.name }, languageFor(context, language))
      return context.body(null, 204)
    },
  )
}
