import type { Decisions } from './choose-decision.ts'
import { custodyOperations } from './custody-operations.ts'
import type { Operation } from './operation.ts'
import { reviewOperations } from './review-operations.ts'
import { schoolOperations } from './school-operations.ts'
import { thingOperations } from './thing-operations.ts'
import { wideOperations } from './wide-operations.ts'

/** What is done often is done so many times as often. */
const OFTEN = 8

/**
 * All that people do on their devices.
 * @param often the name of what they do more than anything else
 * @param wide also what they do more seldom; what an earlier seed did stays as it was without
 */
export function operationsWith(decisions: Decisions, often?: string, wide = false): readonly Operation[] {
  const all = [
    ...thingOperations,
    ...custodyOperations,
    ...schoolOperations,
    ...reviewOperations(decisions),
    ...(wide ? wideOperations : []),
  ]
  return all.map((one) => (one.name === often ? { ...one, weight: one.weight * OFTEN } : one))
}
