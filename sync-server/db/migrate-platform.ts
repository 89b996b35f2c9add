import type { Database, Transaction } from './database.ts'
import {
  type AppliedMigration,
  type Migration,
  pendingMigrations,
  readMigrations,
  withNames,
} from './migrations.ts'

/** Held while schemas are changed. Provisioning shares it, so that a new school gets every step exactly once. */
export const MIGRATION_LOCK = 7_300_184_621

/** Runs `work`, on other connections, while no other process migrates. A lost connection gives the lock back. */
export async function withMigrationLock<T>(admin: Database, work: () => Promise<T>): Promise<T> {
  let outcome: { readonly value: T } | undefined
  await admin.begin(async (lock) => {
    await lock`SET LOCAL idle_in_transaction_session_timeout = 0`
    await lock`SELECT pg_advisory_xact_lock(${MIGRATION_LOCK}::bigint)`
    outcome = { value: await work() }
  })
  if (!outcome) throw new Error('The migration ended without its work.')
  return outcome.value
}

export interface PlatformMigrationOptions {
  /** The application's login, which the steps grant rights to. */
  readonly appRole: string
  readonly migrations?: readonly Migration[]
}

/** Brings the platform's tables up to date; one transaction for each step. Answers the steps taken. */
export function migratePlatform(
  admin: Database,
  options: PlatformMigrationOptions,
): Promise<readonly Migration[]> {
  const all = options.migrations ?? readMigrations('platform')
  return withMigrationLock(admin, async () => {
    await admin.unsafe(`
      CREATE SCHEMA IF NOT EXISTS etrax_system;
      CREATE TABLE IF NOT EXISTS etrax_system.platform_migrations (
        version integer PRIMARY KEY,
        name text NOT NULL,
        checksum text NOT NULL,
        applied_at timestamptz NOT NULL DEFAULT now()
      );`)
    const pending = pendingMigrations(all, await appliedToPlatform(admin), 'The platform')
    for (const step of pending) {
      await admin.begin(async (tx) => {
        await tx.unsafe(withNames(step.up, { app: options.appRole }))
        await tx`INSERT INTO etrax_system.platform_migrations (version, name, checksum)
          VALUES (${step.version}, ${step.name}, ${step.checksum})`
      })
    }
    return pending
  })
}

/** Takes back every step above `toVersion`, the last one first. Answers the steps taken back. */
export function revertPlatform(
  admin: Database,
  options: PlatformMigrationOptions & { readonly toVersion: number },
): Promise<readonly Migration[]> {
  const all = options.migrations ?? readMigrations('platform')
  return withMigrationLock(admin, async () => {
    const applied = await appliedToPlatform(admin)
    const steps = all
      .filter(
        (step) => step.version > options.toVersion && applied.some(({ version }) => version === step.version),
      )
      .reverse()
    for (const step of steps) {
      await admin.begin(async (tx) => {
        await tx.unsafe(withNames(step.down, { app: options.appRole }))
        await tx`DELETE FROM etrax_system.platform_migrations WHERE version = ${step.version}`
      })
    }
    return steps
  })
}

export function appliedToPlatform(admin: Database | Transaction): Promise<readonly AppliedMigration[]> {
  return admin<AppliedMigration[]>`
    SELECT version, name, checksum FROM etrax_system.platform_migrations ORDER BY version`
}
