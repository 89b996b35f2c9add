import type { AnyDocument, Definition } from '../../shared/collections/definition.ts'
import type { Database } from '../db/database.ts'
import { type Tenant, withTenant } from '../tenancy/with-tenant.ts'
import { documentSql } from './document-sql.ts'
import type { Stored } from './unit.ts'

/** A row as `documentSql(...).load` gives it. */
export interface StoredRow {
  json: string
  deleted: boolean
  seq: number
  field_stamps: Record<string, string>
  device_stamps: Record<string, string>
}

export function storedFrom(row: StoredRow): Stored {
  const { _deleted, ...document }: AnyDocument & { _deleted?: boolean } = JSON.parse(row.json)
  return {
    document,
    deleted: row.deleted,
    seq: row.seq,
    fieldStamps: row.field_stamps,
    deviceStamps: row.device_stamps,
  }
}

/** Reads what is stored of some ids as it is now, outside of any commit. */
export function storedReader(database: Database) {
  return async (
    tenant: Tenant,
    definition: Definition,
    ids: readonly string[],
  ): Promise<ReadonlyMap<string, Stored>> => {
    const rows = await withTenant(
      database,
      tenant,
      (transaction) =>
        transaction.unsafe<StoredRow[]>(documentSql(definition).load, [ids], { prepare: true }),
      { mode: 'snapshot' },
    )
    return new Map(rows.map(storedFrom).map((stored) => [stored.document.id, stored]))
  }
}
