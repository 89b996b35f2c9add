import type { Equipment } from '../../../shared/collections/equipment.ts'
import type { ReviewKind } from '../../../shared/collections/reviews.ts'
import { loanOf } from '../../../shared/loans.ts'

/** Why a thing may not be issued to anybody. Days are `YYYY-MM-DD`. */
export type Obstacle =
  | { readonly code: 'on-loan'; readonly school: string; readonly day: string }
  | { readonly code: 'pending-deletion' }
  | { readonly code: 'unsafe' }
  | { readonly code: 'too-old'; readonly day: string }
  | { readonly code: 'recertify'; readonly day: string }
  | { readonly code: 'in-review'; readonly kind: ReviewKind }

/** Reviews that say that it is not known who has a thing, which thing it is, or whether it stays. */
export const standsInTheWay: readonly ReviewKind[] = ['custody-fork', 'duplicate-tag', 'deletion']

/** Why a thing may not be issued to anybody, whoever has it. A day that a date names is still allowed. */
export function blockedBy(thing: Equipment, today: string, review?: ReviewKind): Obstacle | undefined {
  const loan = loanOf(thing)
  if (loan?.side === 'lent') return { code: 'on-loan', school: loan.school, day: loan.until }
  if (thing.pendingDeletion) return { code: 'pending-deletion' }
  if (thing.condition === 'unsafe') return { code: 'unsafe' }
  if (thing.retireBy !== undefined && thing.retireBy < today) return { code: 'too-old', day: thing.retireBy }
  if (thing.recertifyBy !== undefined && thing.recertifyBy < today)
    return { code: 'recertify', day: thing.recertifyBy }
  if (review !== undefined) return { code: 'in-review', kind: review }
  return undefined
}
