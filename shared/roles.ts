/**
 * Roles of people, from the least to the most rights inside a school; ORG_ADMIN stands beside them: it reads and never writes.
 */
export const PEOPLE_ROLES = [
  'USER',
  'COACH',
  'EQUIPMENT_MANAGER',
  'SCHOOL_ADMIN',
  'ORG_ADMIN',
  'SUPER_ADMIN',
] as const

/** With the one that is nobody's: a station reads what its counter needs, and writes in the names of its staff alone. */
export const ROLES = ['STATION', ...PEOPLE_ROLES] as const

export type Role = (typeof ROLES)[number]

export const MANAGERS = [
  'EQUIPMENT_MANAGER',
  'SCHOOL_ADMIN',
  'SUPER_ADMIN',
] as const satisfies readonly Role[]
export const STAFF = ['COACH', ...MANAGERS] as const satisfies readonly Role[]
export const EVERYBODY = ['USER', ...STAFF] as const satisfies readonly Role[]

/** Whether the role settles reviews and keeps the catalogue. */
export function isManager(role: unknown): boolean {
  return MANAGERS.some((manager) => manager === role)
}

export function isRole(value: unknown): value is Role {
  return ROLES.some((role) => role === value)
}
