import { expect, test } from 'vitest'
import type { Transaction } from '../../../shared/collections/transactions.ts'
import { latestFirst, receivedLater } from './ledger-order.ts'

const entry = (id: string, stamp: string, fields: Partial<Transaction> = {}): Transaction => ({
  id,
  stamp,
  equipmentId: 'e',
  type: 'check_out',
  occurredAt: '2026-08-20T15:00:00.000Z',
  actorId: 'u',
  deviceId: 'd',
  ...fields,
})

test('entries of the device and of the server are one history without repetition', () => {
  const local = [entry('b', '0000000000002-0000-d'), entry('c', '0000000000003-0000-d')]
  const older = [entry('a', '0000000000001-0000-d'), entry('b', '0000000000002-0000-d')]
  expect(latestFirst(local, older).map((one) => one.id)).toEqual(['c', 'b', 'a'])
})

test('order is by stamp, not by the time a wrong clock wrote', () => {
  const early = entry('early', '0000000000001-0000-d', { occurredAt: '2031-01-01T00:00:00.000Z' })
  const late = entry('late', '0000000000002-0000-d')
  expect(latestFirst([early, late], []).map((one) => one.id)).toEqual(['late', 'early'])
})

test('the time of the server is told where it lies apart', () => {
  expect(receivedLater({ occurredAt: '2026-08-20T15:00:00.000Z' })).toBeUndefined()
  expect(
    receivedLater({ occurredAt: '2026-08-20T15:00:00.000Z', receivedAt: '2026-08-20T15:00:40.000Z' }),
  ).toBeUndefined()
  expect(
    receivedLater({ occurredAt: '2026-08-20T15:00:00.000Z', receivedAt: '2026-08-21T08:00:00.000Z' }),
  ).toBe('2026-08-21T08:00:00.000Z')
})
