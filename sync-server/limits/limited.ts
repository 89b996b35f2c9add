import { EtraxError } from '../../shared/errors.ts'
import type { Counter, Limit, MakeCounter, Standing } from './counter.ts'

/** A limit with what counts it. */
export interface Limited {
  /** Counts before anything is looked at: many at once are no more than one after the other. @throws EtraxError `too-many-requests` */
  take(key: string): Promise<void>
  /** The same, without a refusal. */
  taken(key: string): Promise<boolean>
  giveBack(key: string): Promise<void>
  forget(key: string): Promise<void>
}

/** `refusal`: what is said to whoever has used it up. */
export function limited(makeCounter: MakeCounter, limit: Limit, refusal: string): Limited {
  const counter: Counter = makeCounter(limit)
  const over = ({ counted }: Standing) => counted > limit.points
  return {
    async take(key) {
      const standing = await counter.add(key)
      if (over(standing)) throw tooMany(refusal, standing)
    },
    taken: async (key) => !over(await counter.add(key)),
    giveBack: (key) => counter.giveBack(key),
    forget: (key) => counter.forget(key),
  }
}

function tooMany(refusal: string, { msLeft }: Standing): EtraxError {
  return new EtraxError('too-many-requests', refusal, {
    retryAfter: Math.max(1, Math.ceil(msLeft / 1_000)),
  })
}
