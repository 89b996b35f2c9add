import type { Condition, Equipment } from '../../../../../shared/collections/equipment.ts'
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
} from '../../../custody/actions.ts'
import type { Holder } from '../../../custody/transaction.ts'
import type { IconName } from '../../../ui/icon-paths.ts'
import type { ThingAction } from './thing-actions.ts'

/** What the dialog of an action asks for. */
export type Asked = 'to' | 'from' | 'due' | 'place' | 'condition' | 'count' | 'change' | 'note'

/** What was entered, checked. */
export interface Entered {
  readonly to?: Holder
  /** Who gives back, or lost, pieces of a counted thing. */
  readonly fromHolderId?: string
  readonly dueAt?: string
  readonly locationId?: string
  readonly condition?: Condition
  /** Pieces of a counted thing; signed for a correction. */
  readonly quantity?: number
  readonly note?: string
}

interface ActionSpec {
  readonly icon: IconName
  readonly asks: readonly Asked[]
  /** Asked for in the dialog and needed there. */
  readonly needs: readonly Asked[]
  run(equipment: Equipment, entered: Entered): Promise<unknown>
}

const lines = (equipment: Equipment, { quantity }: Entered) => [
  { equipmentId: equipment.id, ...(quantity === undefined ? {} : { quantity }) },
]

export const actionSpecs: Record<ThingAction, ActionSpec> = {
  check_out: {
    icon: 'out',
    asks: ['to', 'count', 'due', 'note'],
    needs: ['to', 'count'],
    run: (equipment, entered) => {
      if (!entered.to) throw new Error('A check-out needs somebody to check out to.')
      return checkOut({
        to: entered.to,
        lines: lines(equipment, entered),
        dueAt: entered.dueAt,
        note: entered.note,
      })
    },
  },
  check_in: {
    icon: 'returned',
    asks: ['from', 'count', 'condition', 'place', 'note'],
    needs: ['from', 'count'],
    run: (equipment, entered) =>
      checkIn({
        lines: lines(equipment, entered),
        fromHolderId: entered.fromHolderId,
        locationId: entered.locationId,
        condition: entered.condition,
        note: entered.note,
      }),
  },
  put_back: {
    icon: 'returned',
    asks: ['condition', 'place', 'note'],
    needs: [],
    run: (equipment, { locationId, condition, note }) =>
      checkIn({ lines: [{ equipmentId: equipment.id }], locationId, condition, note }),
  },
  transfer: {
    icon: 'transfer',
    asks: ['to', 'due', 'note'],
    needs: ['to'],
    run: (equipment, { to, dueAt, note }) => {
      if (!to) throw new Error('A transfer needs somebody to transfer to.')
      return transfer({ to, lines: [{ equipmentId: equipment.id }], dueAt, note })
    },
  },
  report_lost: {
    icon: 'lost',
    asks: ['from', 'count', 'note'],
    needs: ['from', 'count'],
    run: (equipment, entered) =>
      reportLost({
        lines: lines(equipment, entered),
        fromHolderId: entered.fromHolderId,
        note: entered.note,
      }),
  },
  report_found: {
    icon: 'available',
    asks: ['count', 'place', 'condition', 'note'],
    needs: ['count'],
    run: (equipment, entered) =>
      reportFound({
        lines: lines(equipment, entered),
        locationId: entered.locationId,
        condition: entered.condition,
        note: entered.note,
      }),
  },
  report_damaged: {
    icon: 'warning',
    asks: ['count', 'condition', 'note'],
    needs: ['count', 'note'],
    run: (equipment, entered) =>
      reportDamaged({
        lines: lines(equipment, entered),
        condition: entered.condition,
        note: entered.note,
      }),
  },
  maintenance_out: {
    icon: 'wrench',
    asks: ['count', 'note'],
    needs: ['count'],
    run: (equipment, entered) => sendToMaintenance({ lines: lines(equipment, entered), note: entered.note }),
  },
  maintenance_in: {
    icon: 'returned',
    asks: ['count', 'condition', 'place', 'note'],
    needs: ['count'],
    run: (equipment, entered) =>
      returnFromMaintenance({
        lines: lines(equipment, entered),
        locationId: entered.locationId,
        condition: entered.condition,
        note: entered.note,
      }),
  },
  inspect: {
    icon: 'check',
    asks: ['condition', 'note'],
    needs: ['condition'],
    run: (equipment, { condition, note }) => {
      if (!condition) throw new Error('An inspection needs a condition.')
      return inspect({ lines: [{ equipmentId: equipment.id }], condition, note })
    },
  },
  adjust: {
    icon: 'sort',
    asks: ['change', 'note'],
    needs: ['change'],
    run: (equipment, entered) => adjust({ lines: lines(equipment, entered), note: entered.note }),
  },
  retire: {
    icon: 'retired',
    asks: ['count', 'note'],
    needs: ['count'],
    run: (equipment, entered) => retire({ lines: lines(equipment, entered), note: entered.note }),
  },
}
