import { RateLimiterRedis } from 'rate-limiter-flexible'
import type { RedisConnection } from '../redis/redis-connection.ts'
import { type Counter, hashedKey, type MakeCounter } from './counter.ts'

/** Counts in Redis, for all processes; while it is away `instead` counts. */
export function redisCounters(redis: RedisConnection, instead: MakeCounter): MakeCounter {
  return (limit) => {
    const { name, points, seconds } = limit
    const limiter = new RateLimiterRedis({
      storeClient: redis.client,
      keyPrefix: `etrax:limit:${name}`,
      points,
      duration: seconds,
    })
    const other: Counter = instead(limit)
    const named = (key: string) => hashedKey(key).toString('base64url')
    return {
      add: (key) =>
        redis.ask(
          async () => {
            const { consumedPoints, msBeforeNext } = await limiter.penalty(named(key))
            return { counted: consumedPoints, msLeft: msBeforeNext }
          },
          () => other.add(key),
        ),
      giveBack: (key) =>
        redis.ask(
          async () => {
            await limiter.reward(named(key))
          },
          () => other.giveBack(key),
        ),
      forget: (key) =>
        redis.ask(
          async () => {
            await limiter.delete(named(key))
          },
          () => other.forget(key),
        ),
    }
  }
}
