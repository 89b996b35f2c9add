import { laterStamp, maxStamp, parseStamp } from '../../shared/clock.ts'
import type { Sender } from './sender.ts'

/**
 * Under `device/user` the last stamp as sent that was taken for a document [C4]. A stamp names its device and anybody can read
 * it; of a user, only whoever holds the session can write. So nobody's stamp keeps another's later edit from being taken [P9].
 */
export type DeviceStamps = Readonly<Record<string, string>>

const slotOf = (deviceId: string, userId: string) => `${deviceId}/${userId}`

/** Under `device/alias/user` the last stamp of what was taken for another record of the same thing [S5]. */
const aliasSlotOf = (deviceId: string, userId: string) => slotOf(`${deviceId}/alias`, userId)

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
  sender: Sender,
  stampAsSent: string,
): DeviceStamps {
  return withSlot(stamps, sender.subject, slotOf(sender.deviceId, sender.subject.userId), stampAsSent)
}

/**
 * The same for a write of another record of the thing: what its device wrote to this one before that may still be on its way, and is
 * no repetition when it comes.
 */
function withTakenUnderAlias(stamps: DeviceStamps, sender: Sender, stampAsSent: string): DeviceStamps {
  const slot = aliasSlotOf(sender.deviceId, sender.subject.userId)
  return withSlot(stamps, sender.subject, slot, maxStamp(stamps[slot] ?? '', stampAsSent))
}

/** A write that was taken: whose, by which stamp, and whether under another record's id. */
interface Taken {
  readonly sender: Sender
  readonly stampAsSent: string
  readonly underAlias?: boolean
}

/** The stamps of a stored document with that of a write that was taken for it. */
export function notedIn(
  { deviceStamps }: { readonly deviceStamps: DeviceStamps },
  { sender, stampAsSent, underAlias }: Taken,
): DeviceStamps {
  return (underAlias ? withTakenUnderAlias : withTaken)(deviceStamps, sender, stampAsSent)
}

/**
 * The last stamp of what the device of a write had taken for another record of the thing than the write is of: under an alias, where
 * the write is of the record itself, and the other way around. Undefined: there is none.
 */
export function wroteToOtherUntil(
  stamps: DeviceStamps,
  { deviceId }: Pick<Sender, 'deviceId'>,
  underAlias: boolean,
): string | undefined {
  const alias = aliasSlotOf(deviceId, '')
  const others = Object.entries(stamps).filter(
    ([slot]) => slot.startsWith(slotOf(deviceId, '')) && slot.startsWith(alias) !== underAlias,
  )
  return others
    .map(([, stamp]) => stamp)
    .reduce<string | undefined>((last, stamp) => maxStamp(last ?? '', stamp), undefined)
}

/** The accounts of the writes that a device made and of which the last is not before this stamp, with that last one. */
export function writersOn(stamps: DeviceStamps, deviceId: string, stamp: string) {
  return Object.entries(stamps).flatMap(([slot, last]) =>
    slot.startsWith(`${deviceId}/`) && last >= stamp
      ? [{ userId: slot.slice(slot.lastIndexOf('/') + 1), last }]
      : [],
  )
}

function withSlot(
  stamps: DeviceStamps | undefined,
  { userId }: Sender['subject'],
  slot: string,
  stampAsSent: string,
): DeviceStamps {
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
 * - `echo`: later than those, and not later than one of another record of the thing; so it may be the state which that one led to
 * - `forgotten`: it may be either
 */
export type StampStanding = 'new' | 'taken' | 'echo' | 'forgotten'

export function standingOf(
  stamps: DeviceStamps | undefined,
  stamp: string,
  { subject: { userId } }: Pick<Sender, 'subject'>,
): StampStanding {
  const deviceId = parseStamp(stamp)?.deviceId ?? ''
  const known = stamps?.[slotOf(deviceId, userId)]
  if (known !== undefined && !laterStamp(stamp, known)) return 'taken'
  const floor = stamps?.[floorOf(userId)]
  if (known === undefined && floor !== undefined && !laterStamp(stamp, floor)) return 'forgotten'
  const underAlias = stamps?.[aliasSlotOf(deviceId, userId)]
  return underAlias === undefined || laterStamp(stamp, underAlias) ? 'new' : 'echo'
}
