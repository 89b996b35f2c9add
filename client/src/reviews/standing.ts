import type { Review } from '../../../shared/collections/reviews.ts'
import { firstOver, nextVersion } from '../../../shared/reviews/decided-review.ts'
import { type Decision, decisionsOf, ends } from '../../../shared/reviews/decision.ts'

/** Where a review stands on this device: as the server says, and on top of it what was decided here and is on its way. */
export interface Standing {
  readonly state: Review['state']
  /** The version that the next decision names: each one on its way will have counted by then. */
  readonly version: number
  /** Decisions of this device that the server has not answered. */
  readonly pending: readonly Decision[]
  readonly assigneeId: string | undefined
  readonly deferredUntil: string | undefined
  /** What the author was asked and has not answered. */
  readonly question: Decision | undefined
}

export function standingOf(review: Review): Standing {
  const decisions = decisionsOf(review)
  const pending = decisions.filter(({ outcome }) => outcome === undefined)
  let { state, assigneeId, deferredUntil } = review
  for (const decision of pending) {
    if (decision.action === 'undo') {
      if (state === 'resolved') state = review.kind === 'overwritten' ? 'settled' : 'open'
      continue
    }
    if (ends(decision.action)) state = 'resolved'
    if (decision.action === 'assign') assigneeId = textOf(decision.value?.assigneeId)
    if (decision.action === 'defer') deferredUntil = textOf(decision.value?.until)
  }
  return {
    state,
    version: nextVersion(review),
    pending,
    assigneeId,
    deferredUntil,
    question: state === 'resolved' ? undefined : openQuestion(decisions),
  }
}

/** Ids of those that are open with all that was decided here and is on its way. */
export function openIds(reviews: readonly Review[]): readonly string[] {
  return reviews.filter((review) => standingOf(review).state === 'open').map(({ id }) => id)
}

/** Open, and put off to a day that has not come. @param now ms since 1970 */
export function isDeferred(
  { state, deferredUntil }: Pick<Standing, 'state' | 'deferredUntil'>,
  now: number,
): boolean {
  return state === 'open' && deferredUntil !== undefined && Date.parse(deferredUntil) > now
}

/** A decision that changed nothing, and the one that had been made before it. */
export interface LostDecision {
  readonly decision: Decision
  /** Nobody is said to have come first where nobody did. */
  readonly as: 'overtaken' | 'refused'
  /** The decision that counted on that version, or on a later one; undefined where it was refused for itself. */
  readonly first: Decision | undefined
}

/** What somebody decided last, where it changed nothing: they are told, and what they can do. */
export function lostDecision(review: Review, userId: string): LostDecision | undefined {
  const decisions = decisionsOf(review)
  const decision = decisions.findLast(({ by, outcome }) => outcome === undefined || by === userId)
  if (!decision || (decision.outcome !== 'overtaken' && decision.outcome !== 'refused')) return undefined
  const first = decision.outcome === 'overtaken' ? firstOver(review, decision) : undefined
  return { decision, as: first ? 'overtaken' : 'refused', first }
}

function openQuestion(decisions: readonly Decision[]): Decision | undefined {
  const spoken = decisions.filter(
    ({ action, outcome }) =>
      (action === 'ask' || action === 'answer') && outcome !== 'overtaken' && outcome !== 'refused',
  )
  const last = spoken.at(-1)
  return last?.action === 'ask' ? last : undefined
}

function textOf(value: unknown): string | undefined {
  return typeof value === 'string' && value !== '' ? value : undefined
}
