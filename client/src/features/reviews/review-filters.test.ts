import { expect, test } from 'vitest'
import type { Review } from '../../../../shared/collections/reviews.ts'
import { standingOf } from '../../reviews/standing.ts'
import {
  filtersHref,
  latestFirst,
  matches,
  noFilters,
  type ReviewFilters,
  readFilters,
} from './review-filters.ts'

const NOW = Date.parse('2026-10-10T12:00:00.000Z')

function review(changes: Partial<Review>): Review {
  return {
    id: 'a',
    stamp: '',
    kind: 'overwritten',
    collection: 'equipment',
    documentId: 'x',
    state: 'open',
    receivedAt: '2026-10-10T11:00:00.000Z',
    version: 0,
    ...changes,
  }
}

const ME = '018f0000-0000-7000-8000-00000000000a'
const TEAM = '018f0000-0000-7000-8000-00000000000b'

/** Whether a review of this kind is shown under filters, as one of the team's. */
function shows(changes: Partial<Review>, filters: Partial<ReviewFilters>): boolean {
  const one = review(changes)
  const filed = { review: one, standing: standingOf(one), teamIds: [TEAM] }
  return matches(filed, { ...noFilters, state: 'all', ...filters }, { now: NOW, userId: ME })
}

test('the list opens with what is open, and an address keeps every filter', () => {
  expect(readFilters(new URLSearchParams(''))).toEqual(noFilters)
  const filters = { state: 'all', kind: 'custody-fork', age: 'week', assignee: 'mine', team: TEAM } as const
  const search = `state=all&kind=custody-fork&age=week&assignee=mine&team=${TEAM}`
  expect(filtersHref(filters)).toBe(`/reviews?${search}`)
  expect(readFilters(new URLSearchParams(search))).toEqual(filters)
  expect(filtersHref(noFilters)).toBe('/reviews')
})

test('an address that asks for what is not there shows the open ones', () => {
  expect(readFilters(new URLSearchParams('state=lost&kind=x&age=1&assignee=you&team=varsity'))).toEqual(
    noFilters,
  )
})

test('a review is found by state, kind and age together', () => {
  expect(shows({}, { state: 'settled' })).toBe(false)
  expect(shows({ state: 'settled' }, { state: 'settled' })).toBe(true)
  expect(shows({}, { kind: 'deletion' })).toBe(false)
  expect(shows({}, { age: 'day' })).toBe(true)
  expect(shows({ receivedAt: '2026-10-07T11:00:00.000Z' }, { age: 'week' })).toBe(true)
  expect(shows({ receivedAt: '2026-09-07T11:00:00.000Z' }, { age: 'older' })).toBe(true)
  expect(shows({ receivedAt: '2026-09-07T11:00:00.000Z' }, { age: 'week' })).toBe(false)
})

test('what came before July is of an earlier school year', () => {
  expect(shows({ receivedAt: '2026-06-30T23:00:00.000Z' }, { age: 'former' })).toBe(true)
  expect(shows({ receivedAt: '2026-07-01T01:00:00.000Z' }, { age: 'former' })).toBe(false)
})

test('what is put off is not among the open ones until its day comes', () => {
  const later = { deferredUntil: '2026-10-12T04:59:00.000Z' }
  expect(shows(later, { state: 'open' })).toBe(false)
  expect(shows(later, { state: 'deferred' })).toBe(true)
  expect(shows({ deferredUntil: '2026-10-09T04:59:00.000Z' }, { state: 'open' })).toBe(true)
})

test('a review is found by its team and by who looks after it', () => {
  expect(shows({}, { team: TEAM })).toBe(true)
  expect(shows({}, { team: ME })).toBe(false)
  expect(shows({ assigneeId: ME }, { assignee: 'mine' })).toBe(true)
  expect(shows({ assigneeId: TEAM }, { assignee: 'mine' })).toBe(false)
  expect(shows({}, { assignee: 'nobody' })).toBe(true)
  expect(shows({ assigneeId: ME }, { assignee: 'nobody' })).toBe(false)
})

test('the latest comes first, and the order does not change by itself', () => {
  const old = review({ id: 'c', receivedAt: '2026-09-07T11:00:00.000Z' })
  expect([old, review({ id: 'b' }), review({ id: 'a' })].sort(latestFirst).map(({ id }) => id)).toEqual([
    'a',
    'b',
    'c',
  ])
})
