import { typed } from '../../shared/collections/definition.ts'
import { forksOf } from '../../shared/custody-chain.ts'
import { sameJson } from '../../shared/json.ts'
import { fileReview, reviewIdOf, storedForReview } from '../sync/file-review.ts'
import type { Sender } from '../sync/sender.ts'
import type { Unit } from '../sync/unit.ts'
import type { CustodyCollections } from './collections.ts'
import { chainOf } from './ledger.ts'

/**
 * Files a review for each fork of a thing's chain [S2], and looked at again each time the chain grows: ends that agree
 * settle it, ends that part again open it again. What a manager resolved stays resolved until a new end appears.
 */
export function fileForks(unit: Unit, collections: CustodyCollections, equipmentId: string, sender: Sender) {
  const { equipment, reviews } = collections
  const thing = unit.get(equipment, equipmentId)
  for (const fork of forksOf(chainOf(unit, equipmentId))) {
    const mark = fork.previousId ?? ''
    const transactionIds = [...new Set([...fork.sides, ...fork.ends].map((link) => link.id))].sort()
    const state = fork.joined ? 'resolved' : fork.agreed ? 'settled' : 'open'
    const id = reviewIdOf({ kind: 'custody-fork', documentId: equipmentId, mark })
    const stored = unit.get(reviews, id)
    if (!stored) {
      fileReview(unit, reviews, sender, {
        kind: 'custody-fork',
        state,
        collection: equipment.name,
        documentId: equipmentId,
        mark,
        stamp: fork.sides.at(-1)?.stamp ?? '',
        server: storedForReview(equipment, sender, thing),
        transactionIds,
        fields: ['holderId', 'status'],
        reason: { code: state === 'settled' ? 'ends-agree' : 'two-follow-one' },
      })
      continue
    }
    const review = typed(reviews, stored.document)
    if (sameJson(review.transactionIds, transactionIds) && review.state === state) continue
    if (review.state === 'resolved' && sameJson(review.transactionIds, transactionIds)) continue
    const document = {
      ...review,
      state,
      transactionIds,
      reason: { code: state === 'settled' ? 'ends-agree' : 'two-follow-one' },
      version: review.version + 1,
      updatedAt: unit.now.toISOString(),
    }
    unit.put(reviews, { ...stored, document })
  }
}
