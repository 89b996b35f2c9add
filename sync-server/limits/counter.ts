import { createHash } from 'node:crypto'

/** How often something may be done by one: `points` times in `seconds`, counted from the first time. */
export interface Limit {
  readonly name: string
  readonly points: number
  readonly seconds: number
}

/** How a key stands after it was counted. */
export interface Standing {
  readonly counted: number
  /** Until it is counted from nothing again. */
  readonly msLeft: number
}

/** Counts by key within the time of one {@link Limit}. Counting goes on beyond the limit and lengthens nothing. */
export interface Counter {
  add(key: string): Promise<Standing>
  /** It did not count after all. */
  giveBack(key: string): Promise<void>
  forget(key: string): Promise<void>
}

export type MakeCounter = (limit: Limit) => Counter

/** What a key is stored as: e-mail addresses and the like are nobody's business but the school's. */
export function hashedKey(key: string): Buffer {
  return createHash('sha256').update(key).digest()
}
