import { isJsonObject } from '../../../shared/json.ts'
import { STAFF } from '../../../shared/roles.ts'
import type { StationStaff } from '../../../shared/station.ts'
import type { SentStation } from '../db/station.ts'

/** What an answer says of this browser as a station; undefined: it is none, or the answer is not whole. */
export function stationIn(value: unknown): SentStation | undefined {
  if (!isJsonObject(value) || !Array.isArray(value.staff)) return undefined
  const { deviceId, lockSeconds, key, staff } = value
  if (typeof deviceId !== 'string' || typeof lockSeconds !== 'number' || typeof key !== 'string')
    return undefined
  return { deviceId, lockSeconds, key, staff: staff.flatMap((one) => memberIn(one) ?? []) }
}

function memberIn(value: unknown): StationStaff | undefined {
  if (!isJsonObject(value)) return undefined
  const { userId, name, teamIds, pin, badge } = value
  const role = STAFF.find((one) => one === value.role)
  if (typeof userId !== 'string' || typeof name !== 'string' || !role || !Array.isArray(teamIds))
    return undefined
  const { salt, verifier } = isJsonObject(pin) ? pin : {}
  return {
    userId,
    name,
    role,
    teamIds: teamIds.filter((id) => typeof id === 'string'),
    ...(typeof salt === 'string' && typeof verifier === 'string' ? { pin: { salt, verifier } } : {}),
    ...(typeof badge === 'string' ? { badge } : {}),
  }
}
