import { type AnyDocument, typed } from '../../shared/collections/definition.ts'
import type { ReviewKind } from '../../shared/collections/reviews.ts'
import { settleForks } from '../custody/file-forks.ts'
import { leaveTwins } from '../custody/file-twins.ts'
import { openReviewsOf, settleReview } from '../sync/open-reviews.ts'
import { SERVER_DEVICE } from '../sync/server-stamp.ts'
import type { Unit } from '../sync/unit.ts'
import { stampAfter } from './ledger-of-loans.ts'
import type { LoanCollections } from './lender-effects.ts'

/** What is asked about a thing alone: once it has gone to its owner nobody here can answer it. */
const ITS_OWN = ['deletion', 'overdraw'] as const satisfies readonly ReviewKind[]

/** What is settled with a borrowed thing that leaves. */
export const SETTLED_WITH_IT: readonly ReviewKind[] = [...ITS_OWN, 'custody-fork', 'duplicate-tag']

/**
 * A borrowed thing leaves this school's list, as a deleted one does: what is open about it is settled with that. False where it is
 * not there.
 */
export function leaveSchool(unit: Unit, collections: LoanCollections, id: string, actorId: string): boolean {
  const { equipment } = collections
  const stored = unit.get(equipment, id)
  if (!stored) return false
  const { loan: _loan, pendingDeletion: _asked, ...rest } = stored.document
  const stamp = stampAfter(unit, typed(equipment, stored.document))
  const document = { ...rest, id, stamp, updatedAt: unit.now.toISOString() }
  unit.put(equipment, { ...stored, document, deleted: true })
  settleOpenOf(unit, collections, stored.document, { actorId, stamp })
  return true
}

/**
 * What is open about a thing that has left is settled. Of things that share its code without it a manager is asked, in the name of whoever
 * takes it away.
 */
export function settleOpenOf(
  unit: Unit,
  collections: LoanCollections,
  left: AnyDocument,
  { actorId, stamp }: { readonly actorId: string; readonly stamp: string },
): void {
  for (const kind of ITS_OWN)
    for (const review of openReviewsOf(unit, collections.reviews, left.id, kind))
      settleReview(unit, collections.reviews, review, 'document-deleted')
  const subject = { userId: actorId, role: 'EQUIPMENT_MANAGER', teamIds: [] } as const
  leaveTwins(unit, collections, { sender: { subject, deviceId: SERVER_DEVICE }, stampAsSent: stamp }, left)
  settleForks(unit, collections, left.id)
}
