import { deleteCookie, getCookie, setCookie } from 'hono/cookie'
import type { AppContext } from '../api/app-env.ts'
import { IDLE_LIMIT_MS } from './sessions.ts'

/** The prefix binds the cookie to this host; browsers take it over plain HTTP too where the host is loopback. */
export const REFRESH_COOKIE = '__Host-etrax-refresh'

const attributes = { path: '/', httpOnly: true, sameSite: 'Strict', secure: true } as const

export function readRefreshCookie(context: AppContext): string | undefined {
  return getCookie(context, REFRESH_COOKIE)
}

/** @param expiresAt of the session, in milliseconds since 1970 */
export function writeRefreshCookie(context: AppContext, token: string, expiresAt: number): void {
  const lifeMs = Math.min(IDLE_LIMIT_MS, expiresAt - Date.now())
  setCookie(context, REFRESH_COOKIE, token, { ...attributes, maxAge: Math.max(0, Math.floor(lifeMs / 1000)) })
}

export function clearRefreshCookie(context: AppContext): void {
  deleteCookie(context, REFRESH_COOKIE, attributes)
}
