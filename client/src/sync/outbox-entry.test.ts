import { expect, test } from 'vitest'
import { inOrder, type OutboxEntry } from './outbox-entry.ts'

const entry = (key: string, priority: number): OutboxEntry => ({
  key,
  priority,
  kind: 'image',
  method: 'POST',
  path: '/x',
  body: null,
  at: 0,
  refusals: 0,
  parked: false,
})

test('[D5] first in, first out within a priority', () => {
  const order = inOrder([entry('c', 5), entry('a', 5), entry('d', 1), entry('b', 9)])
  expect(order.map(({ key }) => key)).toEqual(['d', 'a', 'c', 'b'])
})
