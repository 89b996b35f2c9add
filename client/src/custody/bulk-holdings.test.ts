import { expect, test } from 'vitest'
import type { Transaction } from '../../../shared/collections/transactions.ts'
import { bulkHoldings } from './bulk-holdings.ts'

let minute = 10
const entry = (type: Transaction['type'], more: Partial<Transaction>): Transaction => {
  minute += 1
  return {
    id: `t${minute}`,
    stamp: `${minute}`,
    equipmentId: 'balls',
    type,
    occurredAt: `2026-06-01T12:${minute}:00.000Z`,
    actorId: 'coach',
    deviceId: 'phone',
    ...more,
  }
}

test('everybody has what they took less what they gave back or lost, the last taker first', () => {
  const entries = [
    entry('check_out', { toHolderId: 'ann', quantity: 5 }),
    entry('check_out', { toHolderId: 'ben', quantity: 2 }),
    entry('check_in', { fromHolderId: 'ann', quantity: 1 }),
    entry('report_lost', { fromHolderId: 'ann', quantity: 1 }),
    entry('adjust', { quantity: 40 }),
    entry('maintenance_out', { quantity: 3 }),
  ]
  const expected = [
    { holderId: 'ben', count: 2 },
    { holderId: 'ann', count: 3 },
  ]
  expect(bulkHoldings(entries)).toEqual(expected)
  // Entries come in any order from other devices.
  expect(bulkHoldings(entries.toReversed())).toEqual(expected)
})

test('whoever gave everything back has nothing, and one piece is meant where no quantity stands', () => {
  expect(
    bulkHoldings([
      entry('check_out', { toHolderId: 'ann' }),
      entry('check_out', { toHolderId: 'ben' }),
      entry('check_in', { fromHolderId: 'ann' }),
    ]),
  ).toEqual([{ holderId: 'ben', count: 1 }])
})

test('what is handed over leaves one and comes to the other', () => {
  expect(
    bulkHoldings([
      entry('check_out', { toHolderId: 'ann', quantity: 4 }),
      entry('transfer', { fromHolderId: 'ann', toHolderId: 'ben', quantity: 4 }),
    ]),
  ).toEqual([{ holderId: 'ben', count: 4 }])
})

test('a return that names nobody takes from nobody by guess', () => {
  expect(
    bulkHoldings([
      entry('check_out', { toHolderId: 'ann', quantity: 2 }),
      entry('check_in', { quantity: 1 }),
    ]),
  ).toEqual([{ holderId: 'ann', count: 2 }])
})
