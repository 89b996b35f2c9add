import { expect, test } from 'vitest'
import { createHeldInView } from './held-in-view.ts'

test('a code that is held in view counts once', () => {
  const view = createHeldInView(1_500)
  expect([0, 100, 200, 1_600, 3_000].map((at) => view.arrived('FB-042', at))).toEqual([
    true,
    false,
    false,
    false,
    false,
  ])
})

test('a code that was away counts again', () => {
  const view = createHeldInView(1_500)
  view.arrived('FB-042', 0)
  expect(view.arrived('FB-042', 1_499)).toBe(false)
  expect(view.arrived('FB-042', 2_999)).toBe(true)
})

test('two codes that are in view by turns count once each', () => {
  const view = createHeldInView(1_500)
  expect(['A', 'B', 'A', 'B', 'A'].map((code, index) => view.arrived(code, index * 100))).toEqual([
    true,
    true,
    false,
    false,
    false,
  ])
})

test('a wall of codes does not make it grow: the oldest are forgotten first', () => {
  const view = createHeldInView(1_000_000)
  for (let index = 0; index < 65; index += 1) view.arrived(`code ${index}`, index)
  expect(view.arrived('code 64', 100)).toBe(false)
  expect(view.arrived('code 0', 100)).toBe(true)
})
