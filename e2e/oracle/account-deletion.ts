import { reviewIdOf } from '../../sync-server/sync/file-review.ts'
import type { Evidence } from './evidence.ts'
import type { SavedWrite } from './saved-write.ts'

/** Whether a deletion was applied, asked for, refused with a review, or found nothing to delete. */
export function isDeletionKept({ collection, id, stamp }: SavedWrite, evidence: Evidence): boolean {
  const stored = evidence.survivor(collection, id)
  if (!stored || stored.deleted) return true
  const wasApplied = evidence
    .auditOf(collection, id)
    .some(({ action, detail }) => action === 'delete' && detail.stamp === stamp)
  if (wasApplied) return true
  return evidence
    .names(collection, id)
    .flatMap((name) => [
      reviewIdOf({ kind: 'deletion', documentId: name, mark: stamp }),
      reviewIdOf({ kind: 'rejected', documentId: name, mark: stamp }),
    ])
    .some((reviewId) => evidence.find('reviews', reviewId) !== undefined)
}
