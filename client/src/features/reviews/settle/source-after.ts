import { type AnyDocument, typed } from '../../../../../shared/collections/definition.ts'
import { transactions } from '../../../../../shared/collections/transactions.ts'
import type { Effect } from '../../../../../shared/reviews/decision.ts'
import type { Source } from '../../../../../shared/reviews/plan-ahead.ts'
import { withFields } from '../../../../../shared/reviews/plan-fields.ts'
import type { Known } from '../../../../../shared/reviews/world.ts'

/** A source as it is once these effects are there. */
export async function sourceAfter(source: Source, effects: readonly Effect[]): Promise<Source> {
  if (effects.length === 0) return source
  const changed = new Map<string, Known>()
  const key = (collection: string, id: string) => `${collection} ${id}`
  const entries: AnyDocument[] = []
  for (const { collection, documentId, kind, after = {} } of effects) {
    const before = changed.get(key(collection, documentId)) ?? (await source.document(collection, documentId))
    const document = withFields(before?.document ?? { id: documentId, stamp: '' }, after)
    changed.set(key(collection, documentId), { document, deleted: kind === 'delete' })
    if (collection === transactions.name && kind === 'create') entries.push(document)
  }
  const document = async (collection: string, id: string) =>
    changed.get(key(collection, id)) ?? source.document(collection, id)
  return {
    definition: source.definition,
    openDeletions: source.openDeletions,
    rejections: source.rejections,
    document,
    async ledger(equipmentId) {
      const made = entries.filter((entry) => entry.equipmentId === equipmentId)
      return [...(await source.ledger(equipmentId)), ...made.map((entry) => typed(transactions, entry))]
    },
    async withTag(tagCode) {
      const before = (await source.withTag(tagCode)).filter((id) => !changed.has(key('equipment', id)))
      const now = [...changed.values()].filter(
        ({ document: { tagCode: code }, deleted }) => code === tagCode && !deleted,
      )
      return [...before, ...now.map(({ document: { id } }) => id)]
    },
  }
}
