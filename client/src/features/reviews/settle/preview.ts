import type { Review } from '../../../../../shared/collections/reviews.ts'
import { decidedReview } from '../../../../../shared/reviews/decided-review.ts'
import {
  type Decision,
  type DecisionProblem,
  decisionsOf,
  type Effect,
} from '../../../../../shared/reviews/decision.ts'
import { planAhead, type Source } from '../../../../../shared/reviews/plan-ahead.ts'
import { isProblem } from '../../../../../shared/reviews/planned.ts'
import type { Decider } from '../../../../../shared/reviews/world.ts'
import type { Choice } from '../../../reviews/decide.ts'
import { joinedEffects } from './joined-effects.ts'
import { sourceAfter } from './source-after.ts'
import { withSerial } from './with-serial.ts'

/** What a choice leads to as far as this device can tell, or why it can't be carried out. */
export interface Preview {
  readonly problem?: DecisionProblem
  /** The value at fault. */
  readonly field?: string | undefined
  readonly effects: readonly Effect[]
  readonly state: Review['state']
}

/** Stands for the decision that is made only once somebody confirms. */
const DRAFT_ID = '00000000-0000-7000-8000-000000000000'

/** @param now ms since 1970 */
export async function previewOf(
  review: Review,
  choice: Choice,
  source: Source,
  by: Decider,
  now: number,
): Promise<Preview> {
  const at = await expected(review, source, by)
  const draft: Decision = {
    ...choice,
    id: DRAFT_ID,
    version: at.review.version,
    at: new Date(now).toISOString(),
    by: by.userId,
  }
  const plan = await planAhead(at.review, draft, at.source, by)
  if (isProblem(plan))
    return { problem: plan.problem, field: plan.field, effects: [], state: at.review.state }
  const effects = await joinedEffects(plan.effects, withSerial)
  return { effects, state: plan.review.state ?? at.review.state }
}

/** A review and its surroundings once the decisions that are on their way have counted: what the next one meets. */
async function expected(review: Review, source: Source, by: Decider) {
  let at = { review, source }
  for (const decision of decisionsOf(review)) {
    if (decision.outcome !== undefined) continue
    const plan = await planAhead(at.review, decision, at.source, by)
    const seen = { ...decision, by: by.userId }
    at = isProblem(plan)
      ? {
          ...at,
          review: decidedReview(
            at.review,
            { ...seen, outcome: 'refused', code: plan.problem },
            undefined,
            by,
          ),
        }
      : {
          review: decidedReview(at.review, { ...seen, outcome: 'applied' }, plan, by),
          source: await sourceAfter(at.source, plan.effects),
        }
  }
  return at
}
