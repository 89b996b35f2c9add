import { hash } from 'node:crypto'
import { parseStamp } from '../../shared/clock.ts'
import { typed } from '../../shared/collections/definition.ts'
import type { Review } from '../../shared/collections/reviews.ts'
import { type Fork, forksOf, type Link } from '../../shared/custody-chain.ts'
import { isJsonObject, type Json, type JsonObject, sameJson } from '../../shared/json.ts'
import { undoneEntries, withoutUndone } from '../../shared/reviews/undone.ts'
import { derivedId, fileReview, storedForReview } from '../sync/file-review.ts'
import { openReviewsOf, settleReview } from '../sync/open-reviews.ts'
import type { Sender } from '../sync/sender.ts'
import type { Stored, Unit } from '../sync/unit.ts'
import type { CustodyCollections } from './collections.ts'
import { concernedBy } from './concerned.ts'
import { chainOf, clockOf } from './ledger.ts'

/**
 * Files a review for each fork of a thing's chain [S2], and looked at again each time the chain grows: ends that agree
 * settle it, ends that part again open it again. What a manager resolved stays resolved until a new end appears.
 */
export function fileForks(unit: Unit, collections: CustodyCollections, equipmentId: string, sender: Sender) {
  const { equipment, reviews } = collections
  const thing = unit.get(equipment, equipmentId)
  if (thing?.deleted) return
  for (const fork of standingForks(unit, collections, equipmentId)) {
    const found = findingOf(unit, fork)
    const stored = unit.get(reviews, forkReviewId(equipmentId, fork))
    if (stored) {
      lookAgain(unit, collections, stored, fork, sender)
      continue
    }
    fileReview(unit, reviews, sender, {
      kind: 'custody-fork',
      state: found.state,
      collection: equipment.name,
      documentId: equipmentId,
      mark: fork.previousId ?? '',
      stamp: ownStamp(fork, sender),
      server: storedForReview(equipment, sender, thing),
      transactionIds: found.transactionIds,
      concernedIds: concernedBy(unit, collections, fork.sides, sender.subject.userId),
      fields: ['holderId', 'status'],
      reason: found.reason,
    })
  }
}

/** Where a thing goes for good, who has it is nobody's question any more; it is one again if the thing comes back. */
export function settleForks(unit: Unit, { reviews }: CustodyCollections, equipmentId: string) {
  for (const review of openReviewsOf(unit, reviews, equipmentId, 'custody-fork'))
    settleReview(unit, reviews, review, 'document-deleted')
}

/** Of the sides, that of whoever brought the fork: whose write it was and when belong together. Of another's write: none. */
function ownStamp({ sides }: Fork, { subject, deviceId }: Sender): string {
  const own = sides.filter(
    ({ actorId, stamp }) => actorId === subject.userId && parseStamp(stamp)?.deviceId === deviceId,
  )
  return own.at(-1)?.stamp ?? ''
}

function forkReviewId(equipmentId: string, { previousId = '' }: Pick<Fork, 'previousId'>): string {
  return derivedId('custody-fork', equipmentId, previousId)
}

/** The forks of a chain without what was decided and undone: there the branches are apart again. */
function standingForks(unit: Unit, { reviews }: CustodyCollections, equipmentId: string): readonly Fork[] {
  const chain: readonly Link[] = chainOf(unit, equipmentId)
  const forks = forksOf(chain)
  const undone = forks.flatMap((fork) => {
    const stored = unit.get(reviews, forkReviewId(equipmentId, fork))
    return stored ? [...undoneEntries(typed(reviews, stored.document))] : []
  })
  return undone.length === 0 ? forks : forksOf(withoutUndone(chain, new Set(undone)))
}

/** So many sides, and so many ends, a review shows. A decision goes by the ledger, and names every end. */
const MOST_SHOWN = 100

function findingOf(unit: Unit, fork: Fork) {
  const { joined, agreed, sides, ends } = fork
  const code = !joined && agreed ? 'ends-agree' : 'two-follow-one'
  const all = idsOf([...sides, ...ends])
  const latest = ends.toSorted((a, b) => (a.stamp > b.stamp ? -1 : 1)).slice(0, MOST_SHOWN)
  const shown = idsOf([...sides.slice(0, MOST_SHOWN), ...latest])
  // What is not shown counts as well where it changes.
  const more = shown.length < all.length ? { entries: all.length, ...marksOf(fork) } : {}
  return {
    state: joined ? 'resolved' : agreed ? 'settled' : 'open',
    transactionIds: shown,
    reason: { code, ...more, ...clocksOf(unit, shown) },
  } as const
}

/** Whose entry was made by a clock that was off, and by how much: the order in which a fork's sides were made hangs on that. */
function clocksOf(unit: Unit, entryIds: readonly string[]) {
  const clocks = entryIds.flatMap((id) => {
    const off = clockOf(unit, id)
    return off === undefined ? [] : [[id, off] as const]
  })
  return clocks.length > 0 ? { clocks: Object.fromEntries(clocks) } : {}
}

function idsOf(links: readonly Link[]): readonly string[] {
  return [...new Set(links.map(({ id }) => id))].sort()
}

function marksOf({ sides, ends }: Fork) {
  const mark = (links: readonly Link[]) => hash('sha256', idsOf(links).join(' '), 'base64url')
  return { sides: mark(sides), ends: mark(ends) }
}

function lookAgain(unit: Unit, collections: CustodyCollections, stored: Stored, fork: Fork, sender: Sender) {
  const { reviews } = collections
  const review = typed(reviews, stored.document)
  const { state, reason, transactionIds } = findingOf(unit, fork)
  const same = sameJson(review.transactionIds, transactionIds) && sameEntries(review.reason, reason)
  if (review.state === 'resolved' && (same || staysResolved(review, fork))) return
  if (review.state === state && same) return
  const { resolution, resolvedBy, resolvedAt, concernedIds: _before, ...rest } = review
  const now = unit.now.toISOString()
  const concernedIds = concernedBy(unit, collections, fork.sides, review.authorId)
  const document = {
    ...rest,
    // Who named every end in a transaction has settled it, though not by deciding on the review.
    ...(state === 'resolved' ? { resolvedBy: sender.subject.userId, resolvedAt: now } : {}),
    ...(state === 'resolved' && resolution !== undefined ? { resolution, resolvedBy, resolvedAt } : {}),
    ...(concernedIds.length > 0 ? { concernedIds } : {}),
    state,
    transactionIds,
    reason: { ...reason, ...clockIn(review.reason) },
    version: review.version + 1,
    updatedAt: now,
  }
  // A decision on this version may have come first [L3].
  unit.require((needs) => needs.rejections.add(review.id))
  unit.put(reviews, { ...stored, document })
}

/** How far the clock was off of whoever came first with it. */
function clockIn(reason: Json | undefined): JsonObject {
  const off = isJsonObject(reason) ? reason.clockOff : undefined
  return off === undefined ? {} : { clockOff: off }
}

/** Whether the entries that are not shown are the same. */
function sameEntries(before: Json | undefined, now: JsonObject): boolean {
  const known = isJsonObject(before) ? before : {}
  return sameJson([known.sides, known.ends], [now.sides, now.ends])
}

/** A fork that was joined stays so; one that was left as it is, until somebody else comes to it. */
function staysResolved(review: Review, fork: Fork): boolean {
  if (fork.joined) return true
  const { resolution, transactionIds, reason } = review
  if (!isJsonObject(resolution) || resolution.action !== 'reject') return false
  if (isJsonObject(reason) && reason.sides !== undefined) return reason.sides === marksOf(fork).sides
  const known = new Set(transactionIds ?? [])
  return fork.sides.every((side) => known.has(side.id))
}
