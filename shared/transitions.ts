import { mayCreate } from './access.ts'
import type { Equipment, EquipmentStatus } from './collections/equipment.ts'
import { type Transaction, type TransactionType, transactions } from './collections/transactions.ts'
import { movesCustody } from './custody.ts'
import { loanOf } from './loans.ts'
import type { Role } from './roles.ts'
import type { Issue } from './validate.ts'

/**
 * What may follow on a status, for a sender who knew the status. A sender who did not know it made a fork, which is kept
 * and settled by a manager; it is never refused for what it could not know.
 */
const mayFollow: Record<EquipmentStatus, readonly TransactionType[]> = {
  available: ['check_out', 'transfer', 'maintenance_out', 'report_lost', 'retire'],
  checked_out: ['check_in', 'transfer', 'report_lost', 'report_found', 'maintenance_out', 'retire'],
  in_maintenance: ['maintenance_in', 'check_in', 'report_lost', 'retire'],
  lost: ['report_found', 'check_in', 'retire'],
  retired: [],
}

/** Types that say something of a thing and move nothing. */
const always: readonly TransactionType[] = ['report_damaged', 'inspect']

/**
 * What is wrong with a transaction by itself. A due time that is over is no fault: who takes back the return of an overdue
 * thing makes it overdue again, as it was.
 */
export function checkTransaction(
  transaction: Transaction,
  kind: Equipment['kind'] | undefined,
): readonly Issue[] {
  const issues: Issue[] = []
  const { id, type, toHolderId, quantity, previousId, previousIds } = transaction
  if (previousId === id) issues.push({ field: 'previousId', code: 'not-a-choice' })
  if (previousIds?.includes(id)) issues.push({ field: 'previousIds', code: 'not-a-choice' })
  if ((type === 'check_out' || type === 'transfer') && toHolderId === undefined) {
    issues.push({ field: 'toHolderId', code: 'required' })
  }
  if (kind === 'serialized') {
    if (type === 'adjust') issues.push({ field: 'type', code: 'not-a-choice' })
    if (quantity !== undefined && quantity !== 1)
      issues.push({ field: 'quantity', code: 'out-of-range', limit: 1 })
  }
  if (kind === 'bulk') {
    if (type === 'adjust' && (quantity ?? 0) === 0) issues.push({ field: 'quantity', code: 'required' })
    if (type !== 'adjust' && (quantity ?? 1) < 1)
      issues.push({ field: 'quantity', code: 'out-of-range', limit: 1 })
  }
  return issues
}

/** Who may retire a thing may take a retired one back into use, by a return. */
function takesBack(type: TransactionType, status: EquipmentStatus, role: Role): boolean {
  if (status !== 'retired' || type !== 'check_in') return false
  return mayCreate(transactions, role, { id: '', stamp: '', type: 'retire' })
}

/**
 * Why a loan between schools stands in the way: what is lent is with the other school until it is back, whoever says else; what is
 * borrowed is its owner's to retire and to count.
 */
export function refusedByLoan(type: TransactionType, thing: Pick<Equipment, 'loan'>): string | undefined {
  const loan = loanOf(thing)
  if (loan?.side === 'lent' && movesCustody(type)) return `The thing is on loan to ${loan.school}.`
  if (loan?.side === 'borrowed' && (type === 'retire' || type === 'adjust'))
    return `The thing belongs to ${loan.school}.`
  return undefined
}

/** Whether a transaction of a sender in this role may follow on the state that the sender says it knew. */
export function followsLawfully(transaction: Transaction, thing: Equipment, role: Role): boolean {
  if (refusedByLoan(transaction.type, thing) !== undefined) return false
  if (thing.kind === 'bulk' || always.includes(transaction.type)) return true
  if ((transaction.previousIds?.length ?? 0) > 0) return true
  if (transaction.previousId !== thing.custodyId) return true
  return mayFollow[thing.status].includes(transaction.type) || takesBack(transaction.type, thing.status, role)
}
