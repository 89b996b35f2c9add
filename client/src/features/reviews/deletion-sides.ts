import type { Review } from '../../../../shared/collections/reviews.ts'
import { reviewReason } from '../../reviews/review-reason.ts'

/** By which side of a review about a deletion the document stays, and by which it goes [R4]. */
export interface DeletionSides {
  readonly stays: 'take-server' | 'take-device'
  readonly goes: 'take-server' | 'take-device'
}

/** Of a thing that came back by its ledger, the device's side is that it lives; else it is that it goes. */
export function deletionSides(review: Pick<Review, 'reason'>): DeletionSides {
  return reviewReason(review).code === 'transaction-of-deleted'
    ? { stays: 'take-device', goes: 'take-server' }
    : { stays: 'take-server', goes: 'take-device' }
}
