import { typed } from '../../shared/collections/definition.ts'
import type { ReviewKind } from '../../shared/collections/reviews.ts'
import { settleForks } from '../custody/file-forks.ts'
import { leaveTwins } from '../custody/file-twins.ts'
import { openReviewsOf, settleReview } from '../sync/open-reviews.ts'
import { SERVER_DEVICE } from '../sync/server-stamp.ts'
import type { Unit } from '../sync/unit.ts'
import { stampAfter } from './ledger-of-loans.ts'
import type { LoanCollections } from './lender-effects.ts'

/** What is asked about a thing alone: once it has gone to its owner nobody here can answer it. */
const ITS_OWN: readonly ReviewKind[] = ['deletion', 'overdraw']

/**
 * A borrowed thing leaves this school's list, as a deleted one does: what is open about it is settled with that. False where it is
 * not there.
 */
export function leaveSchool(unit: Unit, collections: LoanCollections, id: string, actorId: string): boolean {
  const { equipment, reviews } = collections
  const stored = unit.get(equipment, id)
  if (!stored) return false
  const { loan: _loan, pendingDeletion: _asked, ...rest } = stored.document
  const stamp = stampAfter(unit, typed(equipment, stored.document))
  const document = { ...rest, id, stamp, updatedAt: unit.now.toISOString() }
  unit.put(equipment, { ...stored, document, deleted: true })
  for (const kind of ITS_OWN)
    for (const review of openReviewsOf(unit, reviews, id, kind))
      settleReview(unit, reviews, review, 'document-deleted')
  // Of things that share its code without it, a manager is asked by whoever takes it away.
  const subject = { userId: actorId, role: 'EQUIPMENT_MANAGER', teamIds: [] } as const
  const by = { sender: { subject, deviceId: SERVER_DEVICE }, stampAsSent: stamp }
  leaveTwins(unit, collections, by, stored.document)
  settleForks(unit, collections, id)
  return true
}
