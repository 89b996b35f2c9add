import { expect, test } from 'vitest'
import { clockAhead, spanOf } from './clock-skew.ts'

test('[C3] a device whose time lies after the server’s had a clock that ran ahead', () => {
  expect(clockAhead('2026-10-01T12:47:00.000Z', '2026-10-01T12:00:00.000Z')).toBe(47 * 60_000)
  expect(clockAhead('2026-10-01T12:00:59.000Z', '2026-10-01T12:00:00.000Z')).toBeUndefined()
  expect(clockAhead('2026-10-01T08:00:00.000Z', '2026-10-01T12:00:00.000Z')).toBeUndefined()
  expect(clockAhead(undefined, '2026-10-01T12:00:00.000Z')).toBeUndefined()
})

test.each([
  [59_000, undefined],
  [60_000, { unit: 'minutes', count: 1 }],
  [119 * 60_000, { unit: 'minutes', count: 119 }],
  [120 * 60_000, { unit: 'hours', count: 2 }],
  [49 * 3_600_000, { unit: 'days', count: 2 }],
])('%d ms is said in its largest whole unit', (ms, span) => {
  expect(spanOf(ms)).toEqual(span)
})
