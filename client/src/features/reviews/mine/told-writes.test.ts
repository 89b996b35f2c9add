import { expect, test } from 'vitest'
import type { Review } from '../../../../../shared/collections/reviews.ts'
import type { LostWrite } from './lost-writes.ts'
import { toldIn, untold } from './told-writes.ts'

const PADS = '018f0000-0000-7000-8000-00000000000a'
const ANA = '018f0000-0000-7000-8000-00000000000b'
const pads = {
  id: PADS,
  stamp: '',
  kind: 'serialized',
  name: 'Pads',
  size: 'XL',
  status: 'available',
} as const

const overwritten: Review = {
  id: 'a',
  stamp: '',
  kind: 'overwritten',
  collection: 'equipment',
  documentId: PADS,
  authorId: ANA,
  state: 'settled',
  receivedAt: '2026-10-10T12:00:00.000Z',
  version: 0,
  device: { ...pads, size: 'L' },
  server: { ...pads },
  fields: ['size'],
  reason: { code: 'both-changed', lost: [{ fields: ['size'], side: 'device' }] },
}
const news = (kind: 'overwritten' | 'waiting', review = overwritten) =>
  ({ kind, review, at: review.receivedAt, mark: 'filed' }) as const
const write = (values: LostWrite['values']): LostWrite => ({
  collection: 'equipment',
  documentId: PADS,
  values,
  bases: {},
})

test('[D11] the backup shows of a document of which a review tells what that does not tell', () => {
  const told = toldIn(news('overwritten'), ANA)
  expect(told?.values).toEqual({ size: 'L' })
  const known = told ? [told] : []
  expect(untold([write({ size: 'L' })], known)).toEqual([])
  expect(untold([write({ size: 'L', model: 'Speed' })], known)).toEqual([write({ model: 'Speed' })])
  // Another value of the same field is another loss.
  expect(untold([write({ size: 'S' })], known)).toEqual([write({ size: 'S' })])
})

test('news that show no values hide none', () => {
  const deletion: Review = { ...overwritten, kind: 'deletion', state: 'open', reason: { code: 'asked' } }
  expect(toldIn(news('waiting', deletion), ANA)).toBeUndefined()
})
