import { expect, test } from 'vitest'
import { equipment } from '../../../shared/collections/equipment.ts'
import { transactions } from '../../../shared/collections/transactions.ts'
import { latestStamp, staysOnDevice } from './pull-page.ts'

const now = Date.parse('2026-06-01T12:00:00.000Z')
const at = (occurredAt: string, equipmentId = 'thing') => ({ id: 'x', stamp: 's', occurredAt, equipmentId })

test('[D7] a transaction older than 30 days leaves only where its thing is known to be in', () => {
  const inside = new Set(['thing'])
  expect(staysOnDevice(transactions, at('2026-05-02T12:00:00.001Z'), now, inside)).toBe(true)
  expect(staysOnDevice(transactions, at('2026-05-02T12:00:00.000Z'), now, inside)).toBe(false)
  expect(staysOnDevice(transactions, at('2020-01-01T00:00:00.000Z', 'out'), now, inside)).toBe(true)
  // At a first sync the thing may not have arrived yet.
  expect(staysOnDevice(transactions, at('2020-01-01T00:00:00.000Z'), now, new Set())).toBe(true)
})

test('[D7] equipment stays whole, and a tombstone always comes through', () => {
  expect(staysOnDevice(equipment, at('2020-01-01T00:00:00.000Z'), now, new Set())).toBe(true)
  expect(
    staysOnDevice(transactions, { ...at('2020-01-01T00:00:00.000Z'), _deleted: true }, now, new Set()),
  ).toBe(true)
})

test('[C2] the latest stamp of a page is what later local stamps must exceed', () => {
  expect(latestStamp([{ stamp: '2-a' }, { stamp: '3-a' }, { stamp: '' }])).toBe('3-a')
  expect(latestStamp([])).toBe('')
})
