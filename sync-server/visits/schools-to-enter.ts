import type { Role } from '../../shared/roles.ts'
import type { Database } from '../db/database.ts'
import { organizationOf } from '../organizations/organization-scope.ts'
import type { Tenant } from '../tenancy/with-tenant.ts'

export interface SchoolToEnter {
  readonly id: string
  readonly slug: string
  readonly name: string
  readonly organization: string
}

/** The schools that somebody may enter: those below the own organization, for SUPER_ADMIN every one. By name. */
export async function schoolsToEnter(
  database: Database,
  { role, tenant }: { readonly role: Role; readonly tenant: Tenant },
): Promise<readonly SchoolToEnter[]> {
  if (role === 'SUPER_ADMIN') {
    return await database<SchoolToEnter[]>`
      SELECT tenants.id, slug, tenants.name, organizations.name AS organization
      FROM etrax_system.tenants JOIN etrax_system.organizations ON organizations.id = organization_id
      ORDER BY tenants.name, tenants.id`
  }
  if (role !== 'ORG_ADMIN') return []
  const { organizations, schools } = await organizationOf(database, tenant)
  const names = new Map(organizations.map(({ id, name }) => [id, name]))
  return schools.map(({ id, slug, name, organizationId }) => ({
    id,
    slug,
    name,
    organization: names.get(organizationId) ?? '',
  }))
}
