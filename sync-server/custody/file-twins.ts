import { asSeenBy } from '../../shared/access.ts'
import { isJsonObject } from '../../shared/json.ts'
import { isTellingSerial, ofOtherMakers } from '../../shared/means-same.ts'
import { fileReview, storedForReview } from '../sync/file-review.ts'
import { needCode } from '../sync/needs.ts'
import { openReviewsOf, settleReview } from '../sync/open-reviews.ts'
import type { LiveWrite } from '../sync/push-context.ts'
import type { Stored, Unit } from '../sync/unit.ts'
import type { CustodyCollections } from './collections.ts'
import { CODE_FIELDS, type CodeField, codeName, codeOf, noteCodes, twinsBy } from './twins.ts'

const WHY = { tagCode: 'same-tag', serial: 'same-serial' } as const

/** A review of two things with one code has nothing to settle once one of them has another code, or is gone. */
export function settleTwins(unit: Unit, { equipment, reviews }: CustodyCollections, id: string) {
  for (const review of openReviewsOf(unit, reviews, id, 'duplicate-tag')) {
    const { reason, fields } = review
    const otherId = isJsonObject(reason) ? reason.otherId : undefined
    const [one, other] = [review.documentId, otherId].map((each) => {
      const stored = typeof each === 'string' ? unit.get(equipment, each) : undefined
      const field = CODE_FIELDS.find((name) => name === fields?.[0])
      return stored && !stored.deleted && field ? codeOf(stored.document, field) : undefined
    })
    if (one === undefined || one !== other) settleReview(unit, reviews, review, 'codes-differ')
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
  for (const field of CODE_FIELDS) {
    const code = codeOf(after.document, field)
    if (before && code !== codeOf(before.document, field)) settleTwins(unit, collections, sent.id)
    if (code === undefined || code === codeOf(before?.document, field)) continue
    fileTwin(unit, collections, { sender, stampAsSent }, after, field, '')
  }
}

/** A thing that was deleted is back: another may carry its code by now [S4]. */
export function fileTwinsOfRevived(
  unit: Unit,
  collections: CustodyCollections,
  by: Pick<LiveWrite, 'sender' | 'stampAsSent'>,
  id: string,
) {
  const revived = unit.get(collections.equipment, id)
  if (!revived) return
  noteCodes(unit, revived.document)
  for (const field of CODE_FIELDS) {
    const code = codeOf(revived.document, field)
    if (code === undefined) continue
    unit.require((needs) => needCode(needs, codeName(field), code))
    // What was filed of the two before was settled by the deletion: this one is another.
    fileTwin(unit, collections, by, revived, field, ` ${by.stampAsSent}`)
  }
}

function fileTwin(
  unit: Unit,
  collections: CustodyCollections,
  { sender, stampAsSent }: Pick<LiveWrite, 'sender' | 'stampAsSent'>,
  thing: Stored,
  field: CodeField,
  since: string,
) {
  const { equipment, reviews } = collections
  const { document } = thing
  const code = codeOf(document, field)
  if (field === 'serial' && !isTellingSerial(code)) return
  const [twin] = twinsBy(unit, collections, document, field)
  if (!twin || (field === 'serial' && ofOtherMakers(document, twin.document))) return
  fileReview(unit, reviews, sender, {
    kind: 'duplicate-tag',
    state: 'open',
    collection: equipment.name,
    documentId: document.id,
    mark: `${twin.document.id} ${field} ${code}${since}`,
    stamp: stampAsSent,
    device: { ...asSeenBy(equipment, { role: sender.subject.role }, document), _deleted: false },
    server: storedForReview(equipment, sender, twin),
    fields: [field],
    reason: { code: WHY[field], otherId: twin.document.id },
  })
}
