/** From the least to the most rights inside a school; ORG_ADMIN stands beside them: it reads and never writes. */
export const ROLES = [
  'USER',
  'COACH',
  'EQUIPMENT_MANAGER',
  'SCHOOL_ADMIN',
  'ORG_ADMIN',
  'SUPER_ADMIN',
] as const

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
