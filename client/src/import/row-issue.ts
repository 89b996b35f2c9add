import type { IssueCode as FieldIssueCode } from '../../../shared/validate.ts'

/** What is wrong with a row, or worth a look. Stable: screens translate them. */
export type RowIssueCode =
  | FieldIssueCode
  // The file
  | 'quotes-open'
  | 'quotes-broken'
  | 'too-many-cells'
  | 'unreadable'
  | 'garbled'
  | 'control-characters'
  // What a spreadsheet does to values
  | 'scientific'
  | 'lost-zeros'
  | 'date-for-text'
  | 'hashes'
  | 'cell-error'
  | 'decimal-added'
  | 'serial-date'
  // Values
  | 'not-a-date'
  | 'not-a-number'
  | 'negative'
  | 'rounded'
  | 'unknown-word'
  | 'quantity-of-one-thing'
  | 'holder-of-many'
  | 'name-made'
  | 'quantity-not-changed'
  // Other records
  | 'same-code-in-file'
  | 'same-serial-in-file'
  | 'same-person-in-file'
  | 'same-name-in-file'
  | 'exists'
  | 'exists-twice'
  | 'holder-unknown'
  | 'holder-ambiguous'
  | 'holder-missing'
  | 'custody-not-taken'
  | 'due-not-taken'
  | 'name-ambiguous'
  // Found while writing
  | 'gone'
  | 'changed-meanwhile'

export interface RowIssue {
  readonly code: RowIssueCode
  /** `error`: the row is not imported. `warning`: it is, and somebody should look. */
  readonly severity: 'error' | 'warning'
  /** Label of the column in the file. */
  readonly column?: string
  /** Field of the collection, where no column is to blame. */
  readonly field?: string
  /** What stands in the cell, shortened. */
  readonly value?: string
  /** What was taken instead. */
  readonly taken?: string
  readonly limit?: number
  /** Another line of the file. */
  readonly line?: number
}

const SHOWN = 80

export function shown(value: string): string {
  return value.length > SHOWN ? `${value.slice(0, SHOWN)}…` : value
}
