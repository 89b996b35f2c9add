import { randomInt } from 'node:crypto'
import type { Database, Transaction } from '../db/database.ts'
import { quoteIdentifier } from '../db/identifiers.ts'
import { MIGRATION_LOCK } from '../db/migrate-platform.ts'
import {
  ANALYTICS_SCHEMA,
  digestOf,
  dropStatements,
  type ViewedSchool,
  viewStatements,
} from './analytics-views.ts'

interface OrganizationRow {
  readonly id: string
  readonly role: string | null
  readonly digest: string | null
  readonly schools: readonly ViewedSchool[]
}

/**
 * Brings the views of every organization up to the schools below it, whatever came or went since; those that fit already are
 * left alone. By the owner's login.
 * @param appRole the application's login, which may become an organization's role
 * @returns how many organizations got other views
 */
export function refreshAnalytics(admin: Database, appRole: string): Promise<number> {
  return admin.begin(async (tx) => {
    await lockOrganizations(tx)
    return await bringUpToDate(tx, appRole)
  })
}

/** Held by whoever changes the tree or what is seen of it: one at a time, and not while schemas are changed. */
export async function lockOrganizations(tx: Transaction): Promise<void> {
  await tx`SELECT pg_advisory_xact_lock_shared(${MIGRATION_LOCK}::bigint)`
  await tx`SELECT pg_advisory_xact_lock(hashtext('etrax_analytics'))`
}

/** The same within a transaction that holds the lock. */
export async function bringUpToDate(tx: Transaction, appRole: string): Promise<number> {
  let changed = 0
  for (const organization of await readOrganizations(tx)) {
    if (organization.schools.length === 0 && organization.digest === null) continue
    const role = organization.role ?? `org_${opaqueId()}`
    const statements =
      organization.schools.length === 0 ? dropStatements(role) : viewStatements(role, organization.schools)
    const digest = organization.schools.length === 0 ? null : digestOf(statements)
    if (digest === organization.digest) continue
    if (organization.role === null) await tx.unsafe(roleStatements(role, appRole))
    await tx.unsafe(statements)
    await tx`
      UPDATE etrax_system.organizations SET role_name = ${role}, views_digest = ${digest} WHERE id = ${organization.id}`
    changed += 1
  }
  return changed
}

/** Takes every view away, so that nothing hangs on the columns of the schools' tables while these are changed. */
export async function dropAnalytics(tx: Database | Transaction): Promise<void> {
  const rows = await tx<{ role: string }[]>`
    SELECT role_name AS role FROM etrax_system.organizations WHERE views_digest IS NOT NULL`
  for (const { role } of rows) await tx.unsafe(dropStatements(role))
  await tx`UPDATE etrax_system.organizations SET views_digest = NULL WHERE views_digest IS NOT NULL`
}

function readOrganizations(tx: Transaction): Promise<readonly OrganizationRow[]> {
  return tx<OrganizationRow[]>`
    WITH RECURSIVE below AS (
      SELECT id AS top, id FROM etrax_system.organizations
      UNION
      SELECT below.top, child.id FROM below JOIN etrax_system.organizations AS child ON child.parent_id = below.id
    )
    SELECT organization.id, organization.role_name AS role, organization.views_digest AS digest,
      coalesce(jsonb_agg(jsonb_build_object('id', tenant.id, 'schema', tenant.schema_name) ORDER BY tenant.id)
        FILTER (WHERE tenant.id IS NOT NULL), '[]') AS schools
    FROM etrax_system.organizations AS organization
    JOIN below ON below.top = organization.id
    LEFT JOIN etrax_system.tenants AS tenant ON tenant.organization_id = below.id
    GROUP BY organization.id ORDER BY organization.id`
}

function roleStatements(role: string, appRole: string): string {
  const name = quoteIdentifier(role)
  return `CREATE ROLE ${name} WITH LOGIN NOINHERIT NOSUPERUSER NOCREATEDB NOCREATEROLE NOREPLICATION NOBYPASSRLS PASSWORD NULL;
GRANT ${name} TO ${quoteIdentifier(appRole)};
GRANT USAGE ON SCHEMA ${ANALYTICS_SCHEMA} TO ${name};`
}

function opaqueId(): string {
  return Array.from({ length: 16 }, () => randomInt(36).toString(36)).join('')
}
