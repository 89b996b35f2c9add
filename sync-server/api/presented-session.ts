import { readRefreshCookie } from '../identity/refresh-cookie.ts'
import { parseRefreshToken } from '../identity/refresh-tokens.ts'
import { readStationCookie } from '../stations/station-cookie.ts'
import { readVisitCookie } from '../visits/visit-cookie.ts'
import type { AppContext } from './app-env.ts'

const ofPerson = (context: AppContext) => parseRefreshToken(readRefreshCookie(context))?.sessionId

/** Where a device goes on or ends by a cookie alone. */
const BY_COOKIE: ReadonlyMap<string, (context: AppContext) => string | undefined> = new Map([
  ['/api/v1/auth/refresh', ofPerson],
  ['/api/v1/auth/logout', ofPerson],
  ['/api/v1/auth/station/session', (context: AppContext) => readStationCookie(context)?.stationId],
  [
    '/api/v1/auth/visit/refresh',
    (context: AppContext) => parseRefreshToken(readVisitCookie(context))?.sessionId,
  ],
])

/** The session or station that a request says it goes on with, which nobody has looked at yet; undefined where it says none. */
export function presentedSession(context: AppContext): string | undefined {
  return BY_COOKIE.get(context.req.path)?.(context)
}
