import { laterStamp, maxStamp, parseStamp } from '../../shared/clock.ts'
import type { Sender } from './sender.ts'

/**
 * Under `device/user` the last stamp as sent that was taken for a document [C4]. A stamp names its device and anybody can read
 * it; of a user, only whoever holds the session can write. So nobody's stamp keeps another's later edit from being taken [P9].
 */
export type DeviceStamps = Readonly<Record<string, string>>

const slotOf = (deviceId: string, userId: string) => `${deviceId}/${userId}`

/** Beside them, under `/user`, the highest stamp of that user's that was forgotten. */
const floorOf = (userId: string) => slotOf('', userId)

/**
 * So many devices of one account are remembered for a document. A school knows its accounts, and makes them; a device id is what
 * anybody says, so whoever makes some up pushes out none but the own ones.
 */
export const MOST_DEVICES = 64

/** The stamps with that of a write that was taken; of an account with too many devices the oldest are forgotten. */
export function withTaken(
  stamps: DeviceStamps | undefined,
  { deviceId, subject: { userId } }: Sender,
  stampAsSent: string,
): DeviceStamps {
  const slot = slotOf(deviceId, userId)
  const taken = { ...stamps, [slot]: stampAsSent }
  const others = Object.entries(taken).filter(
    ([name]) => name !== slot && name !== floorOf(userId) && name.endsWith(`/${userId}`),
  )
  const excess = others.length + 1 - MOST_DEVICES
  if (excess <= 0) return taken
  const forgotten = others.toSorted(([, a], [, b]) => (a < b ? -1 : 1)).slice(0, excess)
  const gone = new Set(forgotten.map(([name]) => name))
  const floor = forgotten.reduce(
    (highest, [, stamp]) => maxStamp(highest, stamp),
    taken[floorOf(userId)] ?? '',
  )
  return {
    ...Object.fromEntries(Object.entries(taken).filter(([name]) => !gone.has(name))),
    [floorOf(userId)]: floor,
  }
}

/**
 * - `new`: later than all that were taken from its author on the device that it names
 * - `taken`: not later
 * - `forgotten`: it may be either
 */
export type StampStanding = 'new' | 'taken' | 'forgotten'

export function standingOf(
  stamps: DeviceStamps | undefined,
  stamp: string,
  { subject: { userId } }: Pick<Sender, 'subject'>,
): StampStanding {
  const known = stamps?.[slotOf(parseStamp(stamp)?.deviceId ?? '', userId)]
  if (known !== undefined) return laterStamp(stamp, known) ? 'new' : 'taken'
  const floor = stamps?.[floorOf(userId)]
  return floor === undefined || laterStamp(stamp, floor) ? 'new' : 'forgotten'
}
