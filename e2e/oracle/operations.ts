import { custodyOperations } from './custody-operations.ts'
import type { Operation } from './operation.ts'
import { reviewOperations } from './review-operations.ts'
import { schoolOperations } from './school-operations.ts'
import { thingOperations } from './thing-operations.ts'

/** All that people do on their devices. */
export const operations: readonly Operation[] = [
  ...thingOperations,
  ...custodyOperations,
  ...schoolOperations,
  ...reviewOperations,
]
