import type { Review, reviews as reviewsDefinition } from '../../../shared/collections/reviews.ts'
import { EtraxError } from '../../../shared/errors.ts'
import { isUuid, uuidv7 } from '../../../shared/ids.ts'
import { isJsonObject } from '../../../shared/json.ts'
import { documentSchema } from '../../../shared/json-schema.ts'
import {
  DECISION_ACTIONS,
  DECISION_PROBLEMS,
  type Decision,
  SIDES,
} from '../../../shared/reviews/decision.ts'
import { decideReview } from '../../reviews/decide-review.ts'
import type { Lookups } from '../../reviews/unit-world.ts'
import type { AppContext } from '../app-env.ts'
import type { DocumentRouteOptions } from '../documents/collection-routes.ts'
import { reserveDocument } from '../documents/idempotency.ts'
import { deviceOf } from '../documents/rest-stamps.ts'
import { readJson } from '../request-body.ts'
import type { Route } from '../route.ts'
import { decisionFrom } from './decision-body.ts'

export interface ResolveRouteOptions extends DocumentRouteOptions {
  readonly reviews: typeof reviewsDefinition
  readonly lookups: Lookups
  readonly now?: () => number
}

const BODY = {
  type: 'object',
  required: ['action', 'version'],
  additionalProperties: false,
  properties: {
    action: { enum: [...DECISION_ACTIONS] },
    version: { type: 'integer', minimum: 0, description: 'The version of the review that was seen' },
    fields: {
      description: 'pick, edit: from which side a field is taken; a list of names: those of the device',
      anyOf: [
        { type: 'object', additionalProperties: { enum: [...SIDES] } },
        { type: 'array', items: { type: 'string' } },
      ],
    },
    value: {
      description:
        'edit: fields; retag: { tagCode }; take-device: { transactionId }; assign: { assigneeId }; defer: { until }; or the plain value',
    },
    seen: {
      type: 'object',
      description:
        'edit: the notes, tags and custom fields that were there when the new values were made; what came beside them since stays. ' +
        'Absent: those that the review shows as stored',
    },
    reason: { type: 'string', maxLength: 2_000 },
  },
}

/** Decides on a review, as a device's decision that is pushed. */
export function resolveRoute(options: ResolveRouteOptions): Route {
  const { database, sync, stamps, reviews, lookups, now = Date.now } = options

  async function resolve(context: AppContext): Promise<Response> {
    const { session } = context.var
    const body = await readJson(context)
    if (!isJsonObject(body)) throw new EtraxError('malformed-request', 'The body must be an object.')
    const id = context.req.param('id')
    if (!isUuid(id)) throw noReview()
    const key = context.req.header('Idempotency-Key')
    const fresh = { documentId: uuidv7(now()), stamp: stamps.next() }
    // A body that is no decision reserves no key.
    decisionFrom(body, fresh.documentId, new Date(now()).toISOString())
    const request = `POST ${context.req.path} ${JSON.stringify(body)}`
    const { documentId, stamp } = await reserveDocument(database, session, key, request, fresh)
    const draft = decisionFrom(body, documentId, new Date(now()).toISOString())
    const sender = { subject: session.subject, deviceId: deviceOf(stamp) }
    const decided = await decideReview(sync, lookups, session.tenant, sender, id, draft, stamp)
    if (!decided) throw noReview()
    const review = sync.context.seeing.seen(reviews, session.subject, undefined, decided.review)
    refuse(decided.decision, review)
    return context.json(review)
  }

  return {
    method: 'POST',
    path: '/reviews/:id/resolve',
    group: reviews.name,
    summary: 'Decide on a review; Idempotency-Key makes a repetition harmless',
    callers: reviews.access.update.decision ?? [],
    body: BODY,
    answers: [
      { status: 200, description: 'The review as it stands', schema: documentSchema(reviews) },
      { status: 403, description: 'forbidden: managers decide, an author answers' },
      { status: 404, description: 'not-found, also for one that the caller may not see' },
      {
        status: 409,
        description:
          'review-changed, with `review` as it stands: another decision came first, or, with `reason`, what it is about is ' +
          'not as it was seen (evidence-changed, earlier-missing); this one is kept and changed nothing',
      },
      {
        status: 422,
        description: `invalid-value, with \`reason\` and \`field\` where it can’t be carried out: ${DECISION_PROBLEMS.join(', ')}`,
      },
    ],
    handle: resolve,
  }
}

function noReview(): EtraxError {
  return new EtraxError('not-found', 'There is no such review.')
}

/** @throws EtraxError where the decision changed nothing */
function refuse({ outcome, code, field }: Decision, review: Review): void {
  if (outcome === 'overtaken')
    throw new EtraxError('review-changed', 'Another decision on this review came first.', {
      details: { review },
    })
  if (outcome !== 'refused') return
  if (code === 'evidence-changed' || code === 'earlier-missing')
    throw new EtraxError('review-changed', 'The review is not as it was seen: decide again.', {
      details: { reason: code, review },
    })
  throw new EtraxError('invalid-value', 'The decision can’t be carried out.', {
    details: {
      reason: code,
      review,
      ...(field === undefined ? {} : { field }),
    },
  })
}
