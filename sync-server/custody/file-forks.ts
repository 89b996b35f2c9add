import { typed } from '../../shared/collections/definition.ts'
import type { Review } from '../../shared/collections/reviews.ts'
import { type Fork, forksOf, type Link } from '../../shared/custody-chain.ts'
import { isJsonObject, sameJson } from '../../shared/json.ts'
import { undoneEntries, withoutUndone } from '../../shared/reviews/undone.ts'
import { derivedId, fileReview, storedForReview } from '../sync/file-review.ts'
import type { Sender } from '../sync/sender.ts'
import type { Stored, Unit } from '../sync/unit.ts'
import type { CustodyCollections } from './collections.ts'
import { concernedBy } from './concerned.ts'
import { chainOf } from './ledger.ts'

/**
 * Files a review for each fork of a thing's chain [S2], and looked at again each time the chain grows: ends that agree
 * settle it, ends that part again open it again. What a manager resolved stays resolved until a new end appears.
 */
export function fileForks(unit: Unit, collections: CustodyCollections, equipmentId: string, sender: Sender) {
  const { equipment, reviews } = collections
  const thing = unit.get(equipment, equipmentId)
  for (const fork of standingForks(unit, collections, equipmentId)) {
    const found = findingOf(fork)
    const stored = unit.get(reviews, forkReviewId(equipmentId, fork))
    if (stored) {
      lookAgain(unit, collections, stored, fork, sender)
      continue
    }
    fileReview(unit, reviews, sender, {
      kind: 'custody-fork',
      state: found.state,
      collection: equipment.name,
      documentId: equipmentId,
      mark: fork.previousId ?? '',
      stamp: fork.sides.at(-1)?.stamp ?? '',
      server: storedForReview(equipment, sender, thing),
      transactionIds: found.transactionIds,
      concernedIds: concernedBy(unit, collections, fork.sides, sender.subject.userId),
      fields: ['holderId', 'status'],
      reason: { code: found.code },
    })
  }
}

function forkReviewId(equipmentId: string, { previousId = '' }: Pick<Fork, 'previousId'>): string {
  return derivedId('custody-fork', equipmentId, previousId)
}

/** The forks of a chain without what was decided and undone: there the branches are apart again. */
function standingForks(unit: Unit, { reviews }: CustodyCollections, equipmentId: string): readonly Fork[] {
  const chain: readonly Link[] = chainOf(unit, equipmentId)
  const forks = forksOf(chain)
  const undone = forks.flatMap((fork) => {
    const stored = unit.get(reviews, forkReviewId(equipmentId, fork))
    return stored ? [...undoneEntries(typed(reviews, stored.document))] : []
  })
  return undone.length === 0 ? forks : forksOf(withoutUndone(chain, new Set(undone)))
}

function findingOf(fork: Fork) {
  const { joined, agreed, sides, ends } = fork
  return {
    state: joined ? 'resolved' : agreed ? 'settled' : 'open',
    code: !joined && agreed ? 'ends-agree' : 'two-follow-one',
    transactionIds: [...new Set([...sides, ...ends].map((link) => link.id))].sort(),
  } as const
}

function lookAgain(unit: Unit, collections: CustodyCollections, stored: Stored, fork: Fork, sender: Sender) {
  const { reviews } = collections
  const review = typed(reviews, stored.document)
  const { state, code, transactionIds } = findingOf(fork)
  if (review.state === 'resolved' && staysResolved(review, fork, transactionIds)) return
  if (review.state === state && sameJson(review.transactionIds, transactionIds)) return
  const { resolution, resolvedBy, resolvedAt, concernedIds: _before, ...rest } = review
  const now = unit.now.toISOString()
  const concernedIds = concernedBy(unit, collections, fork.sides, review.authorId)
  const document = {
    ...rest,
    // Who named every end in a transaction has settled it, though not by deciding on the review.
    ...(state === 'resolved' ? { resolvedBy: sender.subject.userId, resolvedAt: now } : {}),
    ...(state === 'resolved' && resolution !== undefined ? { resolution, resolvedBy, resolvedAt } : {}),
    ...(concernedIds.length > 0 ? { concernedIds } : {}),
    state,
    transactionIds,
    reason: { code },
    version: review.version + 1,
    updatedAt: now,
  }
  unit.put(reviews, { ...stored, document })
}

/** A fork that was joined stays so; one that was left as it is, until somebody else comes to it. */
function staysResolved(review: Review, fork: Fork, transactionIds: readonly string[]): boolean {
  if (fork.joined || sameJson(review.transactionIds, transactionIds)) return true
  const known = new Set(review.transactionIds ?? [])
  const { resolution } = review
  const left = isJsonObject(resolution) && resolution.action === 'reject'
  return left && fork.sides.every((side) => known.has(side.id))
}
