import { RateLimiterMemory } from 'rate-limiter-flexible'
import type { Counter, Limit } from './counter.ts'

/** Counts in this process alone; an end of it forgets. */
export function memoryCounter({ name, points, seconds }: Limit): Counter {
  const limiter = new RateLimiterMemory({ keyPrefix: name, points, duration: seconds })
  return {
    async add(key) {
      const { consumedPoints, msBeforeNext } = await limiter.penalty(key)
      return { counted: consumedPoints, msLeft: msBeforeNext }
    },
    async giveBack(key) {
      await limiter.reward(key)
    },
    async forget(key) {
      await limiter.delete(key)
    },
  }
}
