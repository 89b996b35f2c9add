import { expect, test } from 'vitest'
import type { Equipment } from '../../../../../shared/collections/equipment.ts'
import { ordered, placesBy } from './sort-order.ts'

const thing = (id: string, fields: Partial<Equipment>): Equipment => ({
  id,
  stamp: '0000000000001-0000-d',
  kind: 'serialized',
  name: 'x',
  status: 'available',
  ...fields,
})
const names = (things: readonly Equipment[]) => things.map((one) => one.id)

test('numbers in tags are numbers, and what has no tag comes last', () => {
  const things = [
    thing('none', {}),
    thing('ten', { tagCode: 'H-10' }),
    thing('nine', { tagCode: 'h-9' }),
    thing('ball', { tagCode: 'B-100' }),
  ]
  expect(names(ordered(things, placesBy(things, 'tag')))).toEqual(['ball', 'nine', 'ten', 'none'])
})

test('the first due comes first', () => {
  const things = [
    thing('later', { dueAt: '2026-09-02T00:00:00.000Z' }),
    thing('never', {}),
    thing('sooner', { dueAt: '2026-09-01T00:00:00.000Z' }),
  ]
  expect(names(ordered(things, placesBy(things, 'due')))).toEqual(['sooner', 'later', 'never'])
})

test('an order of the whole catalogue orders a part of it', () => {
  const things = [thing('c', { name: 'C' }), thing('a', { name: 'A' }), thing('b', { name: 'B' })]
  const places = placesBy(things, 'name')
  expect(names(ordered([things[0]!, things[2]!], places))).toEqual(['b', 'c'])
})
