import { expect, test } from 'vitest'
import type { Review } from '../../../shared/collections/reviews.ts'
import { isUnseen, newsOf } from './news.ts'

const ANA = '018f0000-0000-7000-8000-00000000000a'
const BEN = '018f0000-0000-7000-8000-00000000000b'
const EVA = '018f0000-0000-7000-8000-00000000000c'
const AT = '2026-10-10T12:00:00.000Z'

function review(changes: Partial<Review>): Review {
  return {
    id: 'a',
    stamp: '',
    kind: 'custody-fork',
    collection: 'equipment',
    documentId: 'x',
    state: 'open',
    authorId: ANA,
    receivedAt: AT,
    version: 0,
    ...changes,
  }
}

const ask = {
  id: '018f0000-0000-7000-8000-000000000001',
  action: 'ask',
  version: 0,
  at: AT,
  reason: 'Why?',
  by: EVA,
  outcome: 'applied',
} as const
const answer = { ...ask, id: '018f0000-0000-7000-8000-000000000002', action: 'answer', by: ANA } as const

test('the author and whoever else wrote a side are told of the decision; who made it and others are not', () => {
  const decided = review({
    state: 'resolved',
    resolvedBy: EVA,
    resolvedAt: '2026-10-11T12:00:00.000Z',
    concernedIds: [BEN],
  })
  expect(newsOf(decided, ANA)).toMatchObject({ kind: 'decided', at: '2026-10-11T12:00:00.000Z' })
  expect(newsOf(decided, BEN)?.kind).toBe('decided')
  expect(newsOf(decided, EVA)).toBeUndefined()
  expect(newsOf({ ...decided, resolvedBy: ANA }, ANA)).toBeUndefined()
})

test('who was told of a decision is told that it was taken back, and of the next one', () => {
  const id = (n: number) => `018f0000-0000-7000-8000-00000000010${n}`
  const decision = { ...ask, id: id(1), action: 'take-device' } as const
  const undo = { ...ask, id: id(2), action: 'undo', version: 1, at: '2026-10-12T12:00:00.000Z' } as const
  const open = review({ decisions: [decision, undo], concernedIds: [BEN], version: 2 })
  expect(newsOf(open, ANA)).toMatchObject({ kind: 'taken-back', at: undo.at, mark: undo.id })
  expect(newsOf(open, BEN)?.kind).toBe('taken-back')
  expect(newsOf(open, EVA)).toBeUndefined()
  const settled = review({ ...open, kind: 'overwritten', state: 'settled' })
  expect(newsOf(settled, ANA)?.kind).toBe('taken-back')
  const anew = { ...decision, id: id(3), version: 2 }
  const again = review({ ...open, decisions: [decision, undo, anew], state: 'resolved', resolvedBy: EVA })
  expect(newsOf(again, ANA)?.kind).toBe('decided')
  // An undo that changed nothing is none.
  expect(newsOf(review({ decisions: [decision, { ...undo, outcome: 'refused' }] }), ANA)?.kind).toBe(
    'waiting',
  )
})

test('a question is news to its author alone, the answer to who asked', () => {
  const asked = review({ decisions: [ask], concernedIds: [BEN] })
  expect(newsOf(asked, ANA)?.kind).toBe('question')
  expect(newsOf(asked, BEN)?.kind).toBe('waiting')
  expect(newsOf(review({ decisions: [ask, answer] }), EVA)?.kind).toBe('answered')
  expect(newsOf(review({ decisions: [ask, answer] }), ANA)?.kind).toBe('waiting')
})

test('whose value was overwritten is told: the author, or who had written what the author overwrote', () => {
  const lost = (side: string) =>
    review({
      kind: 'overwritten',
      state: 'settled',
      concernedIds: [BEN],
      reason: { code: 'both-changed', lost: [{ fields: ['size'], side }] },
    })
  expect(newsOf(lost('device'), ANA)?.kind).toBe('overwritten')
  expect(newsOf(lost('device'), BEN)).toBeUndefined()
  expect(newsOf(lost('server'), BEN)?.kind).toBe('overwritten')
  expect(newsOf(lost('server'), ANA)).toBeUndefined()
})

test('where both sides of a review lost a value both are told', () => {
  const both = review({
    kind: 'overwritten',
    state: 'settled',
    concernedIds: [BEN],
    reason: {
      code: 'both-changed',
      lost: [
        { fields: ['size'], side: 'device' },
        { fields: ['condition'], side: 'server' },
      ],
    },
  })
  expect(newsOf(both, ANA)?.kind).toBe('overwritten')
  expect(newsOf(both, BEN)?.kind).toBe('overwritten')
  expect(newsOf(both, EVA)).toBeUndefined()
})

test('news are counted until they were seen, what only waits never, and nothing older than the device', () => {
  const news = newsOf(review({ kind: 'rejected' }), ANA)
  expect(news?.kind).toBe('not-taken')
  if (!news) return
  const before = { since: '2026-10-01T00:00:00.000Z', marks: {} }
  expect(isUnseen(news, before)).toBe(true)
  expect(isUnseen(news, { ...before, marks: { a: news.mark } })).toBe(false)
  expect(isUnseen(news, { ...before, since: '2026-10-11T00:00:00.000Z' })).toBe(false)
  expect(isUnseen({ ...news, kind: 'waiting' }, before)).toBe(false)
  const asked = newsOf(review({ kind: 'rejected', decisions: [ask] }), ANA)
  expect(asked && isUnseen(asked, { ...before, marks: { a: news.mark } })).toBe(true)
})

test('whoever gets a review assigned by somebody else is told, while it is open and theirs', () => {
  const assign = { ...ask, action: 'assign', value: { assigneeId: BEN } } as const
  const assigned = review({ decisions: [assign], assigneeId: BEN, version: 1 })
  expect(newsOf(assigned, BEN)).toMatchObject({ kind: 'assigned', mark: assign.id })
  expect(newsOf(assigned, EVA)).toBeUndefined()
  // Who takes it needs not be told; nor does who had it before, or who decided it.
  const taken = { ...assign, id: '018f0000-0000-7000-8000-000000000003', by: BEN, version: 1 } as const
  expect(newsOf(review({ ...assigned, decisions: [assign, taken] }), BEN)).toBeUndefined()
  expect(newsOf(review({ ...assigned, assigneeId: EVA }), BEN)).toBeUndefined()
  expect(newsOf(review({ ...assigned, state: 'resolved', resolvedBy: BEN }), BEN)).toBeUndefined()
  // Its author, who is asked something, is told of the question first.
  const own = { ...assigned, authorId: BEN, decisions: [assign, { ...answer, ...ask, version: 1 }] } as const
  expect(newsOf(review(own), BEN)?.kind).toBe('question')
})
