import { createHash } from 'node:crypto'

/** Chance that comes out the same for the same seed, so that every copy of a demo school is alike. */
export interface Random {
  /** From 0 to just below 1. */
  next(): number
  /** A whole number from `low` to `high`, both included. */
  between(low: number, high: number): number
  chance(probability: number): boolean
  pick<T>(items: readonly T[]): T
  /** `[item, weight]`. */
  weighted<T>(items: readonly (readonly [T, number])[]): T
  shuffled<T>(items: readonly T[]): T[]
}

export function seededRandom(seed: string): Random {
  let state = digest(seed).readUInt32LE(0)

  /** mulberry32 by Tommy Ettinger (public domain). */
  function next(): number {
    state = (state + 0x6d2b79f5) | 0
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state)
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296
  }

  function between(low: number, high: number): number {
    return low + Math.floor(next() * (high - low + 1))
  }

  function pick<T>(items: readonly T[]): T {
    const item = items[between(0, items.length - 1)]
    if (item === undefined) throw new RangeError('There is nothing to pick from.')
    return item
  }

  return {
    next,
    between,
    chance: (probability) => next() < probability,
    pick,
    weighted(items) {
      let rest = next() * items.reduce((sum, [, weight]) => sum + weight, 0)
      for (const [item, weight] of items) {
        rest -= weight
        if (rest < 0) return item
      }
      return pick(items)[0]
    },
    shuffled<T>(items: readonly T[]): T[] {
      const left = [...items]
      const mixed: T[] = []
      while (left.length > 0) mixed.push(...left.splice(between(0, left.length - 1), 1))
      return mixed
    },
  }
}

/** 32 bytes that follow from the text alone. */
export function digest(text: string): Buffer {
  return createHash('sha256').update(text).digest()
}
