import { expect, test } from 'vitest'
import { periodsAhead } from './partition-periods.ts'

const december = new Date('2026-12-15T10:00:00.000Z')

test('months ahead begin with the next one and pass over the end of the year', () => {
  expect(periodsAhead('transactions', 'month', 'time', december, 2)).toEqual([
    { name: 'transactions_2027_01', from: '2027-01-01T00:00:00.000Z', to: '2027-02-01T00:00:00.000Z' },
    { name: 'transactions_2027_02', from: '2027-02-01T00:00:00.000Z', to: '2027-03-01T00:00:00.000Z' },
  ])
})

test('quarters and days', () => {
  expect(periodsAhead('audit', 'quarter', 'time', december, 1)).toEqual([
    { name: 'audit_2027_01', from: '2027-01-01T00:00:00.000Z', to: '2027-04-01T00:00:00.000Z' },
  ])
  expect(periodsAhead('notifications', 'day', 'time', new Date('2026-12-31T23:59:59.999Z'), 1)).toEqual([
    { name: 'notifications_2027_01_01', from: '2027-01-01T00:00:00.000Z', to: '2027-01-02T00:00:00.000Z' },
  ])
})

test("a bound in ids is the least UUIDv7 of the month's first millisecond", () => {
  const [period] = periodsAhead('transactions', 'month', 'uuid', december, 1)
  // 2027-01-01 is 1798761600000 ms = 0x1a2ce8bd400.
  expect(period?.from).toBe('01a2ce8b-d400-0000-0000-000000000000')
})
