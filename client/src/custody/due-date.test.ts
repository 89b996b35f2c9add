import { expect, test } from 'vitest'
import { dayIn, dueDay, endOfDay, isDueRule } from './due-date.ts'

test('the day is the one at the school, not the one in Greenwich', () => {
  const evening = Date.parse('2026-08-15T02:30:00Z')
  expect(dayIn(evening, 'America/Chicago')).toBe('2026-08-14')
  expect(dayIn(evening, 'UTC')).toBe('2026-08-15')
})

test('a due day ends with its last minute at the school', () => {
  expect(endOfDay('2026-08-28', 'America/Chicago')).toBe('2026-08-29T04:59:00.000Z')
  expect(endOfDay('2026-12-28', 'America/Chicago')).toBe('2026-12-29T05:59:00.000Z')
  expect(endOfDay('2026-08-28', 'Asia/Kolkata')).toBe('2026-08-28T18:29:00.000Z')
})

test('the days on which clocks change end at their own midnight', () => {
  expect(endOfDay('2026-03-08', 'America/New_York')).toBe('2026-03-09T03:59:00.000Z')
  expect(endOfDay('2026-11-01', 'America/New_York')).toBe('2026-11-02T04:59:00.000Z')
})

test('rules count from today, over the end of a month and a year', () => {
  expect(dueDay('today', '2026-08-14')).toBe('2026-08-14')
  expect(dueDay('week', '2026-08-28')).toBe('2026-09-04')
  expect(dueDay('twoWeeks', '2026-12-20')).toBe('2027-01-03')
  expect(dueDay('none', '2026-08-14')).toBeUndefined()
})

test('the end of a season counts until it is over', () => {
  expect(dueDay('2026-11-20', '2026-11-20')).toBe('2026-11-20')
  expect(dueDay('2026-11-20', '2026-11-21')).toBe('2026-12-05')
})

test('what was kept damaged is no rule', () => {
  expect(isDueRule('2026-13-45')).toBe(false)
  expect(isDueRule('soon')).toBe(false)
  expect(isDueRule('2026-11-20')).toBe(true)
})
