import { EtraxError } from '../../shared/errors.ts'
import { isUuid, uuidv7 } from '../../shared/ids.ts'
import type { Database } from '../db/database.ts'

export const ORGANIZATION_KINDS = ['district', 'county', 'state', 'other'] as const
export type OrganizationKind = (typeof ORGANIZATION_KINDS)[number]

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

/**
 * By its id or its name; undefined where there is none.
 * @throws EtraxError `invalid-value` where several have the name
 */
export async function findOrganization(
  database: Database,
  idOrName: string,
): Promise<Organization | undefined> {
  const found = (await listOrganizations(database)).filter(({ id, name }) =>
    isUuid(idOrName) ? id === idOrName : name === idOrName,
  )
  if (found.length > 1)
    throw new EtraxError('invalid-value', `Several organizations are named ${idOrName}: say which by its id.`)
  return found[0]
}
