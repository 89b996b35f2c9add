import type { RowIssue } from '../../../import/row-issue.ts'
import { t as words } from '../column-messages.ts'
import { t } from './messages.ts'

/** What is wrong with a row, as a sentence. Reactive. */
export function issueText({ code, value = '', taken = '', limit = 0, line = 0 }: RowIssue): string {
  return t(code, { value, taken, limit, line: String(line) })
}

/** Fields that an issue may be about where no column is to blame. */
const named = ['tagCode', 'serial', 'badgeCode', 'name', 'quantity', 'status', 'dueAt'] as const

/** What the issue is about: a column of the file, or a field. Reactive. */
export function issueColumn({ column, field }: RowIssue): string | undefined {
  const known = named.find((name) => name === field)
  return column ?? (known && words(`target.${known}`))
}

/** The same with the column before it. */
export function issueLine(issue: RowIssue): string {
  const column = issueColumn(issue)
  return column === undefined ? issueText(issue) : `${column}: ${issueText(issue)}`
}
