import type { FormIssue } from './issue-text.ts'

/** One name with its value, as both are typed. */
export interface NamedRow {
  readonly name: string
  readonly value: string
}

type Value = string | number | boolean

/** A map of named values as rows to edit, in the order of names. */
export function rowsOf(values: { readonly [name: string]: Value }): readonly NamedRow[] {
  return Object.entries(values)
    .sort(([a], [b]) => a.localeCompare(b))
    .map(([name, value]) => ({ name, value: String(value) }))
}

const MAX_NAME = 100

/**
 * The rows as a map. Rows without a name and a value are passed over. A value that reads as before keeps its type, so that
 * a number from an import stays one. `issues` name a row by its index.
 */
export function checkedRows(
  rows: readonly NamedRow[],
  before: { readonly [name: string]: Value } = {},
): { readonly values: { readonly [name: string]: Value }; readonly issues: readonly FormIssue[] } {
  const values = new Map<string, Value>()
  const issues: FormIssue[] = []
  for (const [index, row] of rows.entries()) {
    const name = row.name.trim()
    const value = row.value.trim()
    const field = String(index)
    if (name === '' && value === '') continue
    if (name === '' || value === '') issues.push({ field, code: 'required' })
    else if (name.length > MAX_NAME) issues.push({ field, code: 'too-long', limit: MAX_NAME })
    else if (name === '__proto__') issues.push({ field, code: 'not-text' })
    else if (values.has(name)) issues.push({ field, code: 'twice' })
    else {
      const old = Object.hasOwn(before, name) ? before[name] : undefined
      values.set(name, old !== undefined && String(old) === value ? old : value)
    }
  }
  return { values: Object.fromEntries(values), issues }
}
