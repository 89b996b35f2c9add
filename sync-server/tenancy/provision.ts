import { randomInt } from 'node:crypto'
import { EtraxError } from '../../shared/errors.ts'
import { uuidv7 } from '../../shared/ids.ts'
import type { Database, Transaction } from '../db/database.ts'
import { quoteIdentifier } from '../db/identifiers.ts'
import { MIGRATION_LOCK } from '../db/migrate-platform.ts'
import { type Migration, readMigrations, withNames } from '../db/migrations.ts'
import { AWAY } from '../loans/loan-store.ts'
import { dropAnalytics } from '../organizations/refresh-analytics.ts'
import type { Tenant } from './with-tenant.ts'

export const SLUG_PATTERN = '^[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?$'

export interface NewTenant {
  readonly slug: string
  readonly name: string
  readonly organizationId: string
  /** IANA name. */
  readonly timeZone: string
}

export interface ProvisionOptions {
  /** The application's login, which may become the school's role. */
  readonly appRole: string
  readonly migrations?: readonly Migration[]
}

/**
 * Makes a school in one transaction: its role, its schema with every table, and its entry among the tenants.
 *
 * The role may log in, because schema-based sharding connects to its nodes as the current role; it has no password and no
 * right to connect until whoever runs such a cluster gives it them.
 * @throws EtraxError `already-exists` for a slug that is taken, `invalid-value` for what is no slug, name or time zone
 */
export async function provisionTenant(
  admin: Database,
  wanted: NewTenant,
  options: ProvisionOptions,
): Promise<Tenant> {
  checkWanted(wanted)
  const migrations = options.migrations ?? readMigrations('tenant')
  const opaque = `school_${opaqueId()}`
  const tenant: Tenant = { ...wanted, id: uuidv7(), schema: opaque, role: opaque }
  try {
    await admin.begin(async (tx) => {
      const ready = tx`SELECT pg_advisory_xact_lock_shared(${MIGRATION_LOCK}::bigint)`.execute()
      const made = tx.unsafe(schoolStatements(tenant, migrations, options.appRole)).execute()
      await tx`
        INSERT INTO etrax_system.tenants (id, slug, name, organization_id, schema_name, role_name, time_zone)
        VALUES (${tenant.id}, ${tenant.slug}, ${tenant.name}, ${tenant.organizationId}, ${tenant.schema}, ${tenant.role},
          ${tenant.timeZone})`
      await tx`
        INSERT INTO etrax_system.tenant_migrations (schema_name, version, name, checksum)
        SELECT ${tenant.schema}, version, name, checksum
        FROM jsonb_to_recordset(${tx.json(migrations.map(({ version, name, checksum }) => ({ version, name, checksum })))})
          AS step (version integer, name text, checksum text)`
      await Promise.all([ready, made])
    })
  } catch (error) {
    if (isUniqueViolation(error))
      throw new EtraxError('already-exists', `There is a school named ${wanted.slug} already.`, {
        cause: error,
      })
    throw error
  }
  return tenant
}

function schoolStatements(tenant: Tenant, migrations: readonly Migration[], appRole: string): string {
  const role = quoteIdentifier(tenant.role)
  const schema = quoteIdentifier(tenant.schema)
  return [
    `CREATE ROLE ${role} WITH LOGIN NOINHERIT NOSUPERUSER NOCREATEDB NOCREATEROLE NOREPLICATION NOBYPASSRLS PASSWORD NULL;`,
    `GRANT ${role} TO ${quoteIdentifier(appRole)};`,
    `CREATE SCHEMA ${schema};`,
    `GRANT USAGE ON SCHEMA ${schema} TO ${role};`,
    `SET LOCAL search_path TO ${schema};`,
    ...migrations.map((step) => withNames(step.up, { role: tenant.role })),
  ].join('\n')
}

/**
 * Removes a school and all that is in it; its loans have ended before (remove-school.ts). There is no way back but a backup.
 * Organizations have no views from then on until they are refreshed.
 */
export async function removeTenant(admin: Database, tenant: Tenant): Promise<void> {
  await admin.begin(async (tx) => {
    await tx`SELECT pg_advisory_xact_lock_shared(${MIGRATION_LOCK}::bigint)`
    const away = await tx`
      SELECT 1 FROM etrax_system.loans
      WHERE (lender_id = ${tenant.id} OR borrower_id = ${tenant.id}) AND (state = ANY(${[...AWAY]}) OR pending IS NOT NULL)`
    if (away.length > 0) throw new Error(`${tenant.slug} has things on loan: end its loans first.`)
    await dropSchool(tx, tenant)
  })
}

/** Whether the database would remove the school, loans or not: it does, and goes back. @throws what keeps it from being removed */
export async function rehearseRemoval(admin: Database, tenant: Tenant): Promise<void> {
  const goBack = new Error('The removal was rehearsed.')
  try {
    await admin.begin(async (tx) => {
      await tx`SELECT pg_advisory_xact_lock_shared(${MIGRATION_LOCK}::bigint)`
      await dropSchool(tx, tenant)
      throw goBack
    })
  } catch (error) {
    if (error !== goBack) throw error
  }
}

/** Of a damaged school the schema or the role may be gone already. */
async function dropSchool(tx: Transaction, tenant: Tenant): Promise<void> {
  await dropAnalytics(tx)
  await tx.unsafe(`DROP SCHEMA IF EXISTS ${quoteIdentifier(tenant.schema)} CASCADE`)
  await tx.unsafe(`DROP ROLE IF EXISTS ${quoteIdentifier(tenant.role)}`)
  await tx`DELETE FROM etrax_system.tenants WHERE id = ${tenant.id}`
}

const slugForm = new RegExp(SLUG_PATTERN)

function checkWanted({ slug, name, timeZone }: NewTenant): void {
  const errors = [
    ...(slugForm.test(slug) ? [] : [{ field: 'slug', code: 'malformed' }]),
    ...(name.trim() === '' || name.length > 200 ? [{ field: 'name', code: 'required' }] : []),
    ...(isTimeZone(timeZone) ? [] : [{ field: 'timeZone', code: 'malformed' }]),
  ]
  if (errors.length > 0)
    throw new EtraxError('invalid-value', 'The school cannot be made like this.', { details: { errors } })
}

function isTimeZone(name: string): boolean {
  try {
    return Boolean(new Intl.DateTimeFormat('en', { timeZone: name }))
  } catch {
    return false
  }
}

function opaqueId(): string {
  return Array.from({ length: 16 }, () => randomInt(36).toString(36)).join('')
}

function isUniqueViolation(error: unknown): boolean {
  return error instanceof Error && 'code' in error && error.code === '23505'
}
