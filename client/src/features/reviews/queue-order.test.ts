import { expect, test } from 'vitest'
import { keepQueue, neighbour, queueHref } from './queue-order.ts'

test('after a decision the next of the list that still waits is shown, and the list is left as it was', () => {
  keepQueue('/reviews?kind=deletion', ['a', 'b', 'c', 'd'])
  expect(queueHref()).toBe('/reviews?kind=deletion')
  expect(neighbour('a', ['a', 'c', 'd'], 1)).toBe('c')
  expect(neighbour('c', ['a', 'c', 'd'], -1)).toBe('a')
})

test('at the end of the list it goes on with what was left out before, and ends where nothing waits', () => {
  keepQueue('/reviews', ['a', 'b'])
  expect(neighbour('b', ['a', 'b'], 1)).toBe('a')
  expect(neighbour('b', ['b'], 1)).toBeUndefined()
  expect(neighbour('a', ['a', 'b'], -1)).toBeUndefined()
})

test('a review that was opened by its address goes on among those that wait', () => {
  keepQueue('/reviews', [])
  expect(neighbour('x', ['w', 'x', 'y'], 1)).toBe('y')
  expect(neighbour('z', ['w', 'x'], 1)).toBe('w')
})
