import type { Equipment } from '../../../../../shared/collections/equipment.ts'
import type { TransactionType } from '../../../../../shared/collections/transactions.ts'
import type { Role } from '../../../../../shared/roles.ts'
import { refusedByLoan } from '../../../../../shared/transitions.ts'
import { mayDo } from '../../../custody/rights.ts'

/** What a person can do with a thing. `put_back` takes a retired thing into use again, by a return. */
export type ThingAction =
  | 'check_out'
  | 'check_in'
  | 'transfer'
  | 'report_lost'
  | 'report_found'
  | 'report_damaged'
  | 'maintenance_out'
  | 'maintenance_in'
  | 'inspect'
  | 'adjust'
  | 'retire'
  | 'put_back'

/** By status, the likeliest first: it becomes the page's main button. */
const serialized: Record<Equipment['status'], readonly ThingAction[]> = {
  available: ['check_out', 'inspect', 'report_damaged', 'maintenance_out', 'report_lost', 'retire'],
  checked_out: [
    'check_in',
    'transfer',
    'inspect',
    'report_damaged',
    'report_lost',
    'maintenance_out',
    'retire',
  ],
  in_maintenance: ['maintenance_in', 'inspect', 'report_lost', 'retire'],
  lost: ['report_found', 'retire'],
  retired: ['put_back'],
}

// A counted thing has no status of its own: what can be done depends on nothing but the role.
const bulk: readonly ThingAction[] = [
  'check_out',
  'check_in',
  'adjust',
  'report_damaged',
  'report_lost',
  'report_found',
  'maintenance_out',
  'maintenance_in',
  'retire',
]

/** The ledger's entry by which an action is done. */
export function ledgerType(action: ThingAction): TransactionType {
  return action === 'put_back' ? 'check_in' : action
}

/** What the role may do with the thing as it stands, the likeliest first. */
export function actionsFor(
  equipment: Pick<Equipment, 'kind' | 'status' | 'loan'>,
  role: Role,
): readonly ThingAction[] {
  const possible = equipment.kind === 'bulk' ? bulk : serialized[equipment.status]
  return possible.filter(
    (action) =>
      mayDo(role, ledgerType(action)) &&
      (action !== 'put_back' || mayDo(role, 'retire')) &&
      refusedByLoan(ledgerType(action), equipment) === undefined,
  )
}
