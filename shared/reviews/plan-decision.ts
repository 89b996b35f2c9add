import type { Review } from '../collections/reviews.ts'
import { isUuid } from '../ids.ts'
import type { JsonObject } from '../json.ts'
import { isManager } from '../roles.ts'
import { instant } from '../validate.ts'
import { actionsFor, type Decision, type Effect, ends, mayDecide } from './decision.ts'
import { effectsOf } from './effects.ts'
import { withoutAbsent } from './ledger-entry.ts'
import { planDeletion } from './plan-deletion.ts'
import { planDuplicate } from './plan-duplicate.ts'
import { planFork } from './plan-fork.ts'
import { planOverdraw } from './plan-overdraw.ts'
import { planOverwritten } from './plan-overwritten.ts'
import { planRejected } from './plan-rejected.ts'
import { planUndo } from './plan-undo.ts'
import { isProblem, type Planned, type PlannedWrite, type Problem, problem } from './planned.ts'
import { type Decider, liveDocument, type World } from './world.ts'

/** What of a review follows from a decision; null: none. Absent: as it was. */
export interface ReviewChange {
  readonly state?: Review['state']
  readonly assigneeId?: string | null
  readonly deferredUntil?: string | null
  readonly resolution?: JsonObject | null
}

/** What a decision does, with nothing done yet. */
export interface Plan {
  /** In their order. */
  readonly writes: readonly PlannedWrite[]
  readonly effects: readonly Effect[]
  readonly review: ReviewChange
}

const NOTHING = { writes: [], effects: [] } as const

/**
 * What a decision on a review leads to, or why it can't be carried out. Pure: on a device it is the preview of the outcome,
 * on the server what is then done. That the decision is on the review's version is the caller's to see.
 */
export function planDecision(review: Review, decision: Decision, world: World, by: Decider): Plan | Problem {
  const { action, reason = '' } = decision
  if (!mayDecide(by.role, action, review.authorId === by.userId)) return problem('not-allowed')
  if (!actionsFor(review.kind).includes(action)) return problem('not-for-kind')
  if ((action === 'ask' || action === 'answer' || action === 'reject') && reason.trim() === '')
    return problem('value-missing', 'reason')
  if (action === 'ask' || action === 'answer') return { ...NOTHING, review: {} }
  if (action === 'undo') return planned(planUndo(review, decision, world, by), world, reopened(review))
  if (!isOpenFor(review, decision)) return problem('already-decided')
  if (action === 'assign') return planAssignment(decision, world)
  if (action === 'defer') return planDeferral(decision)
  return planned(planEnding(review, decision, world, by), world, {
    state: 'resolved',
    deferredUntil: null,
    resolution: resolutionOf(decision, by),
  })
}

/** What was settled against somebody's write can be decided anew; other reviews that have ended are first undone. */
function isOpenFor({ state, kind }: Review, { action }: Decision): boolean {
  return state === 'open' || (state === 'settled' && kind === 'overwritten' && ends(action))
}

function reopened({ kind }: Review): ReviewChange {
  return { state: kind === 'overwritten' ? 'settled' : 'open', resolution: null }
}

function planned(writes: Planned, world: World, review: ReviewChange): Plan | Problem {
  return isProblem(writes) ? writes : { writes, effects: effectsOf(writes, world), review }
}

function planEnding(review: Review, decision: Decision, world: World, by: Decider): Planned {
  if (review.kind === 'deletion') return planDeletion(review, decision, world, by)
  if (decision.action === 'reject') return []
  switch (review.kind) {
    case 'overwritten':
      return planOverwritten(review, decision, world, by)
    case 'custody-fork':
      return planFork(review, decision, world, by)
    case 'overdraw':
      return planOverdraw(review, decision, world, by)
    case 'duplicate-tag':
      return planDuplicate(review, decision, world, by)
    case 'rejected':
      return planRejected(review, decision, world, by)
  }
}

function resolutionOf({ id, action, fields, value, reason }: Decision, by: Decider): JsonObject {
  return withoutAbsent({ id, action, fields, value, reason, by: by.userId })
}

function planAssignment({ value }: Decision, world: World): Plan | Problem {
  const assigneeId = value?.assigneeId
  if (assigneeId === undefined) return problem('value-missing', 'assigneeId')
  if (assigneeId === null) return { ...NOTHING, review: { assigneeId } }
  const user = isUuid(assigneeId) ? liveDocument(world, 'users', assigneeId) : undefined
  if (!user || !isManager(user.role) || user.active !== true) return problem('value-invalid', 'assigneeId')
  return { ...NOTHING, review: { assigneeId: user.id } }
}

function planDeferral({ value }: Decision): Plan | Problem {
  const until = value?.until
  if (until === undefined) return problem('value-missing', 'until')
  if (until === null) return { ...NOTHING, review: { deferredUntil: null } }
  const deferredUntil = typeof until === 'string' ? instant(until) : undefined
  if (deferredUntil === undefined) return problem('value-invalid', 'until')
  return { ...NOTHING, review: { deferredUntil } }
}
