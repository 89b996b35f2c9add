import type { Role } from '../../shared/roles.ts'

/** Roles that manage users, each with the roles that it may give, take and touch. */
const MANAGED: Partial<Record<Role, readonly Role[]>> = {
  SCHOOL_ADMIN: ['USER', 'COACH', 'EQUIPMENT_MANAGER', 'SCHOOL_ADMIN'],
  SUPER_ADMIN: ['USER', 'COACH', 'EQUIPMENT_MANAGER', 'SCHOOL_ADMIN', 'ORG_ADMIN', 'SUPER_ADMIN'],
}

export const USER_MANAGERS = ['SCHOOL_ADMIN', 'SUPER_ADMIN'] as const satisfies readonly Role[]

/** Whether somebody of that role may make, change or disable a user of the other: nobody raises above himself. */
export function mayManage(role: Role, other: Role): boolean {
  return MANAGED[role]?.includes(other) ?? false
}
