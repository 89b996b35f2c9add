import type { Review } from '../../../../../shared/collections/reviews.ts'
import type { DecisionAction } from '../../../../../shared/reviews/decision.ts'
import { reviewReason } from '../../../reviews/review-reason.ts'

/** Where a kind has words of its own for what was done. */
const SPECIAL = [
  'did.custody-fork.take-server',
  'did.custody-fork.take-device',
  'did.custody-fork.edit',
  'did.overdraw.edit',
  'did.deletion.take-device',
  'did.deletion.take-server',
  'did.duplicate-tag.retag',
] as const

type Special = (typeof SPECIAL)[number]
type Plain = `did.${Exclude<DecisionAction, 'assign' | 'defer'>}`

/**
 * The words for what a decision did, where nothing tells its effects: an author reads none. Of what came back by the ledger the device's
 * side is that it lives.
 */
export function decidedKey(
  review: Pick<Review, 'kind' | 'reason'>,
  action: Exclude<DecisionAction, 'assign' | 'defer'>,
): Special | Plain {
  const isRevived = review.kind === 'deletion' && reviewReason(review).code === 'transaction-of-deleted'
  if (isRevived && action === 'take-device') return 'did.deletion.take-server'
  if (isRevived && action === 'take-server') return 'did.deletion.take-device'
  const special = `did.${review.kind}.${action}`
  return SPECIAL.find((one) => one === special) ?? `did.${action}`
}
