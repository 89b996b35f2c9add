import { deleteCookie, getCookie, setCookie } from 'hono/cookie'
import type { AppContext } from '../api/app-env.ts'
import { IDLE_LIMIT_MS } from './sessions.ts'

/**
 * The refresh token's cookie. Over HTTPS it carries the `__Host-` prefix, which binds it to this host and to HTTPS; a browser
 * refuses that prefix over plain HTTP, which is served on loopback alone.
 */
export interface RefreshCookie {
  read(context: AppContext): string | undefined
  write(context: AppContext, token: string, expiresAt: number): void
  clear(context: AppContext): void
}

export function refreshCookie(secure: boolean, now: () => number = Date.now): RefreshCookie {
  const name = secure ? '__Host-etrax-refresh' : 'etrax-refresh'
  const attributes = { path: '/', httpOnly: true, sameSite: 'Strict', secure } as const
  return {
    read: (context) => getCookie(context, name),
    write(context, token, expiresAt) {
      const lifeMs = Math.min(IDLE_LIMIT_MS, expiresAt - now())
      setCookie(context, name, token, { ...attributes, maxAge: Math.max(0, Math.floor(lifeMs / 1000)) })
    },
    clear(context) {
      deleteCookie(context, name, attributes)
    },
  }
}
