import type { Contents, MergeFields } from '../../shared/merge-document/contents.ts'
import { projectionOf } from '../../shared/merge-document/contents.ts'
import type { MergeLimits } from '../../shared/merge-document/limits.ts'
import type { MergeOutcome, MergeTask } from '../../shared/merge-document/merge-task.ts'
import type { Issue } from '../../shared/validate.ts'

/** One document that is to be looked into. */
export interface CheckWork {
  readonly kind: 'check'
  readonly limits: MergeLimits
  readonly document: string
}

/** One document whose cost is to be told without opening it. */
export interface MeasureWork {
  readonly kind: 'measure'
  readonly document: string
}

/** One merge. */
export interface ResolveWork {
  readonly kind: 'resolve'
  readonly limits: MergeLimits
  readonly task: MergeTask
  /** The earlier work of the same list that leaves what is stored before this one. */
  readonly after?: number
}

/** What a stored document says. */
export interface ReadWork {
  readonly kind: 'read'
  readonly document: string
}

export type Work = CheckWork | MeasureWork | ResolveWork | ReadWork

export interface WorkResult {
  readonly issue?: Issue
  /** What a measured document costs, in operations. */
  readonly size?: number
  readonly outcome?: MergeOutcome
  readonly projection?: Omit<MergeFields, 'merge'>
}

/** What a worker says when its turn is over before its list: the rest of it is handed over again. */
export const REST = 'rest'

/** What a document's fields are after a merge; where it was refused, what they were. */
export function fieldsAfter(task: MergeTask, outcome: MergeOutcome): MergeFields {
  return 'issue' in outcome ? task.stored : outcome.fields
}

export function readResult(contents: Contents | undefined): WorkResult {
  return contents ? { projection: projectionOf(contents) } : { issue: { field: 'merge', code: 'malformed' } }
}
