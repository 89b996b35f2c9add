import { typed } from '../../shared/collections/definition.ts'
import type { Review } from '../../shared/collections/reviews.ts'
import { isJsonObject, type Json } from '../../shared/json.ts'
import { isWord } from '../../shared/reviews/decided-review.ts'
import {
  areAsked,
  type Decision,
  type DecisionDraft,
  decisionsOf,
  draftOf,
  mayDecide,
} from '../../shared/reviews/decision.ts'
import { settleReview } from '../sync/open-reviews.ts'
import type { PushContext } from '../sync/push-context.ts'
import { DECISION_TAKEN } from '../sync/refused-before.ts'
import { rejectionsRead, rejectionsWanted } from '../sync/rejections.ts'
import type { Sender } from '../sync/sender.ts'
import { serverStamp } from '../sync/server-stamp.ts'
import type { Unit } from '../sync/unit.ts'
import { takeDecision } from './take-decision.ts'
import type { Lookups } from './unit-world.ts'

/** A decision that came before its review, in the review that keeps it. */
interface Waiting {
  readonly draft: DecisionDraft
  readonly keptIn: Review
}

/**
 * Takes the decisions that came before the reviews which this commit files or changes, in the order of the versions that they saw [L3].
 * One that saw a version which is not there yet goes on waiting.
 */
export function takeWaiting(unit: Unit, context: PushContext, lookups: Lookups) {
  const { reviews } = context
  if (!rejectionsWanted(unit)) return
  const changed = unit.changes().filter(({ definition, visible }) => visible && definition === reviews)
  for (const { after } of changed) {
    const { id } = after.document
    const keeping = rejectionsRead(unit, reviews, id).filter(keepsDecisions)
    const waiting = keeping
      .flatMap((keptIn) => ownDrafts(keptIn).map((draft): Waiting => ({ draft, keptIn })))
      .toSorted((a, b) => a.draft.version - b.draft.version || (a.draft.at < b.draft.at ? -1 : 1))
    for (const one of waiting) takeOne(unit, context, lookups, id, one)
    const known = new Set(decisionsIn(unit, context, id).map((decision) => decision.id))
    for (const review of keeping)
      if (ownDrafts(review).every((draft) => known.has(draft.id)))
        settleReview(unit, reviews, review, DECISION_TAKEN)
  }
}

function takeOne(
  unit: Unit,
  context: PushContext,
  lookups: Lookups,
  reviewId: string,
  { draft, keptIn }: Waiting,
) {
  const stored = unit.get(context.reviews, reviewId)
  if (!stored || stored.deleted) return
  const review = typed(context.reviews, stored.document)
  if (!isWord(draft.action) && draft.version > review.version) return
  const sender = authorOf(unit, context, keptIn)
  if (!sender) return
  const { role, userId } = sender.subject
  if (!mayDecide(role, draft.action, review.authorId === userId)) return
  if (!areAsked(decisionsOf(review), [draft])) return
  takeDecision({ unit, context, sender, lookups, stamp: serverStamp(unit.now) }, reviewId, draft)
}

function decisionsIn(unit: Unit, { reviews }: PushContext, reviewId: string): readonly Decision[] {
  const stored = unit.get(reviews, reviewId)
  return stored ? decisionsOf(stored.document) : []
}

function keepsDecisions({ collection, state, reason, ...review }: Review): boolean {
  const waits = isJsonObject(reason) && reason.code === 'not-found'
  return waits && collection === 'reviews' && state === 'open' && ownDrafts(review).length > 0
}

/** What its author added; what stood there before is sent by those who decided it. */
function ownDrafts({ base, device }: Pick<Review, 'base' | 'device'>): readonly DecisionDraft[] {
  const before = new Set(draftsIn(base).map(({ id }) => id))
  return draftsIn(device).filter(({ id }) => !before.has(id))
}

function draftsIn(version: Json | undefined): readonly DecisionDraft[] {
  const list = isJsonObject(version) ? version.decisions : undefined
  if (!Array.isArray(list)) return []
  return list.flatMap((entry) => (isJsonObject(entry) ? (draftOf(entry) ?? []) : []))
}

/** Who decided, by the right that they have now; undefined where they have none any more. */
function authorOf(unit: Unit, { users }: PushContext, { authorId, deviceId }: Review): Sender | undefined {
  const stored = authorId === undefined ? undefined : unit.get(users, authorId)
  if (!stored || stored.deleted || deviceId === undefined) return undefined
  const { id, role, active, personId, teamIds } = typed(users, stored.document)
  return active ? { subject: { userId: id, role, personId, teamIds: teamIds ?? [] }, deviceId } : undefined
}
