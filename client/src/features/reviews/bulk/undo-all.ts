import { findDocument } from '../../../db/query.ts'
import { decideAll } from '../../../reviews/decide.ts'
import { standingOf } from '../../../reviews/standing.ts'

/** Takes back what was decided last on each of these reviews, also while it is on its way. Resolves to how many there were. */
export async function undoAll(reviewIds: readonly string[]): Promise<number> {
  const found = await Promise.all(reviewIds.map((id) => findDocument('reviews', id)))
  const decisions = found.flatMap((review) =>
    review
      ? [
          {
            reviewId: review.id,
            version: standingOf(review).version,
            choice: { action: 'undo' } as const,
          },
        ]
      : [],
  )
  const { missing } = await decideAll(decisions)
  return decisions.length - missing.length
}
