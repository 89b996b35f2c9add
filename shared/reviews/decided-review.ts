import type { Review } from '../collections/reviews.ts'
import { isJsonObject } from '../json.ts'
import { type Decision, type DecisionAction, decisionsOf, type Effect } from './decision.ts'
import { withoutAbsent } from './ledger-entry.ts'
import type { ReviewChange } from './plan-decision.ts'
import type { Decider } from './world.ts'

/** Words between people: they settle nothing, are overtaken by nothing, and overtake nothing. */
export function isWord(action: DecisionAction): boolean {
  return action === 'ask' || action === 'answer'
}

/** The decision that counted on the version that this one saw, or on a later one; undefined: none did. */
export function firstOver(
  review: Pick<Review, 'decisions'>,
  { id, action, version }: Pick<Decision, 'id' | 'action' | 'version'>,
): Decision | undefined {
  if (isWord(action)) return undefined
  return decisionsOf(review).find(
    (other) =>
      other.outcome === 'applied' && !isWord(other.action) && other.id !== id && other.version >= version,
  )
}

/** Why a decision no longer counts for the review that it saw; undefined: it is still that one. */
export type Outdated = 'overtaken' | 'evidence-changed' | 'earlier-missing'

/**
 * - `overtaken`: another decision came first
 * - `evidence-changed`: nobody decided, but what the review is about grew or was settled by itself
 * - `earlier-missing`: it builds on one that did not count
 */
export function outdated(
  review: Pick<Review, 'version' | 'decisions'>,
  draft: Pick<Decision, 'id' | 'action' | 'version'>,
): Outdated | undefined {
  if (isWord(draft.action) || draft.version === review.version) return undefined
  if (draft.version > review.version) return 'earlier-missing'
  return firstOver(review, draft) ? 'overtaken' : 'evidence-changed'
}

/**
 * The version that the next decision on this device names: what is on its way counts as done, so that several decisions made
 * without a connection follow one another.
 */
export function nextVersion(review: Pick<Review, 'version' | 'decisions'>): number {
  const onTheirWay = decisionsOf(review).filter(
    ({ outcome, action }) => outcome === undefined && !isWord(action),
  )
  return review.version + onTheirWay.length
}

/** The review with a decision in its list, and with what follows from it where it was applied. */
export function decidedReview(
  review: Review,
  decision: Decision,
  outcome: { readonly review: ReviewChange; readonly effects: readonly Effect[] } | undefined,
  by: Decider,
): Review {
  const others = decisionsOf(review).filter(({ id }) => id !== decision.id)
  const decisions = [...others, decision].map(({ fields, ...rest }) =>
    withoutAbsent({ ...rest, fields: fields && { ...fields } }),
  )
  if (!outcome) return { ...review, decisions }
  const { review: change } = outcome
  const kept = { ...review, decisions, ...withEffects(review, decision, outcome.effects) }
  const { resolvedBy, resolvedAt, resolution, assigneeId, deferredUntil, ...rest } = kept
  const ended = change.resolution === undefined ? { resolution, resolvedBy, resolvedAt } : {}
  return {
    ...rest,
    ...present(ended),
    ...(change.resolution
      ? {
          resolution: change.resolution,
          resolvedBy: by.userId,
          resolvedAt: decision.receivedAt ?? decision.at,
        }
      : {}),
    ...present({
      assigneeId: change.assigneeId === undefined ? assigneeId : change.assigneeId,
      deferredUntil: change.deferredUntil === undefined ? deferredUntil : change.deferredUntil,
    }),
    state: change.state ?? review.state,
    version: isWord(decision.action) ? review.version : review.version + 1,
  }
}

function withEffects({ effects }: Review, { id }: Decision, own: readonly Effect[]): Pick<Review, 'effects'> {
  if (own.length === 0) return {}
  const list = own.map(({ before, after, left, ...effect }) =>
    withoutAbsent({ ...effect, before, after, left }),
  )
  return { effects: { ...(isJsonObject(effects) ? effects : {}), [id]: list } }
}

function present<T extends Readonly<Record<string, unknown>>>(
  fields: T,
): { [K in keyof T]?: NonNullable<T[K]> } {
  const kept: { [K in keyof T]?: NonNullable<T[K]> } = {}
  for (const name in fields) {
    const value = fields[name]
    if (value !== undefined && value !== null) kept[name] = value
  }
  return kept
}
