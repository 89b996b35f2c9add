import { typed } from '../../shared/collections/definition.ts'
import { type Review, reviews } from '../../shared/collections/reviews.ts'
import type { Json } from '../../shared/json.ts'
import type { CollectionName } from '../../shared/registry.ts'
import type { Stored } from '../../sync-server/sync/unit.ts'
import { type DecidedReview, decidedReviews } from './decided-reviews.ts'
import type { AuditRow, StoredSchool } from './stored-school.ts'

/** Where the accounting looks: what is stored, of a document under all its names. */
export interface Evidence extends StoredSchool {
  /** The document's own id and those of the records that took it in [S5]. */
  names(collection: CollectionName, id: string): readonly string[]
  /** The record under which the document lives on, deleted or not. */
  survivor(collection: CollectionName, id: string): Stored | undefined
  reviewsOf(collection: CollectionName, id: string): readonly Review[]
  auditOf(collection: CollectionName, id: string): readonly AuditRow[]
  /** The reviews on which somebody decided. */
  readonly decided: readonly DecidedReview[]
  /** What decisions put something else in the place of, field by field, as their reviews keep it. */
  replaced(collection: CollectionName, id: string): readonly Readonly<Record<string, Json>>[]
}

export function createEvidence(school: StoredSchool): Evidence {
  const byDocument = groupBy(
    school.of('reviews').map(({ document }) => typed(reviews, document)),
    (review) => `${review.collection} ${review.documentId}`,
  )
  const decided = decidedReviews(school)
  const replaced = groupBy(
    decided.flatMap(({ applied }) => applied.flatMap(({ effects }) => effects)),
    (effect) => `${effect.collection} ${effect.documentId}`,
  )
  const audits = groupBy(school.audit, (row) => `${row.collection} ${row.document_id}`)

  function names(collection: CollectionName, id: string): readonly string[] {
    const found = [id]
    for (;;) {
      const next = school.find(collection, found.at(-1) ?? '')?.document.mergedInto
      if (typeof next !== 'string' || found.includes(next)) return found
      found.push(next)
    }
  }

  return {
    ...school,
    names,
    survivor: (collection, id) => school.find(collection, names(collection, id).at(-1) ?? id),
    reviewsOf: (collection, id) =>
      names(collection, id).flatMap((name) => byDocument.get(`${collection} ${name}`) ?? []),
    auditOf: (collection, id) =>
      names(collection, id).flatMap((name) => audits.get(`${collection} ${name}`) ?? []),
    decided,
    replaced: (collection, id) =>
      names(collection, id)
        .flatMap((name) => replaced.get(`${collection} ${name}`) ?? [])
        .flatMap(({ before }) => (before ? [before] : [])),
  }
}

function groupBy<T>(items: readonly T[], keyOf: (item: T) => string): ReadonlyMap<string, readonly T[]> {
  const groups = new Map<string, T[]>()
  for (const item of items) {
    const group = groups.get(keyOf(item))
    if (group) group.push(item)
    else groups.set(keyOf(item), [item])
  }
  return groups
}
