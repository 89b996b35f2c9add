import type { MiddlewareHandler } from 'hono'
import { EtraxError } from '../../shared/errors.ts'
import type { AppEnv } from './app-env.ts'

type Headers = Readonly<Record<string, string | string[] | undefined>>

/**
 * Whether a request was made by a page of another origin. A browser says so by Sec-Fetch-Site, an older one by Origin alone;
 * what is no browser sends neither and is judged by its token.
 */
export function isForeign(headers: Headers, publicUrl: URL | undefined): boolean {
  const site = headers['sec-fetch-site']
  if (site !== undefined) return site !== 'same-origin' && site !== 'none'
  const { origin, host } = headers
  if (typeof origin !== 'string') return false
  const from = URL.canParse(origin) ? new URL(origin).host : ''
  return from !== host && from !== publicUrl?.host
}

/** Refuses what a foreign page asks for: every request, or those that change something. */
export function refuseForeign(
  publicUrl: URL | undefined,
  scope: 'all' | 'changes',
): MiddlewareHandler<AppEnv> {
  return async (context, next) => {
    const reads = context.req.method === 'GET' || context.req.method === 'HEAD'
    if (!(reads && scope === 'changes') && isForeign(context.env.incoming.headers, publicUrl))
      throw new EtraxError('origin-refused', 'This comes from another site.')
    await next()
  }
}
