import { typed } from '../../shared/collections/definition.ts'
import { type Review, reviews } from '../../shared/collections/reviews.ts'
import { isJsonObject } from '../../shared/json.ts'
import { isCollectionName } from '../../shared/registry.ts'
import type { Evidence } from './evidence.ts'

/** Writes that are told twice: applied and in a review as refused, or stored and in a review as what lost. */
export function twiceCounted(evidence: Evidence): readonly string[] {
  return [...appliedTwice(evidence), ...reviewsOf(evidence).flatMap((review) => appliedToo(review, evidence))]
}

function reviewsOf(evidence: Evidence): readonly Review[] {
  return evidence.of('reviews').map(({ document }) => typed(reviews, document))
}

/** No operation has two entries in the audit of the same kind. */
function appliedTwice({ audit }: Evidence): readonly string[] {
  const seen = new Set<string>()
  return audit.flatMap(({ action, collection, document_id, detail }) => {
    if (detail.stamp === undefined) return []
    const fields = action === 'update' ? (detail.fields ?? []).join() : ''
    const name = `${action} ${collection} ${document_id} ${detail.stamp} ${fields}`
    if (seen.has(name)) return [`the audit has twice: ${name}`]
    seen.add(name)
    return []
  })
}

function appliedToo(review: Review, evidence: Evidence): readonly string[] {
  const { kind, device, documentId, collection } = review
  if (!isCollectionName(collection) || !isJsonObject(device)) return []
  const stamp = String(device.stamp)
  if (kind === 'rejected') {
    const applied = evidence
      .auditOf(collection, documentId)
      .filter(({ action, detail }) => action !== 'review' && detail.stamp === stamp)
    return applied.map(
      ({ action }) => `${collection} ${documentId} ${stamp}: refused, and applied (${action})`,
    )
  }
  if (kind !== 'overwritten') return []
  const stored = evidence.survivor(collection, documentId)
  return lostByDevice(review)
    .filter((field) => stored?.fieldStamps[field] === evidence.clamped(stamp))
    .map((field) => `${collection} ${documentId} ${stamp}: ${field} is stored, and in a review as what lost`)
}

function lostByDevice({ reason }: Review): readonly string[] {
  if (!isJsonObject(reason) || !Array.isArray(reason.lost)) return []
  return reason.lost.flatMap((lost) =>
    isJsonObject(lost) && lost.side === 'device' && Array.isArray(lost.fields)
      ? lost.fields.filter((field) => typeof field === 'string')
      : [],
  )
}
