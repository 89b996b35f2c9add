import type { Database } from '../db/database.ts'
import { quoteIdentifier } from '../db/identifiers.ts'
import type { Log } from '../observability/log.ts'
import type { Tenant } from '../tenancy/with-tenant.ts'
import { type BoundKind, type Period, type PeriodKind, periodsAhead } from './partition-periods.ts'

interface Partitioned {
  readonly table: string
  readonly kind: PeriodKind
  readonly bound: BoundKind
  readonly ahead: number
}

const PARTITIONED: readonly Partitioned[] = [
  { table: 'transactions', kind: 'month', bound: 'uuid', ahead: 3 },
  { table: 'audit', kind: 'quarter', bound: 'time', ahead: 2 },
  { table: 'notifications', kind: 'day', bound: 'uuid', ahead: 7 },
]

/** Each partition costs every query and every new connection a little: a school gets them when its tables are this large. */
export const WORTH_PARTITIONING_BYTES = 256 * 1024 * 1024

/**
 * Adds the partitions of the coming periods to those tables of a school that have grown large. What is there is left as it is.
 * @returns how many were made
 */
export async function addPartitionsAhead(
  admin: Database,
  tenant: Tenant,
  log: Log,
  options: { readonly now?: Date; readonly worthBytes?: number } = {},
): Promise<number> {
  const { now = new Date(), worthBytes = WORTH_PARTITIONING_BYTES } = options
  let made = 0
  const tables = await readTables(admin, tenant)
  for (const { table, kind, bound, ahead } of PARTITIONED) {
    const found = tables.get(table)
    if (!found || found.bytes < worthBytes) continue
    for (const period of periodsAhead(table, kind, bound, now, ahead)) {
      if (found.partitions.includes(period.name)) continue
      if (await addPartition(admin, tenant, table, period, log)) made += 1
    }
  }
  return made
}

async function readTables(admin: Database, { schema }: Tenant) {
  const rows = await admin<{ table: string; bytes: number; partitions: readonly string[] }[]>`
    SELECT parent.relname::text AS table, sum(pg_relation_size(part.oid))::bigint AS bytes,
      array_agg(part.relname::text) AS partitions
    FROM pg_inherits
    JOIN pg_class AS parent ON parent.oid = inhparent AND parent.relkind = 'p'
    JOIN pg_class AS part ON part.oid = inhrelid
    JOIN pg_namespace ON parent.relnamespace = pg_namespace.oid
    WHERE nspname = ${schema} GROUP BY 1`
  return new Map(rows.map((row) => [row.table, row]))
}

/**
 * The default partition is locked for a moment and checked for rows of the period. Where something holds the lock, or such
 * rows are there (ids of a device whose clock is ahead), the period stays in the default one.
 */
async function addPartition(
  admin: Database,
  { schema, slug }: Tenant,
  table: string,
  { name, from, to }: Period,
  log: Log,
): Promise<boolean> {
  const [space, parent, part] = [schema, table, name].map(quoteIdentifier)
  try {
    // Bounds are ours, digits and hyphens: DDL takes no parameters.
    await admin.begin((tx) =>
      tx.unsafe(
        `SET LOCAL lock_timeout = '2s'; CREATE TABLE ${space}.${part} PARTITION OF ${space}.${parent} FOR VALUES FROM ('${from}') TO ('${to}')`,
      ),
    )
    return true
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? String(error.code) : 'unknown'
    if (code !== LOCK_NOT_AVAILABLE && code !== CHECK_VIOLATION) throw error
    log.warn({ part: 'partitions', tenant: slug, table, partition: name, code })
    return false
  }
}

const LOCK_NOT_AVAILABLE = '55P03'
const CHECK_VIOLATION = '23514'
