/**
 * A camera sees the same code in every frame. `arrived` says whether a code just came into view: it counts once, and
 * again only after it was out of view for `awayMs`.
 */
export interface HeldInView {
  /** @param now a clock in milliseconds that never goes back */
  arrived(code: string, now: number): boolean
}

/** Longer than a code is unreadable while it is turned or a hand passes, shorter than a second thing takes. */
const AWAY_MS = 1_500
/** More codes than anybody holds into view one after the other within `awayMs`. */
const REMEMBERED = 64

export function createHeldInView(awayMs = AWAY_MS): HeldInView {
  const lastSeen = new Map<string, number>()
  return {
    arrived(code, now) {
      const before = lastSeen.get(code)
      lastSeen.delete(code)
      lastSeen.set(code, now)
      if (lastSeen.size > REMEMBERED) {
        const oldest = lastSeen.keys().next().value
        if (oldest !== undefined) lastSeen.delete(oldest)
      }
      return before === undefined || now - before >= awayMs
    },
  }
}
