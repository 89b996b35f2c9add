import { isJsonObject } from '../../shared/json.ts'
import { decisionsOf } from '../../shared/reviews/decision.ts'
import type { Evidence } from './evidence.ts'
import type { SavedWrite } from './saved-write.ts'

/**
 * Decisions on a review that a device showed as saved and that are not in it exactly once, with what became of them, applied or
 * not [R1, R2]. One of somebody who may not decide any more when it comes is in a review of its own [R7].
 */
export function lostDecisions({ id, before, after }: SavedWrite, evidence: Evidence): readonly string[] {
  const known = new Set(before ? decisionsOf(before).map((decision) => decision.id) : [])
  const stored = evidence.find('reviews', id)
  const kept = stored ? decisionsOf(stored.document) : []
  const refused = evidence
    .reviewsOf('reviews', id)
    .flatMap(({ kind, device }) => (kind === 'rejected' && isJsonObject(device) ? decisionsOf(device) : []))
  return decisionsOf(after)
    .filter((decision) => !known.has(decision.id))
    .flatMap((decision) => {
      const found = kept.filter((one) => one.id === decision.id)
      if (found.length === 0 && refused.some((one) => one.id === decision.id)) return []
      if (found.length !== 1)
        return [`the decision to ${decision.action} is in the review ${found.length} times`]
      return found[0]?.outcome === undefined ? [`nobody knows what became of ${decision.action}`] : []
    })
}
