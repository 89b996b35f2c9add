import { type Definition, perDefinition } from '../../shared/collections/definition.ts'
import { type Column, columns } from '../../shared/columns.ts'
import { quoteIdentifier } from '../db/identifiers.ts'
import type { Numbered } from './numbered.ts'
import { type RowArrays, rowArrays, type WrittenColumn } from './row-arrays.ts'

/** A change as it is written, at the server's time of its commit (ISO 8601). */
export interface WrittenChange extends Numbered {
  readonly at: string
}

/**
 * SQL text made from a definition alone, once per definition. Nothing of a request ever becomes part of a text made here:
 * values go as parameters. Names are of the definitions, quoted all the same.
 */
export interface DocumentSql {
  readonly table: string
  /** An expression: the document of a row as JSON text, absent fields left out, `_deleted` last. */
  readonly json: string
  /** Loads rows by `$1` (ids): json, deleted, seq, field_stamps, device_stamps. */
  readonly load: string
  /** Inserts rows, or replaces what is stored. */
  readonly write: string
  /** The parameters of {@link DocumentSql.write}. */
  readonly rows: RowArrays<WrittenChange>['parameters']
  /** Sets device_stamps alone for `$1` (a JSON array of `{ id, device_stamps }`): no new seq. */
  readonly note: string
}

export const documentSql = perDefinition(make)

/** The expression of {@link DocumentSql.json} without the fields that a reader does not get. */
export function documentJson(definition: Definition, hidden: readonly string[]): string {
  if (hidden.length === 0) return documentSql(definition).json
  return jsonExpression(idFirst(definition).filter((column) => !hidden.includes(column.field)))
}

/** The id comes first: it is never null, so that the JSON text always begins with it. */
function idFirst(definition: Definition): readonly Column[] {
  return columns(definition).toSorted((a, b) => Number(b.field === 'id') - Number(a.field === 'id'))
}

function make(definition: Definition): DocumentSql {
  const table = quoteIdentifier(definition.name)
  const all = idFirst(definition)
  const json = jsonExpression(all)
  const rows = rowArrays(table, writtenColumns(all))
  const updates = rows.names.filter((name) => name !== '"id"').map((name) => `${name} = excluded.${name}`)
  return {
    table,
    json,
    load: `select ${json} as json, deleted, seq, field_stamps, device_stamps from ${table} where id = any($1::text[]::uuid[])`,
    write: `${rows.insert} on conflict (id) do update set ${updates.join(', ')}`,
    rows: rows.parameters,
    note:
      `update ${table} t set device_stamps = r.device_stamps ` +
      'from jsonb_to_recordset($1::text::jsonb) as r(id uuid, device_stamps jsonb) where t.id = r.id',
  }
}

function jsonExpression(all: readonly Column[]): string {
  const parts = all.map(
    (column, index) => `'${index === 0 ? '{' : ','}"${column.field}":${valueExpression(column)}`,
  )
  // concat leaves out what is null, and `||` with null is null: so an absent field leaves no trace.
  return `concat(${parts.join(', ')}, case when deleted then ',"_deleted":true}' else ',"_deleted":false}' end)`
}

function writtenColumns(all: readonly Column[]): readonly WrittenColumn<WrittenChange>[] {
  return [
    ...all.map(({ field, name, sqlType }) => ({ name, sqlType, value: fieldValue(field, sqlType) })),
    { name: 'deleted', sqlType: 'boolean', value: ({ after }) => after.deleted },
    { name: 'seq', sqlType: 'bigint', value: ({ seq }) => seq },
    { name: 'field_stamps', sqlType: 'jsonb', value: ({ after }) => jsonText(after.fieldStamps) },
    { name: 'device_stamps', sqlType: 'jsonb', value: ({ after }) => jsonText(after.deviceStamps) },
  ]
}

function fieldValue(field: string, sqlType: string): WrittenColumn<WrittenChange>['value'] {
  if (field === 'updatedAt') return ({ at }) => at
  if (field === 'createdAt') return ({ after, at }) => after.document.createdAt ?? at
  if (sqlType === 'jsonb') return ({ after }) => jsonText(after.document[field])
  return ({ after }) => after.document[field]
}

function jsonText(value: unknown): string | undefined {
  return value === undefined || value === null ? undefined : JSON.stringify(value)
}

/** The rest of an SQL text literal that the field's name began, and the value as JSON. */
function valueExpression(column: Column): string {
  const name = quoteIdentifier(column.name)
  switch (column.type) {
    case 'id':
    case 'date':
    case 'stamp':
    case 'choice':
      return `"' || ${name} || '"'`
    case 'time':
      return `"' || to_char(${name} at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"') || '"'`
    case 'integer':
    case 'boolean':
      return `' || ${name}`
    case 'texts-by-key':
    case 'values-by-key':
    case 'json':
      return `' || ${name}::text`
    case 'ids':
    case 'texts':
    case 'text':
      return `' || to_json(${name})::text`
  }
}
