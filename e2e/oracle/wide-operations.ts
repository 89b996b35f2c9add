import { catalogueOperations } from './catalogue-operations.ts'
import { codeOperations } from './code-operations.ts'
import { documentOperations } from './document-operations.ts'
import type { Operation } from './operation.ts'

/** What people do more seldom, and what two of them do apart. */
export const wideOperations: readonly Operation[] = [
  ...codeOperations,
  ...documentOperations,
  ...catalogueOperations,
]
