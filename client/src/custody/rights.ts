import { mayCreate } from '../../../shared/access.ts'
import { type TransactionType, transactions } from '../../../shared/collections/transactions.ts'
import type { Role } from '../../../shared/roles.ts'

/** Whether a role may write transactions of this type: to show or hide an action. */
export function mayDo(role: Role, type: TransactionType): boolean {
  return mayCreate(transactions, role, { id: '', stamp: '', type })
}
