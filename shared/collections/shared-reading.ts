import type { CollectionAccess } from './definition.ts'

/** What every signed-in role of a school, and its stations, may read in full. */
export const readByAll = {
  STATION: 'all',
  USER: 'all',
  COACH: 'all',
  EQUIPMENT_MANAGER: 'all',
  SCHOOL_ADMIN: 'all',
  ORG_ADMIN: 'all',
  SUPER_ADMIN: 'all',
} as const satisfies CollectionAccess['read']

/** What managers and those above them read in full. */
export const readByManagers = {
  EQUIPMENT_MANAGER: 'all',
  SCHOOL_ADMIN: 'all',
  ORG_ADMIN: 'all',
  SUPER_ADMIN: 'all',
} as const satisfies CollectionAccess['read']
