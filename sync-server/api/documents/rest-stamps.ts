import { randomBytes } from 'node:crypto'
import { createClock, parseStamp } from '../../../shared/clock.ts'

/** Stamps for writes that come without one: under a device name of this process, never under that of a real device. */
export interface RestStamps {
  /** Later than all made before and than `after`. */
  next(after?: string): string
}

export function restStamps(now: () => number = Date.now): RestStamps {
  const clock = createClock(`rest.${randomBytes(4).toString('hex')}`, now)
  return {
    next(after) {
      if (after !== undefined) clock.receive(after)
      return clock.next()
    },
  }
}

/** The device that a stamp names. */
export function deviceOf(stamp: string): string {
  return parseStamp(stamp)?.deviceId ?? ''
}
