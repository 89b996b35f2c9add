import {
  adjust,
  checkIn,
  checkOut,
  inspect,
  reportDamaged,
  reportFound,
  reportLost,
  retire,
  returnFromMaintenance,
  sendToMaintenance,
  transfer,
} from '../../../client/src/custody/actions.ts'
import type { Holder, Line } from '../../../client/src/custody/transaction.ts'
import { createRecord, removeRecord, updateFields } from '../../../client/src/db/write.ts'
import { type DecisionOf, decide } from '../../../client/src/reviews/decide.ts'
import type { Condition, Equipment } from '../../../shared/collections/equipment.ts'
import type { Person } from '../../../shared/collections/people.ts'
import type { CollectionName } from '../../../shared/registry.ts'

type Fields = Readonly<Record<string, unknown>>
type Moves = typeof moves

/** One thing that a person does, by the functions with which screens save. */
export type Deed =
  | { readonly does: 'create thing'; readonly fields: Partial<Equipment> }
  | { readonly does: 'create person'; readonly fields: Partial<Person> }
  | {
      readonly does: 'update'
      readonly collection: CollectionName
      readonly id: string
      readonly changes: Fields
      /** What stood there when the person began. */
      readonly shown: Fields
      /** Fields that become empty: JSON has no undefined. */
      readonly cleared?: readonly string[]
    }
  | { readonly does: 'remove'; readonly collection: CollectionName; readonly id: string }
  | {
      readonly does: 'give'
      readonly type: 'check_out' | 'transfer'
      readonly to: Holder
      readonly lines: readonly Line[]
      readonly dueAt?: string
    }
  | {
      readonly does: 'move'
      readonly type: keyof Moves
      readonly lines: readonly Line[]
      readonly condition?: Condition
    }
  | { readonly does: 'decide'; readonly decision: DecisionOf }

const moves = {
  check_in: checkIn,
  report_lost: reportLost,
  report_found: reportFound,
  maintenance_out: sendToMaintenance,
  maintenance_in: returnFromMaintenance,
  retire,
  report_damaged: reportDamaged,
  adjust,
  inspect: ({ lines, condition = 'good' }: { lines: readonly Line[]; condition?: Condition | undefined }) =>
    inspect({ lines, condition }),
}

/** Resolves once it is shown as saved. */
export async function doIt(deed: Deed): Promise<unknown> {
  switch (deed.does) {
    case 'create thing':
      return createRecord('equipment', deed.fields)
    case 'create person':
      return createRecord('people', deed.fields)
    case 'update': {
      const cleared = (deed.cleared ?? []).map((field) => [field, undefined])
      const changes = { ...deed.changes, ...Object.fromEntries(cleared) }
      return updateFields(deed.collection, deed.id, changes, deed.shown)
    }
    case 'remove':
      return removeRecord(deed.collection, deed.id)
    case 'give':
      return deed.type === 'check_out' ? checkOut(deed) : transfer(deed)
    case 'move':
      return moves[deed.type](deed)
    case 'decide':
      return decide(deed.decision)
  }
}
