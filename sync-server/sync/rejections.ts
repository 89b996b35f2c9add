import { type Definition, typed } from '../../shared/collections/definition.ts'
import type { Review, reviews } from '../../shared/collections/reviews.ts'
import { documentSql } from './document-sql.ts'
import type { Participant } from './participant.ts'
import { type StoredRow, storedFrom } from './stored-row.ts'
import type { Unit } from './unit.ts'

/** So many of one document are looked at, the latest first: more than that were made up. */
const MOST = 100

const known = new WeakMap<Unit, Set<string>>()

/** Reads the reviews of refused writes of documents, decided or not. */
export function rejectionsParticipant(definition: Definition): Participant {
  const { json, table } = documentSql(definition)
  return {
    async load(transaction, needs, unit) {
      if (needs.rejections.size === 0) return
      const rows = await transaction.unsafe<StoredRow[]>(
        `select found.* from unnest($1::text[]) as wanted(id) cross join lateral (
           select ${json} as json, deleted, seq, field_stamps, device_stamps from ${table}
           where document_id = wanted.id and kind = 'rejected' order by received_at desc, id limit ${MOST}
         ) found`,
        [[...needs.rejections]],
        { prepare: true },
      )
      const ids = known.get(unit) ?? new Set()
      known.set(unit, ids)
      for (const row of rows) {
        const stored = storedFrom(row)
        unit.load(definition, stored)
        ids.add(stored.document.id)
      }
    },
    changed: () => false,
    write() {},
  }
}

/** Whether anybody asked for any: where not, nothing waits for what this commit files. */
export function rejectionsWanted(unit: Unit): boolean {
  return known.has(unit)
}

/** The reviews of refused writes of a document as far as they were read, with those that this commit files. */
export function rejectionsRead(
  unit: Unit,
  definition: typeof reviews,
  documentId: string,
): readonly Review[] {
  const filed = unit.changes().filter((change) => change.definition.name === definition.name)
  return [...new Set([...(known.get(unit) ?? []), ...filed.map(({ after }) => after.document.id)])]
    .flatMap((id) => unit.get(definition, id) ?? [])
    .map(({ document }) => typed(definition, document))
    .filter((review) => review.kind === 'rejected' && review.documentId === documentId)
}

/** The same; asking makes the commit read them and decide again. */
export function rejectionsOf(unit: Unit, definition: typeof reviews, documentId: string): readonly Review[] {
  unit.require((needs) => needs.rejections.add(documentId))
  return rejectionsRead(unit, definition, documentId)
}
