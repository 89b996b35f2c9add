import { custodyOperations } from './custody-operations.ts'
import type { Operation } from './operation.ts'
import { schoolOperations } from './school-operations.ts'
import { thingOperations } from './thing-operations.ts'

/** All that people do on their devices. */
export const operations: readonly Operation[] = [
  ...thingOperations,
  ...custodyOperations,
  ...schoolOperations,
]
