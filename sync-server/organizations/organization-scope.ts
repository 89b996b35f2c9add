import type { Role } from '../../shared/roles.ts'
import type { Database, Transaction } from '../db/database.ts'
import { quoteIdentifier } from '../db/identifiers.ts'
import { withRole } from '../db/with-role.ts'
import type { OrganizationKind } from '../tenancy/organizations.ts'
import type { Tenant } from '../tenancy/with-tenant.ts'
import { ANALYTICS_SCHEMA, type ViewName, viewName } from './analytics-views.ts'

export interface SchoolBelow {
  readonly id: string
  readonly slug: string
  readonly name: string
  readonly timeZone: string
  readonly organizationId: string
}

/** An organization with all that is below it. */
export interface OrganizationScope {
  readonly id: string
  readonly name: string
  readonly kind: OrganizationKind
  /** Null until a school came to it and its views were made. */
  readonly role: string | null
  /** Itself first, each after the one that it is below. */
  readonly organizations: readonly {
    id: string
    parentId: string | null
    name: string
    kind: OrganizationKind
  }[]
  /** By name. */
  readonly schools: readonly SchoolBelow[]
}

/** Who looks across schools; what they see is below the organization of the school that they are of. */
export const ACROSS_SCHOOLS: readonly Role[] = ['ORG_ADMIN', 'SUPER_ADMIN']

/** The organization that a school belongs to, with everything below it. */
export async function organizationOf(database: Database, school: Tenant): Promise<OrganizationScope> {
  const organizations = await database<
    {
      id: string
      parentId: string | null
      name: string
      kind: OrganizationKind
      role: string | null
      shown: boolean
    }[]
  >`
    WITH RECURSIVE below AS (
      SELECT organizations.*, 0 AS depth FROM etrax_system.organizations WHERE id = ${school.organizationId}
      UNION ALL
      SELECT child.*, below.depth + 1 FROM below JOIN etrax_system.organizations AS child ON child.parent_id = below.id
    )
    SELECT id, parent_id AS "parentId", name, kind, role_name AS role, views_digest IS NOT NULL AS shown
    FROM below ORDER BY depth, name`
  const [top] = organizations
  if (!top) throw new Error('The school belongs to no organization.')
  const schools = await database<SchoolBelow[]>`
    SELECT id, slug, name, time_zone AS "timeZone", organization_id AS "organizationId" FROM etrax_system.tenants
    WHERE organization_id = ANY(${organizations.map(({ id }) => id)}::text[]::uuid[]) ORDER BY name, id`
  return {
    id: top.id,
    name: top.name,
    kind: top.kind,
    role: top.shown ? top.role : null,
    organizations: organizations.map(({ id, parentId, name, kind }) => ({ id, parentId, name, kind })),
    schools,
  }
}

export interface OrganizationViews {
  readonly tx: Transaction
  /** A view's quoted name. */
  view(name: ViewName): string
}

/** Reads the views of an organization at one moment, under its role: nothing else is there for it. */
export function withOrganization<T>(
  database: Database,
  role: string,
  work: (views: OrganizationViews) => Promise<T>,
): Promise<T> {
  if (!/^org_[0-9a-z]{16}$/.test(role)) throw new RangeError('An organization has an opaque role.')
  const view = (name: ViewName) => quoteIdentifier(viewName(name, role))
  return withRole(database, { role, schema: ANALYTICS_SCHEMA }, (tx) => work({ tx, view }), 'snapshot')
}
