import { expect, test } from 'vitest'
import type { Person } from '../../../../shared/collections/people.ts'
import { findOnRoster } from './roster.ts'

const person = (
  name: string,
  jerseyNumber?: string,
  teamIds: string[] = ['varsity'],
  active = true,
): Person => ({
  id: name,
  stamp: '1785000000000-0000-tablet',
  name,
  kind: 'athlete',
  active,
  teamIds,
  ...(jerseyNumber === undefined ? {} : { jerseyNumber }),
})

const people = [
  person('Jordan Lee', '42'),
  person('Lucía Peña', '4'),
  person('Maya Lee-Jordan', '12'),
  person('Ali O’Brien', undefined, ['jv']),
  person('Old Timer', '42', ['varsity'], false),
]
const names = (found: readonly Person[]) => found.map((one) => one.name)

test('a jersey number finds its wearer first', () => {
  expect(names(findOnRoster(people, '42'))).toEqual(['Jordan Lee'])
  expect(names(findOnRoster(people, '4'))).toEqual(['Lucía Peña'])
})

test('a name is found by the beginning of any of its words, without accents and capitals', () => {
  expect(names(findOnRoster(people, 'pena'))).toEqual(['Lucía Peña'])
  expect(names(findOnRoster(people, 'JORD'))).toEqual(['Maya Lee-Jordan', 'Jordan Lee'])
})

test('every word must fit', () => {
  expect(names(findOnRoster(people, 'lee 42'))).toEqual(['Jordan Lee'])
  expect(names(findOnRoster(people, 'lee 99'))).toEqual([])
})

test('a team without a text is its roster by number, those without one last', () => {
  expect(names(findOnRoster(people, '', 'varsity'))).toEqual(['Lucía Peña', 'Maya Lee-Jordan', 'Jordan Lee'])
  expect(names(findOnRoster(people, '', 'jv'))).toEqual(['Ali O’Brien'])
})

test('neither a text nor a team shows nobody', () => {
  expect(findOnRoster(people, '  ')).toEqual([])
})

test('whoever is no longer active is not offered', () => {
  expect(names(findOnRoster(people, 'old'))).toEqual([])
})
