import { auditDifferences } from './audit-check.ts'
import { decisionDifferences } from './decision-check.ts'
import { documentDifferences } from './document-check.ts'
import type { Evidence } from './evidence.ts'
import { ledgerDifferences } from './ledger-check.ts'
import { twiceCounted } from './twice-counted.ts'
import { unaskedTwins } from './twin-check.ts'

/**
 * What does not add up in the school as it is stored: between any two commits all of it must, whatever is still on its way.
 * @param isQuiet whether nothing is on its way any more
 */
export function standingDifferences(evidence: Evidence, isQuiet: boolean): readonly string[] {
  return [
    ...twiceCounted(evidence),
    ...ledgerDifferences(evidence, isQuiet),
    ...decisionDifferences(evidence),
    ...auditDifferences(evidence),
    ...unaskedTwins(evidence),
    ...(isQuiet ? documentDifferences(evidence) : []),
  ]
}
