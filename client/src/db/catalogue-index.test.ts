import { expect, test } from 'vitest'
import type { Equipment } from '../../../shared/collections/equipment.ts'
import { createCatalogueIndex, isOverdue } from './catalogue-index.ts'

const thing = (id: string, fields: Partial<Equipment> = {}): Equipment => ({
  id,
  stamp: '1',
  kind: 'serialized',
  name: 'Helmet',
  status: 'available',
  ...fields,
})
const people: Record<string, string> = { p1: 'Jordan Muñoz', p2: 'Kim Lee' }
const nameOf = (id: string) => people[id] ?? ''
const now = '2026-06-01T12:00:00.000Z'

function indexOf(...things: Equipment[]) {
  const index = createCatalogueIndex()
  index.apply(new Map(things.map((one) => [one.id, one])), nameOf)
  return index
}
const ids = (found: readonly Equipment[]) => found.map(({ id }) => id)

test('every word must be found, in whatever field, without regard to case and accents', () => {
  const index = indexOf(
    thing('a', { name: 'Riddell Speed', size: 'L', holderId: 'p1', status: 'checked_out' }),
    thing('b', { name: 'Riddell Speed', size: 'XL' }),
  )
  expect(ids(index.search('RIDDELL munoz', {}, now))).toEqual(['a'])
  expect(ids(index.search('rid xl', {}, now))).toEqual(['b'])
  expect(ids(index.search('rid soccer', {}, now))).toEqual([])
})

test('a whole code comes before the beginning of one, and that before the middle of a word', () => {
  const index = indexOf(
    thing('middle', { name: 'A142' }),
    thing('beginning', { name: 'Z', tagCode: '423' }),
    thing('whole', { name: 'Z', tagCode: '42' }),
  )
  expect(ids(index.search('42', {}, now))).toEqual(['whole', 'beginning', 'middle'])
})

test('without words all things come in order, numbers by their value', () => {
  const index = indexOf(
    thing('a', { name: 'Helmet 10' }),
    thing('b', { name: 'Helmet 9' }),
    thing('c', { name: 'Ball' }),
  )
  expect(ids(index.search('', {}, now))).toEqual(['c', 'b', 'a'])
})

test('a thing that was renamed, re-tagged or taken away is found as it is now', () => {
  const index = indexOf(thing('a', { name: 'Ball', tagCode: 'T1' }), thing('b', { name: 'Cap' }))
  index.apply(new Map([['a', thing('a', { name: 'Zebra', tagCode: 'T2' })]]), nameOf)
  expect(ids(index.search('', {}, now))).toEqual(['b', 'a'])
  expect(ids(index.byTag('T1'))).toEqual([])
  expect(ids(index.byTag('T2'))).toEqual(['a'])
  index.apply(new Map([['a', undefined]]), nameOf)
  expect(index.byTag('T2')).toEqual([])
  expect(ids(index.search('', {}, now))).toEqual(['b'])
  expect(index.size).toBe(1)
})

test('one code on two things gives both', () => {
  expect(ids(indexOf(thing('a', { tagCode: 'T' }), thing('b', { tagCode: 'T' })).byTag('T'))).toEqual([
    'a',
    'b',
  ])
})

test('a holder who was renamed is found by the new name', () => {
  const index = indexOf(thing('a', { holderId: 'p2', status: 'checked_out' }))
  people.p2 = 'Kim Novak'
  index.rename(new Set(['p2']), nameOf)
  expect(ids(index.search('novak', {}, now))).toEqual(['a'])
  expect(ids(index.search('lee', {}, now))).toEqual([])
})

test('filters narrow the search, one value or several', () => {
  const index = indexOf(
    thing('a', { status: 'lost', categoryId: 'c1' }),
    thing('b', { status: 'available', categoryId: 'c1', homeLocationId: 'room' }),
    thing('c', { status: 'checked_out', dueAt: '2026-05-31T00:00:00.000Z', homeLocationId: 'room' }),
  )
  expect(ids(index.search('', { status: ['lost', 'available'] }, now))).toEqual(['a', 'b'])
  expect(ids(index.search('', { categoryId: 'c1', status: 'available' }, now))).toEqual(['b'])
  expect(ids(index.search('', { overdue: true }, now))).toEqual(['c'])
  expect(ids(index.search('', { locationId: 'room' }, now))).toEqual(['b'])
  expect(index.countByStatus()).toEqual({
    available: 1,
    checked_out: 1,
    in_maintenance: 0,
    lost: 1,
    retired: 0,
  })
})

test('overdue is what is out past its date, and nothing else', () => {
  const due = '2026-06-01T12:00:00.000Z'
  expect(isOverdue(thing('a', { status: 'checked_out', dueAt: due }), due)).toBe(false)
  expect(isOverdue(thing('a', { status: 'checked_out', dueAt: due }), '2026-06-01T12:00:00.001Z')).toBe(true)
  expect(isOverdue(thing('a', { status: 'lost', dueAt: due }), '2027-01-01T00:00:00.000Z')).toBe(false)
})
