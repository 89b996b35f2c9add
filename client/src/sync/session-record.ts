import { isJsonObject } from '../../../shared/json.ts'
import { isRole, type Role } from '../../../shared/roles.ts'
import { readDeviceValue, replaceDeviceValue, writeDeviceValue } from '../db/device.ts'

/** `revoked`: the device was taken off the account; it hands in what it holds unsent and forgets the rest. */
export type SessionEnd = 'expired' | 'disabled' | 'revoked'

const ENDS: readonly SessionEnd[] = ['expired', 'disabled', 'revoked']

/** Who is signed in on this device, kept for a start without a network. Holds no secret. */
export interface SessionRecord {
  readonly tenant: string
  readonly userId: string
  readonly userName: string
  readonly role: Role
  readonly schoolName?: string | undefined
  readonly schoolColour?: string | undefined
  readonly timeZone?: string | undefined
  /** Of a visit to a school that is not the person's own: when it is over, ISO 8601. */
  readonly visitUntil?: string | undefined
  /** Of a station: what its stamps and requests name. */
  readonly stationDeviceId?: string | undefined
  /** Why nothing is sent until the same person signs in again; what is local works on. */
  readonly signInNeeded?: SessionEnd | undefined
}

const KEY = 'session'

export function toSessionRecord(value: unknown): SessionRecord | undefined {
  if (!isJsonObject(value)) return undefined
  const { tenant, userId, userName, role, signInNeeded } = value
  if (
    typeof tenant !== 'string' ||
    typeof userId !== 'string' ||
    typeof userName !== 'string' ||
    !isRole(role)
  )
    return undefined
  return {
    tenant,
    userId,
    userName,
    role,
    schoolName: textOf(value.schoolName),
    schoolColour: textOf(value.schoolColour),
    timeZone: textOf(value.timeZone),
    visitUntil: textOf(value.visitUntil),
    stationDeviceId: textOf(value.stationDeviceId),
    signInNeeded: ENDS.find((end) => end === signInNeeded),
  }
}

export function textOf(value: unknown): string | undefined {
  return typeof value === 'string' && value !== '' ? value : undefined
}

export async function keptSession(): Promise<SessionRecord | undefined> {
  return toSessionRecord(await readDeviceValue(KEY))
}

export async function keepSession(record: SessionRecord | undefined): Promise<void> {
  await writeDeviceValue(KEY, record)
}

/**
 * Keeps what is new about the person who is signed in. Where nobody is by now, or somebody else, nothing is kept: an answer that
 * comes late signs nobody in again. Resolves to whether it was.
 */
export async function renewSession(record: SessionRecord): Promise<boolean> {
  const isRevoked = record.signInNeeded === 'revoked'
  return replaceDeviceValue(
    KEY,
    (value) => {
      const kept = toSessionRecord(value)
      // What is being handed in and forgotten is not come back to.
      return isOf(kept, record) && (isRevoked || kept?.signInNeeded !== 'revoked')
    },
    record,
  )
}

/** Whether that person is signed in on this device still, and may sync. */
export async function isSignedIn(record: SessionRecord): Promise<boolean> {
  const kept = await keptSession()
  return isOf(kept, record) && kept?.signInNeeded === undefined
}

function isOf(kept: SessionRecord | undefined, { tenant, userId }: SessionRecord): boolean {
  return kept?.tenant === tenant && kept.userId === userId
}
