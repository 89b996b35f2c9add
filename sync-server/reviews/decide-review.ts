import { mayRead } from '../../shared/access.ts'
import { typed } from '../../shared/collections/definition.ts'
import type { Review } from '../../shared/collections/reviews.ts'
import { EtraxError } from '../../shared/errors.ts'
import {
  areAsked,
  type Decision,
  type DecisionDraft,
  decisionsOf,
  mayDecide,
} from '../../shared/reviews/decision.ts'
import type { Sync } from '../sync/create-sync.ts'
import { needDocument } from '../sync/needs.ts'
import type { Sender } from '../sync/sender.ts'
import type { Tenant } from '../tenancy/with-tenant.ts'
import { takeDecision } from './take-decision.ts'
import type { Lookups } from './unit-world.ts'

export interface DecidedReview {
  readonly decision: Decision
  /** As it stands after it. */
  readonly review: Review
}

/**
 * Decides on one review, in a commit as a push makes it. The same decision again is answered as it was taken the first time.
 * Resolves to undefined where there is no such review for the sender.
 * @throws EtraxError `forbidden`
 */
export function decideReview(
  sync: Sync,
  lookups: Lookups,
  tenant: Tenant,
  sender: Sender,
  reviewId: string,
  draft: DecisionDraft,
  stamp: string,
): Promise<DecidedReview | undefined> {
  const { context, committer } = sync
  const { reviews } = context
  return committer.run(tenant, {
    size: 1,
    needs: (needs) => needDocument(needs, reviews, reviewId),
    decide(unit) {
      const stored = unit.get(reviews, reviewId)
      if (!stored || stored.deleted || !mayRead(reviews, sender.subject, stored.document)) return undefined
      const { role, userId } = sender.subject
      if (!mayDecide(role, draft.action, stored.document.authorId === userId))
        throw new EtraxError('forbidden', 'Your role does not allow this.')
      const known = decisionsOf(stored.document)
      if (!known.some(({ id }) => id === draft.id) && !areAsked(known, [draft]))
        throw new EtraxError('forbidden', 'There is no question to answer.')
      const decision = takeDecision({ unit, context, sender, lookups, stamp }, reviewId, draft)
      const after = unit.get(reviews, reviewId)
      return decision && after && { decision, review: typed(reviews, after.document) }
    },
  })
}
