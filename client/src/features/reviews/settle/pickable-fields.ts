import type { Definition } from '../../../../../shared/collections/definition.ts'
import type { Review } from '../../../../../shared/collections/reviews.ts'
import { isJsonObject, sameJson } from '../../../../../shared/json.ts'
import { isCollectionName, registry } from '../../../../../shared/registry.ts'
import { settable } from '../../../../../shared/reviews/plan-fields.ts'

/**
 * The fields about which the versions of a review are at odds and that a decision can set: those that were lost, or those
 * that a refused write changed in a document that is there.
 */
export function pickableFields(review: Review): readonly string[] {
  if (!isCollectionName(review.collection)) return []
  const definition: Definition = registry[review.collection]
  const may = (field: string) => settable(definition, field) !== undefined
  if (review.kind === 'overwritten') return (review.fields ?? []).filter(may)
  const { device, server, base } = review
  if (review.kind !== 'rejected' || !isJsonObject(device) || device._deleted === true) return []
  const known = isJsonObject(server) ? server : undefined
  if (!known) return []
  const before = isJsonObject(base) ? base : known
  return Object.keys(definition.fields).filter(
    (field) => may(field) && !sameJson(before[field] ?? null, device[field] ?? null),
  )
}
