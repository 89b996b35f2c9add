import type { Plan } from './make-plan.ts'
import type { PlannedRow, RowAction } from './row-draft.ts'
import type { RowIssue } from './row-issue.ts'

/** Issues of one kind in one column, for a screen to say once. */
export interface IssueGroup {
  readonly key: string
  /** The first of them, as the example. */
  readonly issue: RowIssue
  readonly rows: number
  /** The first lines on which it occurs. */
  readonly lines: readonly number[]
}

export interface Report {
  readonly counts: Readonly<Record<RowAction, number>>
  /** Of the skipped ones: rows of a person who stands on an earlier row, which took what they add. */
  readonly joined: number
  /** Rows that are imported and have a warning. */
  readonly warned: number
  readonly followUps: number
  readonly newNames: readonly { readonly collection: string; readonly count: number }[]
  /** Errors first, then by number of rows. */
  readonly groups: readonly IssueGroup[]
}

const LINES = 5

export function reportOf(plan: Plan): Report {
  const counts = { create: 0, update: 0, skip: 0, refuse: 0 }
  let warned = 0
  let joined = 0
  let followUps = 0
  const groups = new Map<string, { key: string; issue: RowIssue; rows: number; lines: number[] }>()
  for (const row of plan.rows) {
    counts[row.action] += 1
    if (row.followUp) followUps += 1
    if (isJoined(row)) joined += 1
    if (row.issues.length > 0 && writes(row)) warned += 1
    for (const issue of row.issues) addTo(groups, row, issue)
  }
  const names = new Map<string, number>()
  for (const { collection } of plan.newNames) names.set(collection, (names.get(collection) ?? 0) + 1)
  return {
    counts,
    joined,
    warned,
    followUps,
    newNames: [...names].map(([collection, count]) => ({ collection, count })),
    groups: [...groups.values()].sort(
      (a, b) => weight(a.issue) - weight(b.issue) || b.rows - a.rows || (a.key < b.key ? -1 : 1),
    ),
  }
}

export function writes(row: PlannedRow): boolean {
  return row.action === 'create' || row.action === 'update'
}

/** A row that added to an earlier one of the same person. */
export function isJoined({ action, issues }: Pick<PlannedRow, 'action' | 'issues'>): boolean {
  return action === 'skip' && issues.some((issue) => issue.code === 'same-person-in-file')
}

function weight(issue: RowIssue): number {
  return issue.severity === 'error' ? 0 : 1
}

function addTo(
  groups: Map<string, { key: string; issue: RowIssue; rows: number; lines: number[] }>,
  row: PlannedRow,
  issue: RowIssue,
) {
  const key = `${issue.severity} ${issue.code} ${issue.column ?? issue.field ?? ''}`
  const group = groups.get(key)
  if (!group) {
    groups.set(key, { key, issue, rows: 1, lines: [row.line] })
    return
  }
  group.rows += 1
  if (group.lines.length < LINES) group.lines.push(row.line)
}
