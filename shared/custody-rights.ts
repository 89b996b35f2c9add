import { type Subject, scopeOf } from './access.ts'
import type { EquipmentStatus } from './collections/equipment.ts'
import { type Transaction, transactions } from './collections/transactions.ts'
import { isManager } from './roles.ts'

/** Whoever sees a part of the ledger speaks of what the own person holds, and for that person alone. */
export function speaksForItself(subject: Pick<Subject, 'role'>): boolean {
  return scopeOf(transactions, subject.role) !== 'all'
}

/** Names of holders, and the status that a thing is to come to. */
export interface ClaimedCustody {
  readonly holders: readonly (string | undefined)[]
  /** Undefined where the thing is not moved. */
  readonly status: EquipmentStatus | undefined
}

/**
 * What of a claim a subject may not make, as words for whoever sent it; undefined: it may. A role that speaks for itself names
 * no holder but its own person, and brings nothing back but what is lost: a return is taken by staff.
 * @param stored the thing's status as the sender knew it or as it is stored
 */
export function deniedClaim(
  subject: Subject,
  { holders, status }: ClaimedCustody,
  stored: EquipmentStatus | undefined,
): string | undefined {
  if (!speaksForItself(subject)) return undefined
  if (holders.some((holder) => holder !== undefined && holder !== subject.personId))
    return 'This role names no holder but its own person.'
  if (status === 'available' && stored !== 'lost') return 'This role brings back nothing but what is lost.'
  return undefined
}

/** The same of a transaction, which besides may list the ends of a fork: settling one is for those who decide on reviews. */
export function deniedTransaction(
  subject: Subject,
  transaction: Transaction,
  status: EquipmentStatus | undefined,
  stored: EquipmentStatus | undefined,
): string | undefined {
  if (!isManager(subject.role) && (transaction.previousIds?.length ?? 0) > 0)
    return 'This role settles no fork.'
  const { fromHolderId, toHolderId } = transaction
  return deniedClaim(subject, { holders: [fromHolderId, toHolderId], status }, stored)
}
