import type { Definition } from '../../../shared/collections/definition.ts'
import { validateField } from '../../../shared/validate.ts'
import { type RowIssue, type RowIssueCode, shown } from './row-issue.ts'
import type { Column } from './table.ts'

/** What becomes of a row. `refuse`: it has an error; `skip`: its record is here already. */
export type RowAction = 'create' | 'update' | 'skip' | 'refuse'

/** What has to enter the ledger after the thing itself. */
export interface FollowUp {
  readonly type: 'check_out' | 'report_lost' | 'maintenance_out' | 'retire'
  readonly holder?:
    | { readonly personId: string }
    | { readonly teamId: string }
    | { readonly locationId: string }
  /** `YYYY-MM-DD` */
  readonly dueDay?: string
}

export interface PlannedRow {
  /** Position among the rows of the table, from 0. */
  readonly row: number
  /** Line of the file. */
  readonly line: number
  readonly action: RowAction
  /** The record that is made or changed; absent for rows that write nothing. */
  readonly id?: string
  readonly fields: Readonly<Record<string, unknown>>
  readonly followUp?: FollowUp
  readonly issues: readonly RowIssue[]
}

/** A row while it is read. */
export class RowDraft {
  readonly fields: Record<string, unknown> = {}
  readonly issues: RowIssue[] = []
  readonly row: number
  readonly line: number
  followUp: FollowUp | undefined

  constructor(row: number, line: number) {
    this.row = row
    this.line = line
  }

  get refused(): boolean {
    return this.issues.some((issue) => issue.severity === 'error')
  }

  error(code: RowIssueCode, details: Omit<RowIssue, 'code' | 'severity'> = {}) {
    this.issues.push({ code, severity: 'error', ...details })
  }

  warn(code: RowIssueCode, details: Omit<RowIssue, 'code' | 'severity'> = {}) {
    this.issues.push({ code, severity: 'warning', ...details })
  }

  /** Takes a value if the field may hold it; else the row has an error that names the column. */
  set(definition: Definition, name: string, value: unknown, column: Column, text: string): boolean {
    const field = definition.fields[name]
    const issue = field
      ? validateField(name, field, value)
      : { code: 'unknown-field' as const, limit: undefined }
    if (!issue) {
      this.fields[name] = value
      return true
    }
    this.error(issue.code, {
      column: column.label,
      value: shown(text),
      ...(issue.limit === undefined ? {} : { limit: issue.limit }),
    })
    return false
  }

  planned(action: RowAction, id?: string): PlannedRow {
    return {
      row: this.row,
      line: this.line,
      action,
      ...(id === undefined ? {} : { id }),
      fields: this.fields,
      ...(this.followUp && action === 'create' ? { followUp: this.followUp } : {}),
      issues: this.issues,
    }
  }
}
