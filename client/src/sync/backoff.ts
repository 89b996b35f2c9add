const FIRST_MS = 1_000
const LONGEST_MS = 300_000

/** Exponential with jitter, 1 s to 5 min [D4]. */
export interface Backoff {
  /** Milliseconds until the next attempt; longer after each call. `atLeast` is what the server asked for, in ms. */
  next(atLeast?: number): number
  reset(): void
}

export function createBackoff(random: () => number = Math.random): Backoff {
  let failures = 0
  return {
    next(atLeast = 0) {
      const ceiling = Math.min(LONGEST_MS, FIRST_MS * 2 ** failures)
      failures = Math.min(failures + 1, 30)
      const jittered = Math.max(FIRST_MS, ceiling / 2 + (ceiling / 2) * random())
      return Math.min(LONGEST_MS, Math.max(atLeast, jittered))
    },
    reset() {
      failures = 0
    },
  }
}
