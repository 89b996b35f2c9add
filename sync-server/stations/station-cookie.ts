import { deleteCookie, getCookie, setCookie } from 'hono/cookie'
import { isUuid } from '../../shared/ids.ts'
import type { AppContext } from '../api/app-env.ts'

/** Bound to this host; no script reads it. */
const STATION_COOKIE = '__Host-etrax-station'
const attributes = { path: '/', httpOnly: true, sameSite: 'Strict', secure: true } as const
/** The longest that browsers keep a cookie; it is set anew at each contact. */
const LIFE_SECONDS = 400 * 24 * 3_600

export interface StationCredential {
  readonly tenantId: string
  readonly stationId: string
  readonly secret: string
}

export function readStationCookie(context: AppContext): StationCredential | undefined {
  const [tenantId = '', stationId = '', secret = '', more] = (getCookie(context, STATION_COOKIE) ?? '').split(
    '.',
  )
  if (more !== undefined || !isUuid(tenantId) || !isUuid(stationId) || !/^[\w-]{43}$/.test(secret))
    return undefined
  return { tenantId, stationId, secret }
}

export function writeStationCookie(
  context: AppContext,
  { tenantId, stationId, secret }: StationCredential,
): void {
  setCookie(context, STATION_COOKIE, `${tenantId}.${stationId}.${secret}`, {
    ...attributes,
    maxAge: LIFE_SECONDS,
  })
}

export function clearStationCookie(context: AppContext): void {
  deleteCookie(context, STATION_COOKIE, attributes)
}
