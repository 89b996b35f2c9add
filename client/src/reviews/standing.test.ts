import { expect, test } from 'vitest'
import type { Review } from '../../../shared/collections/reviews.ts'
import type { JsonObject } from '../../../shared/json.ts'
import { isDeferred, lostDecision, openIds, standingOf } from './standing.ts'

const ANA = '018f0000-0000-7000-8000-00000000000a'
const BEN = '018f0000-0000-7000-8000-00000000000b'
const AT = '2026-10-10T12:00:00.000Z'
let made = 0

function decision(action: string, more: JsonObject = {}): JsonObject {
  made += 1
  return {
    id: `018f0000-0000-7000-8000-${String(made).padStart(12, '0')}`,
    action,
    version: 0,
    at: AT,
    ...more,
  }
}

function review(decisions: readonly JsonObject[], changes: Partial<Review> = {}): Review {
  return {
    id: 'a',
    stamp: '',
    kind: 'custody-fork',
    collection: 'equipment',
    documentId: 'x',
    state: 'open',
    receivedAt: AT,
    version: 0,
    decisions,
    ...changes,
  }
}

test('what was decided here counts here at once, and the next decision names the version after it', () => {
  const standing = standingOf(
    review([decision('assign', { value: { assigneeId: ANA } }), decision('take-server', { version: 1 })]),
  )
  expect(standing).toMatchObject({ state: 'resolved', assigneeId: ANA, version: 2 })
  expect(standing.pending).toHaveLength(2)
})

test('what was decided and undone here is open again, an overwritten value settled again', () => {
  const both = [decision('take-server'), decision('undo', { version: 1 })]
  expect(standingOf(review(both)).state).toBe('open')
  expect(standingOf(review(both, { kind: 'overwritten', state: 'settled' })).state).toBe('settled')
})

test('those that are open are so with what is on its way: decided here it is no more, undone here it is again', () => {
  const undone = [decision('take-server', { outcome: 'applied', by: ANA }), decision('undo', { version: 1 })]
  const reviews = [
    review([], { id: 'waiting' }),
    review([decision('take-device')], { id: 'decided' }),
    review(undone, { id: 'undone', state: 'resolved', version: 1 }),
    review([], { id: 'settled', state: 'settled' }),
  ]
  expect(openIds(reviews)).toEqual(['waiting', 'undone'])
})

test('an undo on its way takes back the last that ended the review, not what was said since', () => {
  const decisions = [
    decision('take-server', { outcome: 'applied', by: ANA }),
    decision('ask', { outcome: 'applied', by: ANA, reason: 'Sure?' }),
    decision('undo', { version: 1 }),
  ]
  expect(standingOf(review(decisions, { state: 'resolved', version: 1 })).state).toBe('open')
})

test('a review that is put off waits until its day, and is not put off once it is decided', () => {
  const deferred = standingOf(review([decision('defer', { value: { until: '2026-10-12T12:00:00.000Z' } })]))
  expect(isDeferred(deferred, Date.parse(AT))).toBe(true)
  expect(isDeferred(deferred, Date.parse('2026-10-13T00:00:00.000Z'))).toBe(false)
  expect(isDeferred({ ...deferred, state: 'resolved' }, Date.parse(AT))).toBe(false)
})

test('a question is open until it is answered', () => {
  const ask = decision('ask', { reason: 'Why?', outcome: 'applied', by: ANA })
  expect(standingOf(review([ask])).question?.reason).toBe('Why?')
  expect(standingOf(review([ask, decision('answer', { reason: 'So.' })])).question).toBeUndefined()
  expect(standingOf(review([{ ...ask, outcome: 'refused' }])).question).toBeUndefined()
})

test('whoever came second is told by whom the first decision is; whoever decided anew since is told nothing', () => {
  const first = decision('take-server', { by: ANA, outcome: 'applied' })
  const second = decision('take-device', { by: BEN, outcome: 'overtaken' })
  expect(lostDecision(review([first, second]), BEN)?.first?.by).toBe(ANA)
  expect(lostDecision(review([first, second]), ANA)).toBeUndefined()
  const anew = decision('undo', { by: BEN, version: 1, outcome: 'applied' })
  expect(lostDecision(review([first, second, anew]), BEN)).toBeUndefined()
})

test('nobody is named as first where the review only changed by itself', () => {
  const changed = decision('take-device', { by: BEN, outcome: 'refused', code: 'evidence-changed' })
  expect(lostDecision(review([changed], { version: 1 }), BEN)).toMatchObject({
    as: 'refused',
    first: undefined,
    decision: { code: 'evidence-changed' },
  })
  // As an earlier version of the server kept it.
  const before = decision('take-device', { by: BEN, outcome: 'overtaken' })
  expect(lostDecision(review([before], { version: 1 }), BEN)?.as).toBe('refused')
})

test('a decision that could not be carried out is told without naming another', () => {
  const refused = decision('retag', { by: BEN, outcome: 'refused', code: 'code-taken' })
  expect(lostDecision(review([refused]), BEN)).toMatchObject({
    decision: { code: 'code-taken' },
    first: undefined,
  })
})
