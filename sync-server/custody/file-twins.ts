import { asSeenBy } from '../../shared/access.ts'
import { type AnyDocument, typed } from '../../shared/collections/definition.ts'
import type { Review } from '../../shared/collections/reviews.ts'
import { isJsonObject } from '../../shared/json.ts'
import { sharesCode } from '../../shared/means-same.ts'
import { fileReview, reviewIdOf, storedForReview } from '../sync/file-review.ts'
import { needCode } from '../sync/needs.ts'
import { openReviewsOf, settleReview } from '../sync/open-reviews.ts'
import type { LiveWrite } from '../sync/push-context.ts'
import type { Stored, Unit } from '../sync/unit.ts'
import type { CustodyCollections } from './collections.ts'
import { CODE_FIELDS, type CodeField, codeName, codeOf, noteCodes, twinsBy } from './twins.ts'

const WHY = { tagCode: 'same-tag', serial: 'same-serial' } as const

type By = Pick<LiveWrite, 'sender' | 'stampAsSent'>

/** A thing has another code than before, or is gone: what was asked of the former code is looked at again. */
export function leaveTwins(unit: Unit, collections: CustodyCollections, by: By, before: AnyDocument) {
  settleTwins(unit, collections, before.id)
  const now = unit.get(collections.equipment, before.id)
  const left = now?.deleted ? undefined : now?.document
  for (const field of CODE_FIELDS) {
    const code = codeOf(before, field)
    if (code !== undefined && codesDiffer(before, left, field)) fileRest(unit, collections, by, field, code)
  }
}

/** Whether the code of a version stands for another thing than the one's before. Whose serial it is, its maker says. */
function codesDiffer(
  before: AnyDocument | undefined,
  after: AnyDocument | undefined,
  field: CodeField,
): boolean {
  if (codeOf(before, field) !== codeOf(after, field)) return true
  return field === 'serial' && before?.manufacturer !== after?.manufacturer
}

/** Of more than two things with one code each was asked about with the first: where that goes, the rest still share it. */
function fileRest(unit: Unit, collections: CustodyCollections, by: By, field: CodeField, code: string) {
  unit.require((needs) => needCode(needs, codeName(field), code))
  const [, ...rest] = twinsBy(unit, collections, { id: '', stamp: '', [field]: code }, field)
  for (const thing of rest) fileTwin(unit, collections, by, thing, field)
}

/** A review of two things with one code has nothing to settle once one of them has another code, or is gone. */
function settleTwins(unit: Unit, { equipment, reviews }: CustodyCollections, id: string) {
  for (const review of openReviewsOf(unit, reviews, id, 'duplicate-tag')) {
    const { reason, fields } = review
    const otherId = isJsonObject(reason) ? reason.otherId : undefined
    const field = CODE_FIELDS.find((name) => name === fields?.[0])
    const [one, other] = [review.documentId, otherId].map((each) => {
      const stored = typeof each === 'string' ? unit.get(equipment, each) : undefined
      return stored?.deleted ? undefined : stored?.document
    })
    if (!one || !other || !field || !sharesCode(one, other, field))
      settleReview(unit, reviews, review, 'codes-differ')
  }
}

/** Two things with one code that are not one thing, or no longer can be made one, are a manager's matter. */
export function fileTwins(
  unit: Unit,
  collections: CustodyCollections,
  { sent, sender, stampAsSent }: LiveWrite,
  before: Stored | undefined,
) {
  const after = unit.get(collections.equipment, sent.id)
  if (!after) return
  noteCodes(unit, after.document)
  const by = { sender, stampAsSent }
  const others = CODE_FIELDS.filter((field) => codesDiffer(before?.document, after.document, field))
  if (others.length === 0) return
  if (before) leaveTwins(unit, collections, by, before.document)
  for (const field of others) fileTwin(unit, collections, by, after, field)
}

/** A thing that was deleted is back: another may carry its code by now [S4]. */
export function fileTwinsOfRevived(unit: Unit, collections: CustodyCollections, by: By, id: string) {
  const revived = unit.get(collections.equipment, id)
  if (!revived) return
  noteCodes(unit, revived.document)
  for (const field of CODE_FIELDS) {
    const code = codeOf(revived.document, field)
    if (code === undefined) continue
    unit.require((needs) => needCode(needs, codeName(field), code))
    fileTwin(unit, collections, by, revived, field)
  }
}

function fileTwin(unit: Unit, collections: CustodyCollections, by: By, thing: Stored, field: CodeField) {
  for (const twin of askedTwins(unit, collections, thing.document, field))
    fileAbout(unit, collections, by, [thing, twin], field)
}

/**
 * The things about which a manager is asked whether they are this one: the first, which the others were asked about with. Of a
 * serial whose maker is not known that is the first of each maker: those were never asked about with each other.
 */
function askedTwins(unit: Unit, collections: CustodyCollections, document: AnyDocument, field: CodeField) {
  const asked: Stored[] = []
  for (const twin of twinsBy(unit, collections, document, field)) {
    const isReached = asked.some((other) => sharesCode(other.document, twin.document, field))
    if (sharesCode(document, twin.document, field) && !isReached) asked.push(twin)
  }
  return asked
}

function fileAbout(
  unit: Unit,
  collections: CustodyCollections,
  { sender, stampAsSent }: By,
  [thing, twin]: readonly [Stored, Stored],
  field: CodeField,
) {
  const { equipment, reviews } = collections
  const { document } = thing
  const code = codeOf(document, field)
  const mark = `${twin.document.id} ${field} ${code}`
  const either = [
    { documentId: document.id, mark },
    { documentId: twin.document.id, mark: `${document.id} ${field} ${code}` },
  ]
  const filed = either.flatMap((pair) => {
    const stored = unit.get(reviews, reviewIdOf({ kind: 'duplicate-tag', ...pair }, sender.subject.userId))
    return stored ? [typed(reviews, stored.document)] : []
  })
  if (filed.some(isStanding) || isAsked(unit, collections, thing, twin, field)) return
  fileReview(unit, reviews, sender, {
    kind: 'duplicate-tag',
    state: 'open',
    collection: equipment.name,
    documentId: document.id,
    // What was settled of the two before is another matter.
    mark: filed.length === 0 ? mark : `${mark} ${stampAsSent}`,
    stamp: stampAsSent,
    device: { ...asSeenBy(equipment, { role: sender.subject.role }, document), _deleted: false },
    server: storedForReview(equipment, sender, twin),
    fields: [field],
    reason: { code: WHY[field], otherId: twin.document.id },
  })
}

/** It waits for a manager, or one has said that the two may share the code. */
function isStanding({ state, resolution }: Review): boolean {
  if (state === 'open') return true
  return state === 'resolved' && isJsonObject(resolution) && resolution.action === 'reject'
}

/** Whether an open review asks of these two already, under whichever mark. */
function isAsked(
  unit: Unit,
  { reviews }: CustodyCollections,
  thing: Stored,
  twin: Stored,
  field: CodeField,
): boolean {
  return openReviewsOf(unit, reviews, thing.document.id, 'duplicate-tag').some(
    ({ documentId, reason, fields }) =>
      fields?.[0] === field &&
      [documentId, isJsonObject(reason) ? reason.otherId : undefined].includes(twin.document.id),
  )
}
