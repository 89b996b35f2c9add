import { hash } from 'node:crypto'
import { asSeenBy, mayRead } from '../../shared/access.ts'
import { parseStamp } from '../../shared/clock.ts'
import type { Definition, WireDocument } from '../../shared/collections/definition.ts'
import type { Review, ReviewKind } from '../../shared/collections/reviews.ts'
import { uuidFromDigest } from '../../shared/ids.ts'
import { isJsonObject, type Json } from '../../shared/json.ts'
import { clockEvidence, type Sender } from './sender.ts'
import { serverStamp } from './server-stamp.ts'
import { storable } from './storable.ts'
import type { Stored, Unit } from './unit.ts'

/** What is to be filed; versions may be anything that was sent. */
export interface Finding {
  readonly kind: ReviewKind
  readonly state: Review['state']
  readonly collection: string
  readonly documentId: string
  /** What, beside kind and document, tells this finding from others: the stamp as sent, or the fork's point [P9]. */
  readonly mark: string
  readonly base?: unknown
  readonly device?: unknown
  readonly server?: unknown
  readonly fields?: readonly string[]
  readonly transactionIds?: readonly string[]
  /** Who, beside the author, wrote a side of it. */
  readonly concernedIds?: readonly string[]
  readonly reason?: Json
  /** The write's stamp, from which the device's time is read. */
  readonly stamp?: string
  /** Who files it where that is not its author. */
  readonly filedBy?: Sender
}

/** The stored version for a review: its author reads the review, so it holds nothing that the author may not read [P6]. */
export function storedForReview(
  definition: Definition,
  { subject }: Sender,
  stored: Stored | undefined,
): WireDocument | undefined {
  if (!stored || !mayRead(definition, subject, stored.document)) return undefined
  return { ...asSeenBy(definition, { role: subject.role }, stored.document), _deleted: stored.deleted }
}

/** The same for the same kind, document and marks, so that a repeated push makes nothing twice [P2]. */
export function derivedId(kind: string, documentId: string, ...marks: readonly string[]): string {
  return uuidFromDigest(hash('sha256', JSON.stringify([kind, documentId, ...marks]), 'buffer'))
}

/** What is found of things, by whichever write it shows: one review, whoever brings that. */
const OF_THINGS: readonly ReviewKind[] = ['custody-fork', 'duplicate-tag']

/** A review of somebody's write is named by its author too: who guesses another's stamp takes the place of nobody's words. */
export function reviewIdOf(
  { kind, documentId, mark }: Pick<Finding, 'kind' | 'documentId' | 'mark'>,
  authorId: string,
): string {
  return OF_THINGS.includes(kind)
    ? derivedId(kind, documentId, mark)
    : derivedId(kind, documentId, mark, authorId)
}

/** The server takes a device's time as it is up to here [C3]. */
const TOLERANCE_MS = 60_000

/** How far the device's own clock was off when it sent this, in ms, ahead of the server's above 0; undefined: not to speak of. */
export function clockOff({ deviceTime }: Sender, now: Date): number | undefined {
  const off = (deviceTime ?? now.getTime()) - now.getTime()
  return Math.abs(off) > TOLERANCE_MS ? off : undefined
}

/** Stamps are made with the corrected time, so that a review's times do not tell it [C3]. */
function withClock(reason: Json | undefined, off: number | undefined): { readonly reason?: Json } {
  if (off === undefined) return reason === undefined ? {} : { reason }
  return { reason: { ...(isJsonObject(reason) ? reason : {}), clockOff: off } }
}

/** Files a review unless it is there already. Returns the id. */
export function fileReview(unit: Unit, reviews: Definition, sender: Sender, finding: Finding): string {
  const id = reviewIdOf(finding, sender.subject.userId)
  if (unit.get(reviews, id)) return id
  // Read with the review itself: decisions on it may have come first [L3].
  unit.require((needs) => needs.rejections.add(id))
  const now = unit.now.toISOString()
  const ms = finding.stamp === undefined ? undefined : parseStamp(finding.stamp)?.ms
  const document: Review = {
    id,
    stamp: serverStamp(unit.now),
    createdAt: now,
    updatedAt: now,
    kind: finding.kind,
    state: finding.state,
    collection: finding.collection,
    documentId: finding.documentId,
    ...(finding.base === undefined ? {} : { base: storable(finding.base) }),
    ...(finding.device === undefined ? {} : { device: storable(finding.device) }),
    ...(finding.server === undefined ? {} : { server: storable(finding.server) }),
    ...(finding.fields ? { fields: [...finding.fields].sort() } : {}),
    ...(finding.transactionIds ? { transactionIds: finding.transactionIds } : {}),
    ...(finding.concernedIds?.length ? { concernedIds: finding.concernedIds } : {}),
    ...withClock(finding.reason, clockOff(sender, unit.now)),
    authorId: sender.subject.userId,
    deviceId: sender.deviceId,
    ...(ms === undefined ? {} : { occurredAt: new Date(Math.min(ms, 253_402_300_799_999)).toISOString() }),
    receivedAt: now,
    version: 0,
  }
  unit.put(reviews, { document: { ...document }, deleted: false, seq: 0, fieldStamps: {}, deviceStamps: {} })
  const filer = finding.filedBy ?? sender
  unit.audit({
    actorId: filer.subject.userId,
    deviceId: filer.deviceId,
    action: 'review',
    collection: finding.collection,
    documentId: finding.documentId,
    detail: { review: id, kind: finding.kind, ...clockEvidence(filer) },
  })
  return id
}
