import { maxStamp } from '../../shared/clock.ts'
import { typed } from '../../shared/collections/definition.ts'
import type { Review } from '../../shared/collections/reviews.ts'
import type { RejectionCode } from '../../shared/errors.ts'
import { decidedReview, outdated } from '../../shared/reviews/decided-review.ts'
import {
  type Decision,
  type DecisionDraft,
  type DecisionProblem,
  decisionsOf,
  ends,
} from '../../shared/reviews/decision.ts'
import { LEDGER } from '../../shared/reviews/ledger-entry.ts'
import { type Plan, planDecision } from '../../shared/reviews/plan-decision.ts'
import { isProblem, type Problem, problem } from '../../shared/reviews/planned.ts'
import { holdSame } from '../../shared/reviews/same-entry.ts'
import type { Decider } from '../../shared/reviews/world.ts'
import { settleReview } from '../sync/open-reviews.ts'
import type { PushContext } from '../sync/push-context.ts'
import { rejectionsOf } from '../sync/rejections.ts'
import type { Sender } from '../sync/sender.ts'
import type { Unit } from '../sync/unit.ts'
import { type Act, carryOut, refusalOf } from './carry-out.ts'
import { type Lookups, unitWorld } from './unit-world.ts'

export interface Taking {
  readonly unit: Unit
  readonly context: PushContext
  readonly sender: Sender
  readonly lookups: Lookups
  /** Of the write that brings the decision. */
  readonly stamp: string
}

/**
 * Takes one decision on a review, in the commit in which all that follows from it is written. One that was taken before
 * changes nothing [P2]; one that comes too late, or can't be carried out, is kept in the list and changes nothing else.
 */
export function takeDecision(taking: Taking, reviewId: string, draft: DecisionDraft): Decision | undefined {
  const { unit, context, sender } = taking
  const review = reviewIn(unit, context, reviewId)
  if (!review) return undefined
  const known = decisionsOf(review).find(({ id }) => id === draft.id)
  if (known) return known
  const by: Decider = {
    userId: sender.subject.userId,
    role: sender.subject.role,
    deviceId: sender.deviceId,
  }
  const arrived: Decision = {
    ...draft,
    by: by.userId,
    deviceId: by.deviceId,
    receivedAt: unit.now.toISOString(),
  }
  const late = outdated(review, draft)
  if (late === 'overtaken') return keep(taking, review, { ...arrived, outcome: late }, by)
  if (late) return keep(taking, review, { ...arrived, outcome: 'refused', code: late }, by)
  const plan = unit.givenUp(draft.id) ?? planned(taking, review, arrived, by)
  if (isProblem(plan)) {
    const field = plan.field === undefined ? {} : { field: plan.field }
    return keep(taking, review, { ...arrived, outcome: 'refused', code: plan.problem, ...field }, by)
  }
  return apply(taking, review, { ...arrived, outcome: 'applied' }, plan, by)
}

function reviewIn(unit: Unit, { reviews }: PushContext, id: string): Review | undefined {
  const stored = unit.get(reviews, id)
  return stored && !stored.deleted ? typed(reviews, stored.document) : undefined
}

function planned(taking: Taking, review: Review, decision: Decision, by: Decider): Plan | Problem {
  const { unit, context, lookups } = taking
  const world = unitWorld(unit, context, lookups)
  const plan = planDecision(review, decision, world, by)
  if (isProblem(plan)) return plan
  for (const write of plan.writes) {
    // A document that the plan itself makes is checked as it is written.
    if (write.kind === 'create' && world.document(write.collection, write.documentId))
      return problem('value-invalid')
    const refusal = refusalOf(taking, write)
    if (refusal) return problem('value-invalid', refusal.issues?.[0]?.field)
  }
  return plan
}

function keep(taking: Taking, review: Review, decision: Decision, by: Decider): Decision {
  put(taking, decidedReview(review, decision, undefined, by))
  note(taking, review, decision)
  return decision
}

function apply(taking: Taking, review: Review, decision: Decision, plan: Plan, by: Decider): Decision {
  const decided = decidedReview(review, decision, plan, by)
  // First the review: what looks at it while the ledger grows, such as a fork's, has to find it decided.
  put(taking, decided)
  const act: Act = taking
  for (const write of plan.writes) {
    const verdict = carryOut(act, write)
    if (!verdict) continue
    // What is found wrong only when it is made: nothing of a plan that is made in part may be stored.
    taking.unit.giveUp(decision.id, problem(PROBLEM_OF[verdict.code], verdict.issues?.[0]?.field))
    return decision
  }
  // What looks at the review while a fork is joined end by end finds it open meanwhile, and decided at last.
  const { transactionIds, concernedIds, reason } = reviewIn(taking.unit, taking.context, review.id) ?? decided
  put(taking, {
    ...decided,
    ...(transactionIds === undefined ? {} : { transactionIds }),
    ...(concernedIds === undefined ? {} : { concernedIds }),
    ...(reason === undefined ? {} : { reason }),
  })
  note(taking, review, decision)
  if (ends(decision.action)) settleOthers(taking, review)
  return decision
}

/** Another review that holds the same ledger entry is decided with it: what it says is entered, or turned down, once. */
function settleOthers(
  { unit, context: { reviews } }: Taking,
  { id, kind, collection, documentId, device }: Review,
) {
  if (kind !== 'rejected' || collection !== LEDGER) return
  for (const other of rejectionsOf(unit, reviews, documentId)) {
    if (other.id !== id && other.state === 'open' && holdSame(other.device, device))
      settleReview(unit, reviews, other, 'decided-elsewhere')
  }
}

/** What a write's refusal is for the decision that leads to it. */
const PROBLEM_OF: Readonly<Record<RejectionCode, DecisionProblem>> = {
  invalid: 'value-invalid',
  'too-large': 'value-invalid',
  forbidden: 'not-allowed',
  'not-found': 'document-gone',
  gone: 'document-gone',
}

function put({ unit, context, stamp }: Taking, review: Review) {
  const stored = unit.get(context.reviews, review.id)
  if (!stored) return
  const document = {
    ...review,
    stamp: maxStamp(stored.document.stamp, stamp),
    updatedAt: unit.now.toISOString(),
  }
  unit.put(context.reviews, { ...stored, document })
}

function note({ unit, context, sender }: Taking, review: Review, decision: Decision) {
  const { id, action, outcome, code } = decision
  unit.audit({
    actorId: sender.subject.userId,
    deviceId: sender.deviceId,
    action: 'decide',
    collection: context.reviews.name,
    documentId: review.id,
    detail: {
      decision: id,
      action,
      outcome,
      ...(code === undefined ? {} : { code }),
      version: decision.version,
    },
  })
}
