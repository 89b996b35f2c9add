import { expect, test } from 'vitest'
import type { Review } from '../../../../shared/collections/reviews.ts'
import { filtersHref, latestFirst, matches, readFilters } from './review-filters.ts'

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

test('the list opens with what is open, and an address keeps every filter', () => {
  expect(readFilters(new URLSearchParams(''))).toEqual({ state: 'open', kind: undefined, age: undefined })
  const filters = { state: 'all', kind: 'custody-fork', age: 'week' } as const
  expect(filtersHref(filters)).toBe('/reviews?state=all&kind=custody-fork&age=week')
  expect(readFilters(new URLSearchParams('state=all&kind=custody-fork&age=week'))).toEqual(filters)
  expect(filtersHref({ state: 'open', kind: undefined, age: undefined })).toBe('/reviews')
})

test('an address that asks for what is not there shows the open ones', () => {
  expect(readFilters(new URLSearchParams('state=lost&kind=x&age=1'))).toEqual({
    state: 'open',
    kind: undefined,
    age: undefined,
  })
})

test('a review is found by state, kind and age together', () => {
  const all = { state: 'all', kind: undefined, age: undefined } as const
  expect(matches(review({}), { ...all, state: 'settled' }, NOW)).toBe(false)
  expect(matches(review({ state: 'settled' }), { ...all, state: 'settled' }, NOW)).toBe(true)
  expect(matches(review({}), { ...all, kind: 'deletion' }, NOW)).toBe(false)
  expect(matches(review({}), { ...all, age: 'day' }, NOW)).toBe(true)
  expect(matches(review({ receivedAt: '2026-10-07T11:00:00.000Z' }), { ...all, age: 'week' }, NOW)).toBe(true)
  expect(matches(review({ receivedAt: '2026-09-07T11:00:00.000Z' }), { ...all, age: 'older' }, NOW)).toBe(
    true,
  )
  expect(matches(review({ receivedAt: '2026-09-07T11:00:00.000Z' }), { ...all, age: 'week' }, NOW)).toBe(
    false,
  )
})

test('the latest comes first, and the order does not change by itself', () => {
  const old = review({ id: 'c', receivedAt: '2026-09-07T11:00:00.000Z' })
  expect([old, review({ id: 'b' }), review({ id: 'a' })].sort(latestFirst).map(({ id }) => id)).toEqual([
    'a',
    'b',
    'c',
  ])
})
