import { sameJson } from '../../../../../shared/json.ts'
import type { News, NewsKind } from '../../../reviews/news.ts'
import { type LostWrite, lostIn } from './lost-writes.ts'

/** News of which something can be had back. */
const LOSING: readonly NewsKind[] = ['overwritten', 'not-taken', 'decided', 'taken-back']

/** What news tell a person of what they wrote and is not what is stored. */
export function toldIn({ kind, review }: News, userId: string): LostWrite | undefined {
  return LOSING.includes(kind) ? lostIn(review, userId) : undefined
}

/** Writes without what is told already: what else was changed of the same document is told of nowhere else. */
export function untold(writes: readonly LostWrite[], told: readonly LostWrite[]): readonly LostWrite[] {
  return writes.flatMap((write) => {
    const others = told.filter(
      ({ collection, documentId }) => collection === write.collection && documentId === write.documentId,
    )
    const isTold = (field: string) =>
      others.some(
        ({ values }) => Object.hasOwn(values, field) && sameJson(values[field], write.values[field]),
      )
    const left = Object.entries(write.values).filter(([field]) => !isTold(field))
    return left.length === 0 ? [] : [{ ...write, values: Object.fromEntries(left) }]
  })
}
