import { quoteIdentifier } from '../db/identifiers.ts'

/** A column that is written: its Postgres type, and how its value is found in a row; of jsonb the text that JSON.stringify made. */
export interface WrittenColumn<Row> {
  readonly name: string
  readonly sqlType: string
  readonly value: (row: Row) => unknown
}

/**
 * Many rows as one array for each column: Postgres takes them in at half the cost of the same rows as JSON. `insert` is the
 * statement's text, without what follows on a conflict; its parameters are made by `parameters`.
 */
export interface RowArrays<Row> {
  readonly names: readonly string[]
  readonly insert: string
  parameters(rows: readonly Row[]): string[]
}

export function rowArrays<Row>(table: string, columns: readonly WrittenColumn<Row>[]): RowArrays<Row> {
  const names = columns.map(({ name }) => quoteIdentifier(name))
  // An array of arrays has to be rectangular, so that a list travels as its text.
  const arrays = columns.map(
    ({ sqlType }, index) => `$${index + 1}::text::${isList(sqlType) ? 'text' : sqlType}[]`,
  )
  const selected = columns.map(
    ({ sqlType }, index) => `${names[index]}${isList(sqlType) ? `::${sqlType}` : ''}`,
  )
  return {
    names,
    insert:
      `insert into ${table} (${names.join(', ')}) select ${selected.join(', ')} ` +
      `from unnest(${arrays.join(', ')}) as r(${names.join(', ')})`,
    parameters: (rows) => columns.map((column) => arrayText(rows, column)),
  }
}

function isList(sqlType: string): boolean {
  return sqlType.endsWith('[]')
}

/** An array without any value stays empty: unnest fills the shorter ones up with nulls. */
function arrayText<Row>(rows: readonly Row[], { sqlType, value: read }: WrittenColumn<Row>): string {
  const elementText = isList(sqlType) ? listText : (elementTexts[sqlType] ?? quoted)
  let text = ''
  let found = false
  for (const row of rows) {
    const value = read(row)
    const absent = value === undefined || value === null
    if (!absent) found = true
    text += `${text === '' ? '' : ','}${absent ? 'NULL' : elementText(value)}`
  }
  return found ? `{${text}}` : '{}'
}

/** The fastest way to quote is right for JSON alone, which never holds a line break that would have to stay one. */
const elementTexts: Readonly<Record<string, (value: unknown) => string>> = {
  jsonb: JSON.stringify,
  bigint: String,
  boolean: String,
}

function listText(values: unknown): string {
  return quoted(Array.isArray(values) ? `{${values.map(quoted).join(',')}}` : values)
}

const special = /["\\]/

function quoted(value: unknown): string {
  const text = String(value)
  return `"${special.test(text) ? text.replaceAll('\\', '\\\\').replaceAll('"', '\\"') : text}"`
}
