import type { Review } from '../collections/reviews.ts'
import { isJsonObject, sameJson } from '../json.ts'
import { sharesCode } from '../means-same.ts'
import type { Decision } from './decision.ts'
import { onTopOfSeen } from './merge-fields.ts'
import { planUpdate, tagProblem, withFields } from './plan-fields.ts'
import { isProblem, type Planned, problem } from './planned.ts'
import { type Decider, liveDocument, type World } from './world.ts'

/** Two things carry one code: one of them loses it, or gets another. What no longer carries it has nothing to lose. */
export function planDuplicate(review: Review, decision: Decision, world: World, by: Decider): Planned {
  const definition = world.definition(review.collection)
  if (!definition) return problem('not-for-kind')
  const mine = liveDocument(world, review.collection, review.documentId)
  const field = review.fields?.[0] === 'serial' ? 'serial' : 'tagCode'
  if (decision.action === 'take-server' || decision.action === 'take-device') {
    const loser = decision.action === 'take-server' ? mine : otherOf(review, world)
    const code = isJsonObject(review.device) ? review.device[field] : undefined
    if (!loser || !sameJson(loser[field], code)) return []
    return planUpdate(definition, loser, { [field]: null }, world, by)
  }
  if (!mine) return problem('document-gone')
  const { value } = decision
  if (decision.action === 'retag') {
    // Another label leaves the serial that both carry as it is: nobody would be asked any more.
    if (field !== 'tagCode') return problem('not-for-kind')
    const tagCode = value?.tagCode
    const wrong = tagProblem(world, tagCode, mine.id)
    return wrong ?? planUpdate(definition, mine, { tagCode: tagCode ?? null }, world, by)
  }
  if (!value || Object.keys(value).length === 0) return problem('value-missing')
  const values = onTopOfSeen(definition, mine, review.device, decision, value)
  const planned = planUpdate(definition, mine, values, world, by)
  if (isProblem(planned)) return planned
  const other = otherOf(review, world)
  // Both would go on carrying it, and nobody would be asked any more.
  if (other && sharesCode(withFields(mine, values), other, field)) return problem('value-missing', field)
  return planned
}

/** The other thing of the two. */
function otherOf({ collection, reason }: Review, world: World) {
  const otherId = isJsonObject(reason) ? reason.otherId : undefined
  return typeof otherId === 'string' ? liveDocument(world, collection, otherId) : undefined
}
