import type { Condition, Equipment, EquipmentStatus } from '../../../shared/collections/equipment.ts'
import type { TransactionType } from '../../../shared/collections/transactions.ts'
import type { IconName } from '../ui/icon-paths.ts'
import type { Tone } from '../ui/status-badge.tsx'

/** How a status looks: a shape and a colour, to be shown with its word. */
export interface Look {
  readonly icon: IconName
  readonly tone: Tone
}

/** A status as people see it: out and past its due time is a status of its own, and so is a thing that is counted. */
export type ShownStatus = EquipmentStatus | 'overdue' | 'counted'

const statusLooks: Record<ShownStatus, Look> = {
  available: { icon: 'available', tone: 'positive' },
  checked_out: { icon: 'out', tone: 'info' },
  overdue: { icon: 'overdue', tone: 'danger' },
  in_maintenance: { icon: 'wrench', tone: 'warning' },
  lost: { icon: 'lost', tone: 'danger' },
  retired: { icon: 'retired', tone: 'neutral' },
  counted: { icon: 'plus', tone: 'neutral' },
}

export function statusLook(status: ShownStatus): Look {
  return statusLooks[status]
}

/** `dueAt` in the past = overdue. `now` in ms since 1970. */
export function isOverdue(equipment: Equipment, now: number): boolean {
  return (
    equipment.status === 'checked_out' && equipment.dueAt !== undefined && Date.parse(equipment.dueAt) < now
  )
}

export function shownStatus(equipment: Equipment, now: number): ShownStatus {
  if (isOverdue(equipment, now)) return 'overdue'
  // A counted thing never moves its status: how many are in is what matters there.
  return equipment.kind === 'bulk' && equipment.status === 'available' ? 'counted' : equipment.status
}

/** Conditions that ask for something to be done. */
export const conditionTones: Record<Condition, Tone> = {
  new: 'neutral',
  good: 'neutral',
  fair: 'neutral',
  poor: 'warning',
  unsafe: 'danger',
}

export const transactionLooks: Record<TransactionType, Look> = {
  check_out: { icon: 'out', tone: 'info' },
  check_in: { icon: 'returned', tone: 'positive' },
  transfer: { icon: 'transfer', tone: 'info' },
  report_damaged: { icon: 'warning', tone: 'warning' },
  report_lost: { icon: 'lost', tone: 'danger' },
  report_found: { icon: 'available', tone: 'positive' },
  maintenance_out: { icon: 'wrench', tone: 'warning' },
  maintenance_in: { icon: 'wrench', tone: 'positive' },
  inspect: { icon: 'check', tone: 'neutral' },
  adjust: { icon: 'sort', tone: 'neutral' },
  retire: { icon: 'retired', tone: 'neutral' },
  status_set: { icon: 'settings', tone: 'neutral' },
}
