import { type Clock, createClock } from '../../shared/clock.ts'

const HOUR = 3_600_000

/** A device's clock: off by hours, stepped by its user, corrected by the server's at every contact [C3]. */
export interface DeviceClock extends Clock {
  /** Corrected time in ms since 1970. */
  now(): number
  /** What the device's own clock shows. */
  raw(): number
  step(hours: number): void
  correct(serverTime: number): void
}

export function createDeviceClock(deviceId: string, hoursOff: number): DeviceClock {
  let off = hoursOff * HOUR
  let correction = 0
  const raw = () => Date.now() + off
  const now = () => raw() + correction
  return {
    ...createClock(deviceId, now),
    now,
    raw,
    step(hours) {
      off += hours * HOUR
    },
    correct(serverTime) {
      correction = serverTime - raw()
    },
  }
}
