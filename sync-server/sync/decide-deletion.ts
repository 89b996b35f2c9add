import type { RemovalRight } from '../../shared/access.ts'
import { parseStamp } from '../../shared/clock.ts'
import { sameJson } from '../../shared/json.ts'
import { fieldStamp } from '../../shared/merge.ts'
import { fileReview, storedForReview } from './file-review.ts'
import { openReviewsOf, settleReview } from './open-reviews.ts'
import type { LiveWrite, PushContext, Verdict } from './push-context.ts'
import { auditWrite, contentFields } from './record-write.ts'
import type { Stored, Unit } from './unit.ts'

/** A deletion is applied, or, where anybody could lose by it, becomes a review and the document stays. */
export function decideDeletion(
  unit: Unit,
  context: PushContext,
  write: LiveWrite,
  right: RemovalRight,
): Verdict | undefined {
  const { definition, sender, stored, stampAsSent } = write
  if (right === 'none') return { code: 'forbidden', message: 'This role may not delete this.' }
  if (!stored || stored.deleted) return undefined
  const deviceStamps = { ...stored.deviceStamps, [sender.deviceId]: stampAsSent }
  const why =
    right === 'ask'
      ? 'asked'
      : inCustody(write, stored)
        ? 'in-custody'
        : isStale(write, stored)
          ? 'stale'
          : undefined
  const updatedAt = unit.now.toISOString()
  if (why === undefined) {
    removeDocument(unit, context, write, { ...stored, deviceStamps })
    return undefined
  }
  if ('pendingDeletion' in definition.fields && stored.document.pendingDeletion !== true) {
    unit.put(definition, {
      ...stored,
      document: { ...stored.document, pendingDeletion: true, updatedAt },
      deviceStamps,
    })
    auditWrite(unit, write, 'update', ['pendingDeletion'])
  } else {
    unit.note(definition, { ...stored, deviceStamps })
  }
  fileReview(unit, context.reviews, sender, {
    kind: 'deletion',
    state: 'open',
    collection: definition.name,
    documentId: stored.document.id,
    mark: stampAsSent,
    stamp: stampAsSent,
    base: write.base,
    device: { ...write.sent, _deleted: true },
    server: storedForReview(definition, sender, stored),
    reason: { code: why },
  })
  return undefined
}

/** The document becomes a tombstone that keeps its contents; what was open about it alone is settled by that. */
export function removeDocument(unit: Unit, context: PushContext, write: LiveWrite, stored: Stored) {
  const document = { ...stored.document, stamp: write.sent.stamp, updatedAt: unit.now.toISOString() }
  unit.put(write.definition, { ...stored, document, deleted: true })
  auditWrite(unit, write, 'delete', [])
  for (const review of openReviewsOf(unit, context.reviews, document.id, 'deletion'))
    settleReview(unit, context.reviews, review, 'document-deleted')
  context.behaviourOf(write.definition)?.removed?.(unit, document.id, context)
}

function inCustody({ definition }: LiveWrite, { document }: Stored): boolean {
  if (definition.custodyField === undefined) return false
  const out = document.quantityOut
  return document[definition.custodyField] === 'checked_out' || (typeof out === 'number' && out > 0)
}

/** Something changed that the deleting device had not seen; its own earlier writes do not count [C4]. */
function isStale({ definition, base, sent }: LiveWrite, { document, fieldStamps }: Stored): boolean {
  const deviceId = parseStamp(sent.stamp)?.deviceId
  return contentFields(definition).some(
    (field) =>
      !sameJson(base?.[field], document[field]) &&
      parseStamp(fieldStamp(fieldStamps, field))?.deviceId !== deviceId,
  )
}
