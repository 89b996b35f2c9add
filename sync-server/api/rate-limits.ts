import type { MiddlewareHandler } from 'hono'
import { RateLimiterMemory, RateLimiterRes } from 'rate-limiter-flexible'
import { EtraxError } from '../../shared/errors.ts'
import type { AppContext, AppEnv } from './app-env.ts'

/** Requests of a class of routes that one client may make: `points` in `seconds`. */
export interface RateLimit {
  readonly name: string
  readonly points: number
  readonly seconds: number
}

/**
 * A team behind one address shares the first two; a device that comes back with weeks of work needs the last one: 100 rows a
 * push are 10,000 documents in 100 requests.
 */
export const RATE_LIMITS = {
  auth: { name: 'auth', points: 300, seconds: 60 },
  api: { name: 'api', points: 1_200, seconds: 60 },
  sync: { name: 'sync', points: 2_400, seconds: 60 },
} as const satisfies Record<string, RateLimit>

/** Refuses with 429 and Retry-After once a client has used up its share. */
export function rateLimit(
  limit: RateLimit,
  keyOf: (context: AppContext) => string,
): MiddlewareHandler<AppEnv> {
  const counter = new RateLimiterMemory({
    keyPrefix: limit.name,
    points: limit.points,
    duration: limit.seconds,
  })
  return async (context, next) => {
    try {
      await counter.consume(keyOf(context))
    } catch (error) {
      if (!(error instanceof RateLimiterRes)) throw error
      throw new EtraxError('too-many-requests', 'Too many requests. Try again later.', {
        retryAfter: Math.max(1, Math.ceil(error.msBeforeNext / 1000)),
      })
    }
    await next()
  }
}
