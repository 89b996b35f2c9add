import { isJsonObject } from '../../../../shared/json.ts'
import { api } from '../../sync/api.ts'
import { ApiError } from '../../sync/api-error.ts'

/** A station as managers keep it. */
export interface Station {
  readonly id: string
  readonly name: string
  readonly teamIds: readonly string[]
  readonly staffIds: readonly string[]
  readonly lockSeconds: number
  readonly enrolledAt: string | undefined
  readonly lastSeenAt: string | undefined
  readonly revokedAt: string | undefined
  /** Removed, and empty since. */
  readonly handedInAt: string | undefined
}

/** Who can be staff, and by what each identifies. */
export interface Member {
  readonly userId: string
  readonly hasPin: boolean
  readonly hasBadge: boolean
}

export interface StationDraft {
  readonly name: string
  readonly teamIds: readonly string[]
  readonly staffIds: readonly string[]
  readonly lockSeconds: number
}

/** By which a browser becomes the station. */
export interface EnrolCode {
  readonly code: string
  readonly expiresAt: string
}

/** @throws ApiError */
export function readStations(): Promise<{
  readonly stations: readonly Station[]
  readonly staff: readonly Member[]
}> {
  return api('/stations', (answer) => {
    if (!isJsonObject(answer) || !Array.isArray(answer.stations) || !Array.isArray(answer.staff))
      throw unexpected()
    return {
      stations: answer.stations.flatMap((one) => stationIn(one) ?? []),
      staff: answer.staff.flatMap((one) =>
        isJsonObject(one) && typeof one.userId === 'string'
          ? [{ userId: one.userId, hasPin: one.hasPin === true, hasBadge: one.hasBadge === true }]
          : [],
      ),
    }
  })
}

/** @throws ApiError */
export function makeStation(draft: StationDraft): Promise<EnrolCode> {
  return api('/stations', codeIn, { method: 'POST', body: bodyOf(draft) })
}

/** @throws ApiError */
export function changeStation(id: string, draft: StationDraft): Promise<void> {
  return api(`/stations/${id}`, () => undefined, { method: 'PATCH', body: bodyOf(draft) })
}

/** A code for another browser; the present one is the station until it is used. @throws ApiError */
export function newCode(id: string): Promise<EnrolCode> {
  return api(`/stations/${id}/code`, codeIn, { method: 'POST' })
}

/** @throws ApiError */
export function revokeStation(id: string): Promise<void> {
  return api(`/stations/${id}`, () => undefined, { method: 'DELETE' })
}

/** The code of a new badge; the one before is worth nothing any more. @throws ApiError */
export function newBadge(userId: string): Promise<string> {
  return api(
    `/stations/badges/${userId}`,
    (answer) => {
      if (!isJsonObject(answer) || typeof answer.code !== 'string') throw unexpected()
      return answer.code
    },
    { method: 'POST' },
  )
}

function bodyOf({ name, teamIds, staffIds, lockSeconds }: StationDraft) {
  return { name, teamIds: [...teamIds], staffIds: [...staffIds], lockSeconds }
}

function codeIn(answer: unknown): EnrolCode {
  if (!isJsonObject(answer)) throw unexpected()
  const { code, expiresAt } = answer
  if (typeof code !== 'string' || typeof expiresAt !== 'string') throw unexpected()
  return { code, expiresAt }
}

function stationIn(value: unknown): Station | undefined {
  if (!isJsonObject(value)) return undefined
  const { id, name, teamIds, staffIds, lockSeconds } = value
  if (typeof id !== 'string' || typeof name !== 'string' || typeof lockSeconds !== 'number') return undefined
  return {
    id,
    name,
    teamIds: texts(teamIds),
    staffIds: texts(staffIds),
    lockSeconds,
    enrolledAt: text(value.enrolledAt),
    lastSeenAt: text(value.lastSeenAt),
    revokedAt: text(value.revokedAt),
    handedInAt: text(value.handedInAt),
  }
}

function texts(value: unknown): readonly string[] {
  return Array.isArray(value) ? value.filter((one) => typeof one === 'string') : []
}

function text(value: unknown): string | undefined {
  return typeof value === 'string' ? value : undefined
}

function unexpected(): ApiError {
  return new ApiError('unexpected-answer', 'The answer is not about stations.')
}
