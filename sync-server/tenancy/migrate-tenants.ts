import type { Database } from '../db/database.ts'
import { quoteIdentifier } from '../db/identifiers.ts'
import { withMigrationLock } from '../db/migrate-platform.ts'
import {
  type AppliedMigration,
  type Migration,
  pendingMigrations,
  readMigrations,
  withNames,
} from '../db/migrations.ts'

export interface TenantMigrationOptions {
  readonly migrations?: readonly Migration[]
  /** Told of each school that was brought up to date. */
  readonly onSchool?: (slug: string, steps: readonly Migration[]) => void
}

interface School {
  readonly slug: string
  readonly schema: string
  readonly role: string
  readonly applied: readonly AppliedMigration[]
}

/** Schools at work at once: each is a transaction of its own, so that an interrupted run goes on where it ended. */
const AT_ONCE = 2

/** Brings every school's tables up to date. A school gets all of its steps or none. */
export function migrateTenants(admin: Database, options: TenantMigrationOptions = {}): Promise<void> {
  const all = options.migrations ?? readMigrations('tenant')
  return withMigrationLock(admin, () =>
    forEachSchool(admin, async (school) => {
      const steps = pendingMigrations(all, school.applied, `The school ${school.slug}`)
      if (steps.length === 0) return
      await inSchema(admin, school, steps, 'up')
      options.onSchool?.(school.slug, steps)
    }),
  )
}

/** Takes back, in every school, every step above `toVersion`, the last one first. */
export function revertTenants(
  admin: Database,
  options: TenantMigrationOptions & { readonly toVersion: number },
): Promise<void> {
  const all = options.migrations ?? readMigrations('tenant')
  return withMigrationLock(admin, () =>
    forEachSchool(admin, async (school) => {
      const steps = all
        .filter(
          ({ version }) =>
            version > options.toVersion && school.applied.some((step) => step.version === version),
        )
        .reverse()
      if (steps.length === 0) return
      await inSchema(admin, school, steps, 'down')
      options.onSchool?.(school.slug, steps)
    }),
  )
}

async function forEachSchool(admin: Database, work: (school: School) => Promise<void>): Promise<void> {
  const schools = await admin<School[]>`
    SELECT slug, schema_name AS "schema", role_name AS "role", coalesce(jsonb_agg(jsonb_build_object(
      'version', step.version, 'name', step.name, 'checksum', step.checksum) ORDER BY step.version)
      FILTER (WHERE step.version IS NOT NULL), '[]') AS applied
    FROM etrax_system.tenants AS tenant
    LEFT JOIN etrax_system.tenant_migrations AS step USING (schema_name)
    GROUP BY slug, schema_name, role_name ORDER BY slug`
  const waiting = [...schools]
  const worker = async () => {
    for (let school = waiting.shift(); school; school = waiting.shift()) await work(school)
  }
  const ended = await Promise.allSettled(Array.from({ length: AT_ONCE }, worker))
  for (const end of ended) if (end.status === 'rejected') throw end.reason
}

async function inSchema(
  admin: Database,
  school: School,
  steps: readonly Migration[],
  direction: 'up' | 'down',
): Promise<void> {
  const sql = [
    `SET LOCAL search_path TO ${quoteIdentifier(school.schema)};`,
    ...steps.map((step) => withNames(step[direction], { role: school.role })),
  ].join('\n')
  const versions = steps.map(({ version, name, checksum }) => ({ version, name, checksum }))
  await admin.begin(async (tx) => {
    await tx.unsafe(sql)
    if (direction === 'up') {
      await tx`
        INSERT INTO etrax_system.tenant_migrations (schema_name, version, name, checksum)
        SELECT ${school.schema}, version, name, checksum FROM jsonb_to_recordset(${tx.json(versions)})
          AS step (version integer, name text, checksum text)`
    } else {
      await tx`
        DELETE FROM etrax_system.tenant_migrations
        WHERE schema_name = ${school.schema} AND version > ${Math.min(...steps.map(({ version }) => version)) - 1}`
    }
  })
}
