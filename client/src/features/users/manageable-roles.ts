import { PEOPLE_ROLES, type Role } from '../../../../shared/roles.ts'

/** Roles that somebody of a role may give and take, as far as the page offers them; the server decides. */
export function manageableRoles(role: Role | undefined): readonly Role[] {
  if (role === 'SUPER_ADMIN') return PEOPLE_ROLES
  return role === 'SCHOOL_ADMIN' ? ['USER', 'COACH', 'EQUIPMENT_MANAGER', 'SCHOOL_ADMIN'] : []
}
