import type { Needs } from './needs.ts'
import type { Change } from './unit.ts'

/**
 * The names of all that a commit's decisions go by: documents, things and their codes, and devices by their stamps. Two commits without a
 * name in common decide the same whichever comes first.
 */
export function touched(needs: Needs, changes: readonly Change[] = []): Set<string> {
  const names = new Set<string>(needs.chains)
  for (const ids of needs.documents.values()) for (const id of ids) names.add(id)
  for (const [field, codes] of needs.codes) for (const code of codes) names.add(`${field} ${code}`)
  for (const id of needs.held) names.add(id)
  for (const id of needs.openReviews) names.add(id)
  for (const id of needs.rejections) names.add(id)
  for (const stamp of needs.stamps) names.add(stamp.slice(STAMP_TIME))
  for (const change of changes) names.add(change.after.document.id)
  return names
}

export function haveNothingInCommon(some: ReadonlySet<string>, others: ReadonlySet<string>): boolean {
  for (const name of some) if (others.has(name)) return false
  return true
}

/** Length of a stamp before the device that it names. */
const STAMP_TIME = 19
