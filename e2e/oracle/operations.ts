import type { Also } from './also.ts'
import type { Decisions } from './choose-decision.ts'
import { contradictingCodes } from './contradicting-codes.ts'
import { custodyOperations } from './custody-operations.ts'
import { historyOperations } from './history-operations.ts'
import type { Operation } from './operation.ts'
import { reviewOperations } from './review-operations.ts'
import { schoolOperations } from './school-operations.ts'
import { thingOperations } from './thing-operations.ts'
import { wideOperations } from './wide-operations.ts'

/** What is done often is done so many times as often. */
const OFTEN = 8

/** What people do in a run. */
export interface Customs {
  readonly decisions: Decisions
  /** The name of what they do more than anything else. */
  readonly often?: string | undefined
  /** Whether they do what they do more seldom, too; what an earlier seed did stays as it was without. */
  readonly wide: boolean
  readonly also: readonly Also[]
}

/** All that people do on their devices. */
export function operationsWith({ decisions, often, wide, also }: Customs): readonly Operation[] {
  const all = [
    ...thingOperations,
    ...custodyOperations,
    ...schoolOperations,
    ...reviewOperations(decisions),
    ...(wide ? wideOperations : []),
    ...(also.includes('codes') ? contradictingCodes : []),
    ...(also.includes('histories') ? historyOperations : []),
  ]
  return all.map((one) => (one.name === often ? { ...one, weight: one.weight * OFTEN } : one))
}
