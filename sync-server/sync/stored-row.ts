import type { AnyDocument } from '../../shared/collections/definition.ts'
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
