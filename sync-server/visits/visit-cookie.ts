import { deleteCookie, getCookie, setCookie } from 'hono/cookie'
import type { AppContext } from '../api/app-env.ts'

/** Beside the cookie of the own school's session, which waits for the way back. */
const VISIT_COOKIE = '__Host-etrax-visit'

const attributes = { path: '/', httpOnly: true, sameSite: 'Strict', secure: true } as const

export function readVisitCookie(context: AppContext): string | undefined {
  return getCookie(context, VISIT_COOKIE)
}

/** @param expiresAt of the session, in milliseconds since 1970 */
export function writeVisitCookie(context: AppContext, token: string, expiresAt: number, now: number): void {
  setCookie(context, VISIT_COOKIE, token, {
    ...attributes,
    maxAge: Math.max(0, Math.floor((expiresAt - now) / 1000)),
  })
}

export function clearVisitCookie(context: AppContext): void {
  deleteCookie(context, VISIT_COOKIE, attributes)
}
