import { asSeenBy } from '../../shared/access.ts'
import { laterStamp, parseStamp } from '../../shared/clock.ts'
import { typed } from '../../shared/collections/definition.ts'
import type { Transaction } from '../../shared/collections/transactions.ts'
import { fileReview, storedForReview } from '../sync/file-review.ts'
import { lostBy } from '../sync/lost-by.ts'
import type { LiveWrite } from '../sync/push-context.ts'
import type { Stored, Unit } from '../sync/unit.ts'
import type { CustodyCollections } from './collections.ts'
import { chainOf } from './ledger.ts'

/**
 * Keeps the condition of a thing that a ledger's entry is about to replace. An entry has no base that told whether its sender
 * had seen that condition, so it is kept wherever another device stated it after the thing was made and no entry of the ledger
 * holds it.
 */
export function keepDisplacedCondition(
  unit: Unit,
  collections: CustodyCollections,
  { sender, stampAsSent }: LiveWrite,
  transaction: Transaction,
) {
  const { equipment, reviews, users } = collections
  const stored = unit.get(equipment, transaction.equipmentId)
  if (!stored || !displaces(unit, collections, transaction, stored)) return
  const { condition, stamp: conditionStamp } = transaction
  const moved = { ...stored.document, condition, conditionStamp }
  fileReview(unit, reviews, sender, {
    kind: 'overwritten',
    state: 'settled',
    collection: equipment.name,
    documentId: stored.document.id,
    // The thing's own row comes with the same stamp and may have lost something else.
    mark: `${stampAsSent} condition`,
    stamp: stampAsSent,
    device: asSeenBy(equipment, { role: sender.subject.role }, moved),
    server: storedForReview(equipment, sender, stored),
    fields: ['condition'],
    transactionIds: [transaction.id],
    concernedIds: lostBy(unit, users, equipment, sender, stored, ['conditionStamp']),
    reason: {
      code: 'both-changed',
      lost: [{ fields: ['condition'], group: 'condition', policy: 'last-write-wins', side: 'server' }],
    },
  })
}

function displaces(
  unit: Unit,
  { equipment }: CustodyCollections,
  transaction: Transaction,
  { document, fieldStamps }: Stored,
): boolean {
  const { condition, conditionStamp } = typed(equipment, document)
  if (transaction.condition === undefined || condition === undefined || condition === transaction.condition)
    return false
  if (!laterStamp(transaction.stamp, conditionStamp)) return false
  const statedBy = parseStamp(fieldStamps.conditionStamp ?? '')?.deviceId
  if (statedBy === undefined || statedBy === parseStamp(transaction.stamp)?.deviceId) return false
  return !chainOf(unit, document.id).some((link) => link.stamp === conditionStamp)
}
