import { randomUUID } from 'node:crypto'
import type { MiddlewareHandler } from 'hono'
import type { Log } from '../observability/log.ts'
import type { AppEnv } from './app-env.ts'

/**
 * Names the request, finds whom it comes from, and logs it when it is answered: its route and never its query or body.
 * @param behindProxy whether the last address of X-Forwarded-For was put there by our own proxy
 */
export function requestContext(log: Log, behindProxy: boolean): MiddlewareHandler<AppEnv> {
  return async (context, next) => {
    const started = performance.now()
    const traceId = randomUUID()
    context.set('traceId', traceId)
    context.set('address', addressOf(context.env.incoming, behindProxy))
    await next()
    context.res.headers.set('X-Trace-Id', traceId)
    const { status } = context.res
    if (status < 500 && !log.isLevelEnabled('debug')) return
    log[status >= 500 ? 'error' : 'debug']({
      traceId,
      method: context.req.method,
      path: context.req.path,
      status,
      ms: Math.round(performance.now() - started),
    })
  }
}

interface Incoming {
  readonly headers: Readonly<Record<string, string | string[] | undefined>>
  readonly socket: { readonly remoteAddress?: string | undefined }
}

/** Whom a request comes from, as far as it can be believed. */
export function addressOf({ headers, socket }: Incoming, behindProxy: boolean): string {
  const direct = socket.remoteAddress ?? 'unknown'
  if (!behindProxy) return direct
  // What stands before the last one came from the client and proves nothing.
  return (
    String(headers['x-forwarded-for'] ?? '')
      .split(',')
      .at(-1)
      ?.trim() || direct
  )
}
