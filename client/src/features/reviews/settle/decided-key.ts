import type { Review } from '../../../../../shared/collections/reviews.ts'
import type { DecisionAction } from '../../../../../shared/reviews/decision.ts'
import { deletionSides } from '../deletion-sides.ts'

/** Where a kind has words of its own for what was done. */
const SPECIAL = [
  'did.custody-fork.take-server',
  'did.custody-fork.take-device',
  'did.custody-fork.edit',
  'did.overdraw.edit',
  'did.rejected.edit',
  'did.deletion.take-device',
  'did.deletion.take-server',
  'did.duplicate-tag.retag',
] as const

type Special = (typeof SPECIAL)[number]
type Plain = `did.${Exclude<DecisionAction, 'assign' | 'defer'>}`

/**
 * The words for what a decision did, where nothing tells its effects: an author reads none.
 */
export function decidedKey(
  review: Pick<Review, 'kind' | 'reason'>,
  action: Exclude<DecisionAction, 'assign' | 'defer'>,
): Special | Plain {
  if (review.kind === 'deletion') {
    const { stays, goes } = deletionSides(review)
    if (action === stays) return 'did.deletion.take-server'
    if (action === goes) return 'did.deletion.take-device'
  }
  const special = `did.${review.kind}.${action}`
  return SPECIAL.find((one) => one === special) ?? `did.${action}`
}
