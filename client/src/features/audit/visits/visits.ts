import { isJsonObject } from '../../../../../shared/json.ts'
import { isRole, type Role } from '../../../../../shared/roles.ts'
import { api } from '../../../sync/api.ts'
import { ApiError } from '../../../sync/api-error.ts'

/** Somebody from outside who is or was in the school. */
export interface Visit {
  readonly id: string
  readonly visitor: string
  readonly role: Role
  readonly reason: string
  /** ISO 8601. */
  readonly begunAt: string
  readonly until: string
  readonly underWay: boolean
}

/** The latest first. @throws ApiError */
export function readVisits(): Promise<readonly Visit[]> {
  return api('/visits', (answer) => {
    if (!isJsonObject(answer) || !Array.isArray(answer.visits))
      throw new ApiError('unexpected-answer', 'The answer names no visits.')
    return answer.visits.flatMap((visit) => readVisit(visit) ?? [])
  })
}

/** @throws ApiError */
export function endVisit(id: string): Promise<void> {
  return api(`/visits/${id}`, () => undefined, { method: 'DELETE' })
}

function readVisit(value: unknown): Visit | undefined {
  if (!isJsonObject(value)) return undefined
  const { id, visitor, role, reason, begunAt, until, underWay } = value
  if (typeof id !== 'string' || typeof visitor !== 'string' || typeof reason !== 'string') return undefined
  if (typeof begunAt !== 'string' || typeof until !== 'string' || !isRole(role)) return undefined
  return { id, visitor, role, reason, begunAt, until, underWay: underWay === true }
}
