import type { RenewingDevice } from '../renew.ts'
import type { Device } from '../wire.ts'

/** A school of the day: one account on many devices. */
export interface DaySchool {
  readonly name: string
  readonly userId: string
  readonly devices: readonly (Device & RenewingDevice)[]
}

export interface DayOptions {
  readonly port: number
  readonly schools: readonly DaySchool[]
  /** What each device issues and takes back: devices have nothing in common, so that nothing they do is disputed. */
  readonly thingsOfDevice: number
  /** So many readers of each school look at every frame. */
  readonly watchedOfSchool: number
}

export interface PeakOptions {
  readonly seconds: number
  /** A check-out or return is two of them: the ledger's entry, then the thing. */
  readonly pushesPerSecond: number
  /** How many devices are away from the network at once; each for 2 to 20 seconds. */
  readonly away: number
}

export interface PeakFigures {
  readonly pushes: number
  readonly pushesPerSecond: number
  /** Of each push the milliseconds from when it was due to its answer. */
  readonly p50: number
  readonly p99: number
  /** Whatever went otherwise than it should: the first of them in words. */
  readonly errors: readonly string[]
  readonly stretchesAway: number
}

export interface DayEnd {
  /** Check-outs and returns that were pushed in each school, in the order of the schools: each moved the counter twice. */
  readonly entries: readonly number[]
  /** What is not as the ledgers of the devices say. */
  readonly drift: readonly string[]
  readonly framesSeen: number
  /** Gaps that watching readers closed by a pull. */
  readonly pulls: number
}
