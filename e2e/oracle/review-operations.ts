import { typed } from '../../shared/collections/definition.ts'
import { reviews } from '../../shared/collections/reviews.ts'
import { nextVersion } from '../../shared/reviews/decided-review.ts'
import { type DecisionDraft, decisionsOf } from '../../shared/reviews/decision.ts'
import { MANAGERS } from '../../shared/roles.ts'
import { edit, type Operation, pickShared, short } from './operation.ts'

/** What managers do about reviews. Of those that end one, the decisions that leave documents and ledger as they are. */
export const reviewOperations: readonly Operation[] = [
  {
    name: 'decide review',
    weight: 4,
    roles: MANAGERS,
    run(turn) {
      const found = pickShared(turn, 'reviews', (document) => typed(reviews, document).state === 'open')
      if (!found) return undefined
      const review = typed(reviews, found)
      const choice = turn.random.pick([
        { action: 'assign', value: { assigneeId: turn.device.userId } },
        { action: 'defer', value: { until: '2030-01-01T00:00:00.000Z' } },
        { action: 'ask', reason: turn.world.word() },
        ...(review.kind === 'deletion' ? [] : [{ action: 'reject', reason: turn.world.word() } as const]),
      ] as const)
      const draft: DecisionDraft = {
        id: turn.world.newId(turn.device),
        version: nextVersion(review),
        at: new Date(turn.device.clock.now()).toISOString(),
        ...choice,
      }
      edit(turn, 'reviews', review.id, () => ({ decisions: [...decisionsOf(review), draft] }))
      return `${short(review.id)} ${choice.action}`
    },
  },
]
