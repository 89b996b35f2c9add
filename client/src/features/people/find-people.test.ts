import { expect, test } from 'vitest'
import type { Person } from '../../../../shared/collections/people.ts'
import { findPeople, listed } from './find-people.ts'
import { addressOf, filtersOf, noFilters } from './people-filters.ts'

const person = (id: string, name: string, fields: Partial<Person> = {}): Person => ({
  id,
  stamp: '0000000000001-0000-d',
  name,
  kind: 'athlete',
  active: true,
  ...fields,
})
const teamName = (id: string) => ({ fb: 'Varsity Football', so: 'Soccer' })[id]
const holding = new Map([['ana', { count: 2, overdue: 1 }]])
const everybody = [
  person('ana', 'Ana Muñoz', { jerseyNumber: '9', teamIds: ['fb'] }),
  person('bo', 'Bo Lee', { jerseyNumber: '42', teamIds: ['fb', 'so'], badgeCode: 'B-7' }),
  person('cy', 'Cy Old', { active: false }),
  person('di', 'Di Park', { teamIds: ['fb'] }),
].map((one) => listed(one, teamName, holding))
const ids = (found: ReturnType<typeof findPeople>) => found.map(({ person: one }) => one.id)

test('a name is found without its accents and by the beginning of any word', () => {
  expect(ids(findPeople(everybody, noFilters, 'munoz'))).toEqual(['ana'])
  expect(ids(findPeople(everybody, noFilters, 'var le'))).toEqual(['bo'])
})

test('a jersey number is found as a number, not somewhere in a badge', () => {
  expect(ids(findPeople(everybody, noFilters, '4'))).toEqual(['bo'])
  expect(ids(findPeople(everybody, noFilters, '7'))).toEqual([])
  expect(ids(findPeople(everybody, noFilters, 'b-7'))).toEqual(['bo'])
})

test('a team reads as its roster: by number, without a number last', () => {
  expect(ids(findPeople(everybody, { ...noFilters, team: 'fb' }, ''))).toEqual(['ana', 'bo', 'di'])
})

test('who left is not in the list unless asked for', () => {
  expect(ids(findPeople(everybody, noFilters, ''))).toEqual(['ana', 'bo', 'di'])
  expect(ids(findPeople(everybody, { ...noFilters, inactive: true }, ''))).toEqual(['cy'])
})

test('who still has something, and who has it too long', () => {
  expect(ids(findPeople(everybody, { ...noFilters, holding: true }, ''))).toEqual(['ana'])
  expect(ids(findPeople(everybody, { ...noFilters, overdue: true }, ''))).toEqual(['ana'])
})

test('filters are addresses and come back from them', () => {
  const filters = { text: 'ana', team: 'fb', holding: true, overdue: true, inactive: true }
  const address = addressOf(filters)
  expect(filtersOf(Object.fromEntries(new URLSearchParams(address.split('?')[1])))).toEqual(filters)
  expect(addressOf(noFilters)).toBe('/people')
})
