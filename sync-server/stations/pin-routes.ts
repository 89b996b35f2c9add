import Type from 'typebox'
import { EtraxError } from '../../shared/errors.ts'
import { STAFF } from '../../shared/roles.ts'
import { pinIssue } from '../../shared/station.ts'
import { type Route, route, routeWithBody } from '../api/route.ts'
import type { DataProtection } from '../data-protection/data-protection.ts'
import type { Database } from '../db/database.ts'
import { findCredentials } from '../identity/accounts.ts'
import { verifyPassword } from '../identity/passwords.ts'
import { auditAccount } from '../identity/second-factor/audit-account.ts'
import { requestOrigin } from '../identity/second-factor/request-origin.ts'
import type { SignInLimits } from '../identity/sign-in-limits.ts'
import type { SecurityLog } from '../observability/security-log.ts'
import type { Committer } from '../sync/committer.ts'
import { hasPin, setPin } from './staff.ts'

export interface PinRouteOptions {
  readonly database: Database
  readonly protection: DataProtection
  readonly limits: SignInLimits
  readonly committer: Committer
  readonly log: SecurityLog
}

const chosen = Type.Object(
  {
    current: Type.String({ minLength: 1, maxLength: 1024 }),
    pin: Type.String({ minLength: 1, maxLength: 40 }),
  },
  { additionalProperties: false },
)

/** The own PIN at stations. Setting it takes the present password, limited as signing in is. */
export function pinRoutes({
  database,
  protection,
  limits,
  committer,
  log,
}: PinRouteOptions): readonly Route[] {
  const group = 'stations'
  return [
    route(
      {
        method: 'GET',
        path: '/auth/pin',
        group,
        summary: 'Whether the own PIN at stations is set',
        callers: STAFF,
        answers: [{ status: 200, description: '{ set }' }],
      },
      async (context) => {
        const { tenant, userId } = context.var.session
        return context.json({ set: await hasPin(database, tenant, userId) })
      },
    ),
    routeWithBody(
      {
        method: 'PUT',
        path: '/auth/pin',
        group,
        summary: 'Set the own PIN at stations, 4 to 8 digits',
        callers: STAFF,
        waysIn: true,
        answers: [
          { status: 204, description: 'Set' },
          { status: 422, description: 'invalid-value: current is wrong, or why the PIN is refused' },
          { status: 429, description: 'too-many-requests' },
        ],
      },
      chosen,
      async (context, { current, pin }) => {
        const { session, address } = context.var
        const { tenant, userId, sessionId } = session
        const credentials = await findCredentials(database, tenant, userId)
        const attempt = {
          tenant: tenant.slug,
          email: credentials?.email ?? userId,
          address,
          knownDevice: undefined,
          session: sessionId,
        }
        await limits.take(attempt)
        if (!(await verifyPassword(credentials?.passwordHash, current)))
          throw refused('current', 'wrong', 'The present password is not right.')
        await limits.giveBack(attempt)
        const issue = pinIssue(pin)
        if (issue) throw refused('pin', issue, 'A PIN has 4 to 8 digits that are no plain row.')
        await auditAccount(committer, tenant, {
          actorId: userId,
          deviceId: requestOrigin(context).deviceId,
          userId,
          action: 'pin-set',
          detail: {},
        })
        await setPin(database, protection, tenant, userId, pin)
        log('password', 'pin-set', { tenant: tenant.slug, userId, sessionId, address })
        return context.body(null, 204)
      },
    ),
  ]
}

function refused(field: string, code: string, detail: string): EtraxError {
  return new EtraxError('invalid-value', detail, { details: { errors: [{ field, code }] } })
}
