import { uuidv7 } from '../../shared/ids.ts'
import type { Database } from '../db/database.ts'

export type OrganizationKind = 'district' | 'county' | 'state' | 'other'

export interface Organization {
  readonly id: string
  readonly parentId: string | null
  readonly name: string
  readonly kind: OrganizationKind
}

/** Takes the owner's login. */
export async function createOrganization(
  admin: Database,
  { name, kind, parentId }: { name: string; kind: OrganizationKind; parentId?: string },
): Promise<Organization> {
  const organization = { id: uuidv7(), parentId: parentId ?? null, name, kind }
  await admin`
    INSERT INTO etrax_system.organizations (id, parent_id, name, kind)
    VALUES (${organization.id}, ${organization.parentId}, ${name}, ${kind})`
  return organization
}

export async function listOrganizations(database: Database): Promise<readonly Organization[]> {
  return await database<Organization[]>`
    SELECT id, parent_id AS "parentId", name, kind FROM etrax_system.organizations ORDER BY name, id`
}
