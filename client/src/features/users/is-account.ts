import type { User } from '../../../../shared/collections/users.ts'
import { standsForSchool } from '../../../../shared/loans.ts'

/** Whether a user is somebody's, to be changed and let in: not a station's, and not one that stands for another school. */
export function isAccount({ id, role }: Pick<User, 'id' | 'role'>): boolean {
  return role !== 'STATION' && !standsForSchool(id)
}
