import { isJsonObject } from '../../../../../shared/json.ts'
import type { Role } from '../../../../../shared/roles.ts'
import { api } from '../../../sync/api.ts'
import { ApiError } from '../../../sync/api-error.ts'

/** As what somebody may be in a school that is not theirs. */
export const VISIT_ROLES = ['EQUIPMENT_MANAGER', 'SCHOOL_ADMIN'] as const satisfies readonly Role[]
export type VisitRole = (typeof VISIT_ROLES)[number]

export interface SchoolToEnter {
  readonly id: string
  readonly name: string
  readonly organization: string
}

/** @throws ApiError */
export function readSchoolsToEnter(): Promise<readonly SchoolToEnter[]> {
  return api('/visits/schools', (answer) => {
    if (!isJsonObject(answer) || !Array.isArray(answer.schools))
      throw new ApiError('unexpected-answer', 'The answer names no schools.')
    return answer.schools.flatMap((school) => {
      if (!isJsonObject(school)) return []
      const { id, name, organization } = school
      return typeof id === 'string' && typeof name === 'string' && typeof organization === 'string'
        ? [{ id, name, organization }]
        : []
    })
  })
}
