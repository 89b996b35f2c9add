import { laterStamp, parseStamp } from '../../shared/clock.ts'
import type { Sender } from './sender.ts'

/**
 * Under `device/user` the last stamp as sent that was taken for a document [C4]. A stamp names its device and anybody can read
 * it; of a user, only whoever holds the session can write. So nobody's stamp keeps another's later edit from being taken [P9].
 */
export type DeviceStamps = Readonly<Record<string, string>>

const slotOf = (deviceId: string, userId: string) => `${deviceId}/${userId}`

/** The stamps with that of a write that was taken. */
export function withTaken(
  stamps: DeviceStamps | undefined,
  { deviceId, subject }: Sender,
  stampAsSent: string,
): DeviceStamps {
  return { ...stamps, [slotOf(deviceId, subject.userId)]: stampAsSent }
}

/** Whether a stamp is later than all that were taken from its author on the device that it names. */
export function isLaterThanTaken(
  stamps: DeviceStamps | undefined,
  stamp: string,
  { subject }: Pick<Sender, 'subject'>,
): boolean {
  const deviceId = parseStamp(stamp)?.deviceId ?? ''
  return laterStamp(stamp, stamps?.[slotOf(deviceId, subject.userId)])
}
