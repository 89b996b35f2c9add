import { expect, test } from 'vitest'
import { rowAt, rowOffsets } from './row-offsets.ts'

const keys = ['a', 'b', 'c']

test('rows stand below each other, each as high as it was measured or is assumed to be', () => {
  expect([...rowOffsets(keys, new Map(), 40)]).toEqual([0, 40, 80, 120])
  expect([...rowOffsets(keys, new Map([['b', 100]]), 40)]).toEqual([0, 40, 140, 180])
  expect([...rowOffsets([], new Map(), 40)]).toEqual([0])
})

test('the row at a height is the one that covers it; beyond the ends it is the first or the last', () => {
  const offsets = rowOffsets(keys, new Map([['b', 100]]), 40)
  expect([-5, 0, 39, 40, 139, 140, 179, 180, 9_999].map((height) => rowAt(offsets, height))).toEqual([
    0, 0, 0, 1, 1, 2, 2, 2, 2,
  ])
  expect(rowAt(rowOffsets([], new Map(), 40), 0)).toBe(-1)
})
