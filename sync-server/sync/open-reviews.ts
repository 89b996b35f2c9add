import { type Definition, typed } from '../../shared/collections/definition.ts'
import type { Review, ReviewKind, reviews } from '../../shared/collections/reviews.ts'
import { documentSql } from './document-sql.ts'
import type { Participant } from './participant.ts'
import { type StoredRow, storedFrom } from './stored-row.ts'
import type { Unit } from './unit.ts'

const known = new WeakMap<Unit, Set<string>>()

function foundIn(unit: Unit): Set<string> {
  const found = known.get(unit)
  if (found) return found
  const made = new Set<string>()
  known.set(unit, made)
  return made
}

/** Reads the open reviews of documents that go or change so that a review may have nothing to settle any more. */
export function openReviewsParticipant(definition: Definition): Participant {
  const { json, table } = documentSql(definition)
  return {
    async load(transaction, needs, unit) {
      if (needs.openReviews.size === 0) return
      const rows = await transaction.unsafe<StoredRow[]>(
        `select ${json} as json, deleted, seq, field_stamps, device_stamps from ${table}
         where state = 'open' and (document_id = any($1::text[]) or reason ->> 'otherId' = any($1::text[]))`,
        [[...needs.openReviews]],
        { prepare: true },
      )
      for (const row of rows) {
        const stored = storedFrom(row)
        unit.load(definition, stored)
        foundIn(unit).add(stored.document.id)
      }
    },
    changed: () => false,
    write() {},
  }
}

/**
 * The open reviews of a document, also as the other one of two, with those that this commit files. Asking makes the commit
 * read them and decide again.
 */
export function openReviewsOf(
  unit: Unit,
  definition: typeof reviews,
  documentId: string,
  kind: ReviewKind,
): readonly Review[] {
  unit.require((needs) => needs.openReviews.add(documentId))
  const filed = unit.changes().filter((change) => change.definition.name === definition.name)
  return [...new Set([...foundIn(unit), ...filed.map(({ after }) => after.document.id)])]
    .flatMap((id) => unit.get(definition, id) ?? [])
    .map(({ document }) => typed(definition, document))
    .filter((review) => review.kind === kind && review.state === 'open' && names(review, documentId))
}

function names({ documentId, reason }: Review, id: string): boolean {
  if (documentId === id) return true
  return typeof reason === 'object' && reason !== null && 'otherId' in reason && reason.otherId === id
}

/** There is nothing to decide any more: the machine settles the review, says why, and keeps all else of it. */
export function settleReview(unit: Unit, definition: typeof reviews, review: Review, code: string) {
  const stored = unit.get(definition, review.id)
  if (!stored) return
  const reason = typeof review.reason === 'object' && review.reason !== null ? review.reason : {}
  const document = {
    ...review,
    state: 'settled',
    reason: { ...reason, settled: code },
    version: review.version + 1,
    updatedAt: unit.now.toISOString(),
  }
  unit.put(definition, { ...stored, document })
  unit.audit({
    actorId: undefined,
    deviceId: undefined,
    action: 'review',
    collection: review.collection,
    documentId: review.documentId,
    detail: { review: review.id, kind: review.kind, settled: code },
  })
}
