import { isStamp } from '../../shared/clock.ts'
import type { AnyDocument, Definition } from '../../shared/collections/definition.ts'
import { REJECTION_CODES, type RejectionCode } from '../../shared/errors.ts'
import { isJsonObject } from '../../shared/json.ts'
import type { PushRow, Rejection } from '../../shared/protocol.ts'
import { reviewIdOf } from './file-review.ts'
import { PERHAPS_TAKEN } from './row-standing.ts'
import type { Sender } from './sender.ts'
import { storableText } from './storable.ts'
import type { Unit } from './unit.ts'

/** A refused decision that waited for its review, and was taken when that came. */
export const DECISION_TAKEN = 'decision-taken'

/** What a review of this id is named by: an id that no column holds is named by what can be kept of it. */
export function reviewedId(id: unknown): string {
  return typeof id === 'string' ? storableText(id, 200) : ''
}

/** What tells one rejected write from the next: its stamp as sent, or where there is none the words themselves. */
export function markOf(sent: AnyDocument): string {
  return isStamp(sent.stamp) ? sent.stamp : JSON.stringify(sent)
}

/** The review that an author's write is filed in when it is refused. */
export function refusalIdOf({ newDocumentState: sent }: PushRow, { subject }: Sender): string {
  const finding = { kind: 'rejected', documentId: reviewedId(sent.id), mark: markOf(sent) } as const
  return reviewIdOf(finding, subject.userId)
}

/**
 * [P2] A write that was refused stays refused: its review holds it, and a network that brings it once more, when its author may
 * do more or the thing is another, does not decide what a manager decides there.
 */
export function refusedBefore(
  unit: Unit,
  reviews: Definition,
  sender: Sender,
  row: PushRow,
): Rejection | undefined {
  const reviewId = refusalIdOf(row, sender)
  const stored = unit.get(reviews, reviewId)
  if (!stored) return undefined
  const reason = isJsonObject(stored.document.reason) ? stored.document.reason : {}
  // What waited was taken meanwhile: the same again is told how it stands.
  if (reason.settled === DECISION_TAKEN) return undefined
  const message = typeof reason.message === 'string' ? reason.message : 'This was refused before.'
  const { id } = row.newDocumentState
  return { id: typeof id === 'string' ? id : '', code: codeIn(reason.code), message, reviewId }
}

/** What a manager handed over is in a review as well, and its author is not to apply it. */
function codeIn(code: unknown): RejectionCode {
  if (code === PERHAPS_TAKEN.filedAs) return PERHAPS_TAKEN.code
  return REJECTION_CODES.find((known) => known === code) ?? 'forbidden'
}
