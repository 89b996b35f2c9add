import type { Definition } from './collections/definition.ts'
import type { Field } from './collections/field.ts'

/** A column of a tenant table that holds a field. */
export interface Column {
  readonly field: string
  readonly name: string
  /** Postgres type as the catalog prints it (format_type). */
  readonly sqlType: string
  readonly type: Field['type']
}

export function columnName(field: string): string {
  return field.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`)
}

export function sqlType(field: Field): string {
  switch (field.type) {
    case 'id':
      return 'uuid'
    case 'text':
    case 'stamp':
    case 'choice':
      return 'text'
    case 'time':
      return 'timestamp with time zone'
    case 'date':
      return 'date'
    case 'integer':
      return 'bigint'
    case 'boolean':
      return 'boolean'
    case 'ids':
    case 'texts':
      return 'text[]'
    case 'texts-by-key':
    case 'values-by-key':
    case 'json':
      return 'jsonb'
  }
}

export function columns(definition: Definition): readonly Column[] {
  return Object.entries(definition.fields).map(([field, declared]) => ({
    field,
    name: columnName(field),
    sqlType: sqlType(declared),
    type: declared.type,
  }))
}

/**
 * Columns that every collection's table has beside its fields; the server's own.
 * - `deleted`: the deletion mark, `_deleted` on the wire
 * - `seq`: number of the document's last commit in the tenant's order [C1]
 * - `field_stamps`: stamp of each field's last writer; '' stands for all fields that are not named [C4]
 * - `device_stamps`: per device and user the last stamp as sent that was taken for this document [C4]
 */
export const serverColumns = [
  { name: 'deleted', sqlType: 'boolean' },
  { name: 'seq', sqlType: 'bigint' },
  { name: 'field_stamps', sqlType: 'jsonb' },
  { name: 'device_stamps', sqlType: 'jsonb' },
] as const
