import Type from 'typebox'
import { DEVICE_ID_PATTERN } from '../../shared/clock.ts'
import { EtraxError } from '../../shared/errors.ts'
import { HEADER } from '../../shared/protocol.ts'
import { ROLES } from '../../shared/roles.ts'
import type { AppContext } from '../api/app-env.ts'
import { type Route, route, routeWithBody } from '../api/route.ts'
import { ACCESS_TOKEN_LIFE, type AccessTokens } from '../identity/access-tokens.ts'
import { parseRefreshToken } from '../identity/refresh-tokens.ts'
import { namedTenants, namesOf, requireTenant } from '../identity/require-session.ts'
import type { Sessions } from '../identity/sessions.ts'
import { clearVisitCookie, readVisitCookie, writeVisitCookie } from './visit-cookie.ts'
import type { VisitStore } from './visit-store.ts'
import type { BegunVisit, Visits } from './visits.ts'

export interface VisitSessionsRouteOptions {
  readonly visits: Visits
  readonly store: VisitStore
  readonly sessions: Sessions
  readonly tokens: AccessTokens
  readonly baseHost: string
  readonly now: () => number
}

const ticketBody = Type.Object(
  { ticket: Type.String({ minLength: 43, maxLength: 43 }) },
  { additionalProperties: false },
)

const answer = Type.Object({
  accessToken: Type.String(),
  expiresIn: Type.Integer(),
  user: Type.Object({
    id: Type.String({ format: 'uuid' }),
    name: Type.String(),
    role: Type.Enum([...ROLES]),
    tenant: Type.String(),
    teamIds: Type.Array(Type.String()),
  }),
  school: Type.Object({ name: Type.String(), timeZone: Type.String() }),
  visit: Type.Object({ until: Type.String({ format: 'date-time' }) }),
})

/** The session of a visit: begun by a ticket, gone on with by a cookie of its own until its hour is over, and left. */
export function visitSessionsRoutes(options: VisitSessionsRouteOptions): readonly Route[] {
  const { visits, store, sessions, tokens, baseHost, now } = options
  const group = 'auth'

  async function grant(context: AppContext, { session, refreshToken, visit, tenant }: BegunVisit) {
    writeVisitCookie(context, refreshToken, Date.parse(session.expiresAt), now())
    const { userId: id, visitor: name, role } = visit
    const claims = { userId: id, sessionId: session.id, tenantId: tenant.id }
    return context.json({
      accessToken: await tokens.sign(claims),
      expiresIn: ACCESS_TOKEN_LIFE,
      user: { id, name, role, tenant: tenant.slug, teamIds: [] },
      school: { name: tenant.name, timeZone: tenant.timeZone },
      visit: { until: session.expiresAt },
    })
  }

  async function refresh(context: AppContext) {
    requireOwnPage(context)
    const token = parseRefreshToken(readVisitCookie(context))
    if (!token) throw new EtraxError('unauthenticated', 'There is no visit to go on with.')
    try {
      // Before the token is used up, see auth-routes.ts.
      const known = await sessions.of(token)
      if (!known) throw new EtraxError('session-ended', 'This visit is over. Enter the school again.')
      const { visit, tenant } = await visits.goOn(known)
      requireTenant(tenant.slug, namedTenants(namesOf(context), baseHost))
      const granted = await sessions.rotate(token, 'visit')
      return await grant(context, { ...granted, visit, tenant })
    } catch (error) {
      if (error instanceof EtraxError && error.status === 401) clearVisitCookie(context)
      throw error
    }
  }

  async function leave(context: AppContext) {
    requireOwnPage(context)
    const token = parseRefreshToken(readVisitCookie(context))
    // Only who holds a token of the session ends it.
    const session = token && (await sessions.endBy(token, 'signed-out'))
    const visit = session && (await store.ofSession(session.id))
    if (visit) await visits.end(visit, 'left')
    clearVisitCookie(context)
    return context.body(null, 204)
  }

  return [
    routeWithBody(
      {
        method: 'POST',
        path: '/auth/visit',
        group,
        summary: 'Enter a school by a ticket: a session that ends within the hour',
        callers: 'everybody',
        answers: [
          { status: 200, description: 'Entered; the refresh token is a cookie of its own', schema: answer },
          { status: 404, description: 'not-found: the ticket was used, has expired or never was' },
        ],
      },
      ticketBody,
      async (context, { ticket }) => {
        requireOwnPage(context)
        const device = {
          deviceId: deviceIdOf(context) ?? null,
          userAgent: context.req.header('User-Agent') ?? null,
        }
        const begun = await visits.begin(ticket, device, ({ slug }) =>
          requireTenant(slug, namedTenants(namesOf(context), baseHost)),
        )
        return await grant(context, begun)
      },
    ),
    route(
      {
        method: 'POST',
        path: '/auth/visit/refresh',
        group,
        summary: 'Go on with a visit: the cookie and the header X-Requested-With: etrax',
        callers: 'everybody',
        answers: [
          { status: 200, description: 'As for entering, with the same end', schema: answer },
          { status: 401, description: 'session-ended: the visit is over' },
        ],
      },
      refresh,
    ),
    route(
      {
        method: 'POST',
        path: '/auth/visit/leave',
        group,
        summary: 'Leave the school: the cookie and the header X-Requested-With: etrax',
        callers: 'everybody',
        answers: [{ status: 204, description: 'Left' }],
      },
      leave,
    ),
  ]
}

const deviceIdForm = new RegExp(DEVICE_ID_PATTERN)

function deviceIdOf(context: AppContext): string | undefined {
  const deviceId = context.req.header(HEADER.device)
  if (deviceId !== undefined && !deviceIdForm.test(deviceId))
    throw new EtraxError('malformed-request', `${HEADER.device} is no device id.`)
  return deviceId
}

/** A page of another origin cannot set this header without being asked first, and is never allowed to. */
function requireOwnPage(context: AppContext) {
  if (context.req.header('X-Requested-With') !== 'etrax')
    throw new EtraxError('origin-refused', 'The header X-Requested-With: etrax is missing.')
}
