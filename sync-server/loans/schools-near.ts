import type { Database } from '../db/database.ts'
import type { Tenant } from '../tenancy/with-tenant.ts'

export interface SchoolNear {
  readonly id: string
  readonly name: string
}

/** The other schools of the same tree of organizations, by name: with those a school may have loans. */
export async function schoolsNear(database: Database, school: Tenant): Promise<readonly SchoolNear[]> {
  return await database<SchoolNear[]>`
    WITH RECURSIVE above AS (
      SELECT id, parent_id FROM etrax_system.organizations WHERE id = ${school.organizationId}
      UNION
      SELECT parent.id, parent.parent_id FROM above JOIN etrax_system.organizations AS parent ON parent.id = above.parent_id
    ), tree AS (
      SELECT id FROM above WHERE parent_id IS NULL
      UNION
      SELECT child.id FROM tree JOIN etrax_system.organizations AS child ON child.parent_id = tree.id
    )
    SELECT id, name FROM etrax_system.tenants
    WHERE organization_id IN (SELECT id FROM tree) AND id <> ${school.id} ORDER BY name, id`
}
