import { expect, test } from 'vitest'
import { clockAhead, clockFault, spanOf } from './clock-skew.ts'

test('[C3] a device whose time lies after the server’s had a clock that ran ahead', () => {
  expect(clockAhead('2026-10-01T12:47:00.000Z', '2026-10-01T12:00:00.000Z')).toBe(47 * 60_000)
  expect(clockAhead('2026-10-01T12:00:59.000Z', '2026-10-01T12:00:00.000Z')).toBeUndefined()
  expect(clockAhead('2026-10-01T08:00:00.000Z', '2026-10-01T12:00:00.000Z')).toBeUndefined()
  expect(clockAhead(undefined, '2026-10-01T12:00:00.000Z')).toBeUndefined()
})

test('[C3] a clock that was off when it sent is told, ahead or behind, though the times of the write are corrected', () => {
  const [wrote, had] = ['2026-10-01T12:00:00.000Z', '2026-10-01T12:00:02.000Z']
  expect(clockFault(3 * 3_600_000, wrote, had)).toEqual({ ms: 10_800_000, way: 'ahead', atLeast: false })
  expect(clockFault(-90_000, wrote, had)).toEqual({ ms: 90_000, way: 'behind', atLeast: false })
  expect(clockFault(0, wrote, had)).toBeUndefined()
  // Who had never heard of the server's time wrote by the own.
  expect(clockFault(0, '2026-10-01T12:47:02.000Z', had)).toEqual({
    ms: 47 * 60_000,
    way: 'ahead',
    atLeast: true,
  })
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
