import { isJsonObject } from '../../../shared/json.ts'
import { isRole, type Role } from '../../../shared/roles.ts'
import { readDeviceValue, writeDeviceValue } from '../db/device.ts'

/** Who is signed in on this device, kept for a start without a network. Holds no secret. */
export interface SessionRecord {
  readonly tenant: string
  readonly userId: string
  readonly userName: string
  readonly role: Role
  readonly schoolName?: string | undefined
  readonly schoolColour?: string | undefined
  readonly timeZone?: string | undefined
  /** Why nothing is sent until the same person signs in again; what is local works on. */
  readonly signInNeeded?: 'expired' | 'disabled' | undefined
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
    signInNeeded: signInNeeded === 'expired' || signInNeeded === 'disabled' ? signInNeeded : undefined,
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
