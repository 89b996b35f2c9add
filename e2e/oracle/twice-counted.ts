import { typed } from '../../shared/collections/definition.ts'
import { type Review, reviews } from '../../shared/collections/reviews.ts'
import { isJsonObject, sameJson } from '../../shared/json.ts'
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
    .filter((field) => field !== 'custom' || isWholeStored(review, stored?.document.custom))
    .map(
      (field) =>
        `${collection} ${documentId} ${stamp}: ${field} is stored, ${JSON.stringify(stored?.document[field])}, and in a review as what lost: ${JSON.stringify(review)}`,
    )
}

/** Of one write one own field may have lost, and another not: what lost is what stands there otherwise than it was sent. */
function isWholeStored({ device, server }: Review, stored: unknown): boolean {
  const [sent, other, now] = [customOf(device), customOf(server), isJsonObject(stored) ? stored : {}]
  const contested = Object.keys(sent).filter((key) => key in other && !sameJson(sent[key], other[key]))
  return contested.every((key) => sameJson(sent[key], now[key]))
}

function customOf(version: unknown): Readonly<Record<string, unknown>> {
  return isJsonObject(version) && isJsonObject(version.custom) ? version.custom : {}
}

function lostByDevice({ reason }: Review): readonly string[] {
  if (!isJsonObject(reason) || !Array.isArray(reason.lost)) return []
  return reason.lost.flatMap((lost) =>
    isJsonObject(lost) && lost.side === 'device' && Array.isArray(lost.fields)
      ? lost.fields.filter((field) => typeof field === 'string')
      : [],
  )
}
