/** Choices that are the same for the same seed. */
export interface Random {
  /** From 0 up to, not including, 1. */
  next(): number
  /** A whole number from 0 up to, not including, `limit`. */
  int(limit: number): number
  chance(probability: number): boolean
  pick<T>(list: readonly T[]): T
  /** One of the entries, the heavier the likelier. */
  weighted<T extends { readonly weight: number }>(list: readonly T[]): T
  shuffled<T>(list: readonly T[]): T[]
  bytes(count: number): Uint8Array
}

/** mulberry32 by Tommy Ettinger (public domain). */
export function createRandom(seed: number): Random {
  let state = seed | 0

  function next(): number {
    state = (state + 0x6d2b79f5) | 0
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state)
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296
  }
  const int = (limit: number) => Math.floor(next() * limit)

  function pick<T>(list: readonly T[]): T {
    const [picked] = list.slice(int(list.length))
    if (picked === undefined) throw new Error('There is nothing to pick from.')
    return picked
  }

  return {
    next,
    int,
    chance: (probability) => next() < probability,
    pick,
    weighted(list) {
      let left = next() * list.reduce((sum, { weight }) => sum + weight, 0)
      const found = list.find(({ weight }) => {
        left -= weight
        return left < 0
      })
      return found ?? pick(list)
    },
    shuffled(list) {
      const rest = [...list]
      return list.flatMap(() => rest.splice(int(rest.length), 1))
    },
    bytes: (count) => Uint8Array.from({ length: count }, () => int(256)),
  }
}
