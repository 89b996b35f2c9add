import { dropAnalytics, refreshAnalytics } from '../organizations/refresh-analytics.ts'
import { migrateTenants } from '../tenancy/migrate-tenants.ts'
import type { Database } from './database.ts'
import { appliedToPlatform, migratePlatform } from './migrate-platform.ts'
import { pendingMigrations, readMigrations } from './migrations.ts'

/** Brings the platform and every school up to date; tells each step by a sentence. */
export async function migrateAll(
  admin: Database,
  options: { readonly appRole: string; readonly log: (sentence: string) => void },
): Promise<void> {
  const steps = await migratePlatform(admin, { appRole: options.appRole })
  for (const step of steps) options.log(`Platform: step ${step.version}, ${step.name}.`)
  // A view keeps the columns that it names from being changed.
  if ((await schoolsBehind(admin)) > 0) await dropAnalytics(admin)
  await migrateTenants(admin, {
    onSchool: (slug, taken) => options.log(`${slug}: ${taken.map(({ version }) => version).join(', ')}.`),
  })
  await refreshAnalytics(admin, options.appRole)
}

/**
 * For a process without the owner's login. A school that is to be removed may be `except`: what is damaged takes no step.
 * @throws Error where steps are still to be taken
 */
export async function requireMigrated(app: Database, except?: { readonly slug: string }): Promise<void> {
  const sentence = 'The database is not up to date: run npm run migrate with DATABASE_ADMIN_URL first.'
  const [present] = await app<{ present: boolean }[]>`
    SELECT to_regclass('etrax_system.platform_migrations') IS NOT NULL AS present`
  if (!present?.present) throw new Error(sentence)
  if (pendingMigrations(readMigrations('platform'), await appliedToPlatform(app), 'The platform').length > 0)
    throw new Error(sentence)
  if ((await schoolsBehind(app, except?.slug)) > 0) throw new Error(sentence)
}

async function schoolsBehind(database: Database, except = ''): Promise<number> {
  const latest = readMigrations('tenant').length
  const [behind] = await database<{ schools: number }[]>`
    SELECT count(*)::int AS schools FROM etrax_system.tenants AS tenant WHERE slug <> ${except} AND ${latest} > (
      SELECT coalesce(max(version), 0) FROM etrax_system.tenant_migrations AS step
      WHERE step.schema_name = tenant.schema_name)`
  return behind?.schools ?? 0
}
