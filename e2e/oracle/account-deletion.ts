import { isJsonObject } from '../../shared/json.ts'
import { reviewIdOf } from '../../sync-server/sync/file-review.ts'
import type { Evidence } from './evidence.ts'
import type { SavedWrite } from './saved-write.ts'

/** Whether a deletion was applied, asked for, refused with a review, or found nothing to delete. */
export function isDeletionKept(write: SavedWrite, evidence: Evidence): boolean {
  if (isDeleted(write, evidence)) return true
  const { collection, id, stamp } = write
  return evidence
    .reviewsOf(collection, id)
    .some(
      (review) =>
        (review.kind === 'deletion' || review.kind === 'rejected') &&
        review.id === reviewIdOf({ ...review, mark: stamp }, review.authorId ?? ''),
    )
}

/**
 * Whether it took effect, be it by another's deletion before it, and also where a transaction revived the thing since [S4], where
 * a manager decided that it comes back [R5], or where its tombstone was purged and somebody who had not heard of it made it again.
 */
export function isDeleted({ collection, id, stamp }: SavedWrite, evidence: Evidence): boolean {
  const stored = evidence.survivor(collection, id)
  if (!stored || stored.deleted) return true
  const audit = evidence.auditOf(collection, id)
  const deletions = audit.filter(({ action }) => action === 'delete')
  if (deletions.some(({ detail }) => detail.stamp === stamp)) return true
  const wasRevived = evidence
    .reviewsOf(collection, id)
    .some(({ reason }) => isJsonObject(reason) && reason.code === 'transaction-of-deleted')
  const wasMadeAgain = audit.some(
    ({ action, n }) => action === 'create' && deletions.some((gone) => gone.n < n),
  )
  const wasHadBack = evidence.decided.some(({ applied }) =>
    applied.some(({ effects }) =>
      effects.some(({ kind, documentId }) => kind === 'restore' && documentId === stored.document.id),
    ),
  )
  return wasMadeAgain || (deletions.length > 0 && (wasRevived || wasHadBack))
}
