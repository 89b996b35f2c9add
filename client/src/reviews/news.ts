import type { Review } from '../../../shared/collections/reviews.ts'
import { type Decision, decisionsOf, ends } from '../../../shared/reviews/decision.ts'
import { lostSide, reviewReason } from './review-reason.ts'
import { lostDecision, standingOf } from './standing.ts'

/**
 * What a review says to one person:
 * - `question`: a manager asks the author; `answered`: the author answered who asked
 * - `assigned`: somebody else put the review into this person's hands
 * - `overtaken`, `refused`: what the person decided changed nothing
 * - `decided`: somebody settled what the person wrote; `taken-back`: who decided, or another, took that back
 * - `overwritten`: what the person wrote is not what is stored; `not-taken`: the server refused it
 * - `waiting`: what the person wrote waits for a manager; nothing to be told yet
 */
export const NEWS_KINDS = [
  'question',
  'answered',
  'assigned',
  'overtaken',
  'refused',
  'decided',
  'taken-back',
  'overwritten',
  'not-taken',
  'waiting',
] as const
export type NewsKind = (typeof NEWS_KINDS)[number]

export interface News {
  readonly kind: NewsKind
  readonly review: Review
  /** When it became so (ISO 8601). */
  readonly at: string
  /** Names what is new: the same news once seen stays seen. */
  readonly mark: string
}

/** The latest that a review says to a person; undefined where it is none of theirs. */
export function newsOf(review: Review, userId: string): News | undefined {
  const lost = lostDecision(review, userId)
  if (lost) return from(review, lost.as, lost.decision)
  const { question, state, assigneeId } = standingOf(review)
  const answer = answered(review, userId)
  if (answer && state === 'open') return from(review, 'answered', answer)
  const author = review.authorId === userId
  const isAsked = question !== undefined && author && question.outcome === 'applied'
  const assignment = state === 'open' && assigneeId === userId ? lastAssignment(review) : undefined
  if (assignment && assignment.by !== userId && !isAsked) return from(review, 'assigned', assignment)
  if (!author && !(review.concernedIds ?? []).includes(userId)) return undefined
  if (isAsked) return from(review, 'question', question)
  if (review.state === 'resolved') {
    if (review.resolvedBy === undefined || review.resolvedBy === userId) return undefined
    const at = review.resolvedAt ?? review.receivedAt
    return { kind: 'decided', review, at, mark: `decided ${at}` }
  }
  const undo = lastUndo(review)
  if (undo && undo.by !== userId) return from(review, 'taken-back', undo)
  const { receivedAt: at } = review
  if (review.kind === 'overwritten') {
    const side = lostSide(reviewReason(review))
    const told = side === 'both' || (side === 'device') === author
    return told ? { kind: 'overwritten', review, at, mark: 'filed' } : undefined
  }
  if (review.state !== 'open') return undefined
  const kind = review.kind === 'rejected' && author ? 'not-taken' : 'waiting'
  return { kind, review, at, mark: 'filed' }
}

/** Who put the review into the hands that it is in. */
function lastAssignment(review: Review): Decision | undefined {
  return decisionsOf(review).findLast(({ action, outcome }) => action === 'assign' && outcome === 'applied')
}

/** The decision that took the one before it back, where nobody decided anew since. */
function lastUndo(review: Review): Decision | undefined {
  const last = decisionsOf(review).findLast(
    ({ action, outcome }) => outcome === 'applied' && (action === 'undo' || ends(action)),
  )
  return last?.action === 'undo' ? last : undefined
}

/** The answer to what this person asked, where nothing was asked since. */
function answered(review: Review, userId: string): Decision | undefined {
  const spoken = decisionsOf(review).filter(
    ({ action, outcome }) => outcome === 'applied' && (action === 'ask' || action === 'answer'),
  )
  const [ask, answer] = spoken.slice(-2)
  return ask?.action === 'ask' && ask.by === userId && answer?.action === 'answer' ? answer : undefined
}

function from(review: Review, kind: NewsKind, decision: Decision): News {
  return { kind, review, at: decision.receivedAt ?? decision.at, mark: decision.id }
}

/** What has been seen on this device: the mark of each review's news, and from when on news count. */
export interface Seen {
  readonly since: string
  readonly marks: Readonly<Record<string, string>>
}

/** Whether news are to be counted: nobody has looked at them here, and they are no older than this device's first look. */
export function isUnseen({ kind, at, mark, review }: News, seen: Seen): boolean {
  return kind !== 'waiting' && at >= seen.since && seen.marks[review.id] !== mark
}
