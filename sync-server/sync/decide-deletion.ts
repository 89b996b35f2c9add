import type { RemovalRight } from '../../shared/access.ts'
import { parseStamp } from '../../shared/clock.ts'
import { fieldEntries } from '../../shared/collections/definition.ts'
import type { ReviewKind } from '../../shared/collections/reviews.ts'
import { sameJson } from '../../shared/json.ts'
import { fieldStamp } from '../../shared/merge.ts'
import { validateDocument } from '../../shared/validate.ts'
import { notedIn, withTaken } from './device-stamps.ts'
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
  if (stored?.deleted) return undefined
  if (!stored) {
    deleteUnknown(unit, context, write, right)
    return undefined
  }
  const kept = context.behaviourOf(definition)?.keeps?.(stored)
  if (kept) return kept
  const deviceStamps = notedIn(stored, write)
  const why = whyAsked(unit, context, write, stored, right)
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

/**
 * A deletion of what its sender had from the server, and the server does not have: a restore lost it, and whoever made it may
 * send it again. So the deletion is there first. What was made and deleted on one device before it was sent is nothing.
 */
function deleteUnknown(unit: Unit, context: PushContext, write: LiveWrite, right: RemovalRight) {
  const { definition, sender, base, sent, stampAsSent } = write
  if (!base) return
  if (right === 'apply' && validateDocument(definition, base).length === 0) {
    const now = unit.now.toISOString()
    const own = fieldEntries(definition).filter(([name, field]) => !field.server && base[name] !== undefined)
    const fields = Object.fromEntries(own.map(([name]) => [name, base[name]]))
    unit.put(definition, {
      document: { ...fields, id: sent.id, stamp: sent.stamp, createdAt: now, updatedAt: now },
      deleted: true,
      seq: 0,
      fieldStamps: { '': base.stamp },
      deviceStamps: withTaken(undefined, sender, stampAsSent),
    })
    auditWrite(unit, write, 'delete', [])
    context.behaviourOf(definition)?.deletedFirst?.(unit, sent.id, sender)
    return
  }
  fileReview(unit, context.reviews, sender, {
    kind: 'deletion',
    state: 'open',
    collection: definition.name,
    documentId: sent.id,
    mark: stampAsSent,
    stamp: stampAsSent,
    base,
    device: { ...sent, _deleted: true },
    reason: { code: right === 'ask' ? 'asked' : 'stale' },
  })
}

/** The document becomes a tombstone that keeps its contents; what was open about it alone is settled by that. */
export function removeDocument(unit: Unit, context: PushContext, write: LiveWrite, stored: Stored) {
  const document = { ...stored.document, stamp: write.sent.stamp, updatedAt: unit.now.toISOString() }
  unit.put(write.definition, { ...stored, document, deleted: true })
  auditWrite(unit, write, 'delete', [])
  for (const review of openReviewsOf(unit, context.reviews, document.id, 'deletion'))
    settleReview(unit, context.reviews, review, 'document-deleted')
  context.behaviourOf(write.definition)?.removed?.(unit, write, stored, context)
}

/** Reviews of where something is, or how much of it: who deletes it meanwhile deletes what somebody may have. */
const UNDECIDED: readonly ReviewKind[] = ['custody-fork', 'overdraw']

/** Why a deletion is a manager's to decide; undefined: it is applied. */
function whyAsked(
  unit: Unit,
  context: PushContext,
  write: LiveWrite,
  stored: Stored,
  right: RemovalRight,
): 'asked' | 'in-custody' | 'holds-things' | 'undecided' | 'stale' | undefined {
  if (right === 'ask') return 'asked'
  if (inCustody(write, stored)) return 'in-custody'
  if (context.behaviourOf(write.definition)?.inUse?.(unit, stored.document.id)) return 'holds-things'
  if (UNDECIDED.some((kind) => openReviewsOf(unit, context.reviews, stored.document.id, kind).length > 0))
    return 'undecided'
  return isStale(write, stored) ? 'stale' : undefined
}

function inCustody({ definition }: LiveWrite, { document }: Stored): boolean {
  if (definition.custodyField === undefined) return false
  const out = document.quantityOut
  return document[definition.custodyField] === 'checked_out' || (typeof out === 'number' && out > 0)
}

/** Something changed that the deleting device had not seen; its own earlier writes do not count [C4]. */
function isStale({ definition, sender, base, sent }: LiveWrite, { document, fieldStamps }: Stored): boolean {
  const deviceId = sender.undocumented ? undefined : parseStamp(sent.stamp)?.deviceId
  return contentFields(definition).some(
    (field) =>
      !sameJson(base?.[field], document[field]) &&
      (deviceId === undefined || parseStamp(fieldStamp(fieldStamps, field))?.deviceId !== deviceId),
  )
}
