import type { Json } from '../json.ts'
import type { DecisionProblem, Effect } from './decision.ts'

/** A field's value as it is to be; null: none. */
export type FieldValues = Readonly<Record<string, Json>>

/** One write that a decision leads to. Ledger entries are created in `transactions`, and move their thing by themselves. */
export interface PlannedWrite {
  readonly collection: string
  readonly documentId: string
  readonly kind: Effect['kind']
  /** `create`: the whole document but its stamps; `update` and `restore`: the fields that change. */
  readonly fields: FieldValues
}

/** The decision can't be carried out. `field` names the value at fault. */
export interface Problem {
  readonly problem: DecisionProblem
  readonly field?: string
}

export type Planned = readonly PlannedWrite[] | Problem

export function isProblem(planned: object): planned is Problem {
  return 'problem' in planned
}

export function problem(code: DecisionProblem, field?: string): Problem {
  return { problem: code, ...(field === undefined ? {} : { field }) }
}

/** The writes without those that change nothing. */
export function writes(...planned: readonly (PlannedWrite | undefined)[]): readonly PlannedWrite[] {
  return planned.filter((write) => write !== undefined)
}
