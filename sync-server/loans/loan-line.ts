import type { Condition, Equipment } from '../../shared/collections/equipment.ts'

/** One thing of a loan, as both schools and their organization see it: nobody who has it, no note, no price. */
export interface LoanLine {
  /** In the lender's school. */
  readonly equipmentId: string
  readonly kind: Equipment['kind']
  /** 1 for a serialized thing. */
  readonly quantity: number
  readonly name: string
  readonly tagCode?: string
  readonly serial?: string
  readonly manufacturer?: string
  readonly model?: string
  readonly size?: string
  readonly jerseyNumber?: string
  readonly recertifyBy?: string
  readonly retireBy?: string
  readonly condition?: Condition
  /** As it left the borrower: how many of them were lost there, and the condition of the rest. */
  readonly lost?: number
  readonly conditionAfter?: Condition
}

const COPIED = [
  'tagCode',
  'serial',
  'manufacturer',
  'model',
  'size',
  'jerseyNumber',
  'recertifyBy',
  'retireBy',
  'condition',
] as const satisfies readonly (keyof Equipment & keyof LoanLine)[]

/** The line that a thing makes. */
export function lineOf(thing: Equipment, quantity: number): LoanLine {
  const copied = Object.fromEntries(
    COPIED.flatMap((name) => (thing[name] === undefined ? [] : [[name, thing[name]]])),
  )
  return { equipmentId: thing.id, kind: thing.kind, quantity, name: thing.name, ...copied }
}

/** What of a line is the borrowed thing's own description. */
export function describedBy(line: LoanLine): Partial<Equipment> {
  const copied = Object.fromEntries(
    COPIED.flatMap((name) => (line[name] === undefined ? [] : [[name, line[name]]])),
  )
  return { kind: line.kind, name: line.name, ...copied }
}
