import { expect, test } from 'vitest'
import type { Person } from '../../../../shared/collections/people.ts'
import { blankDraft, changesBetween, draftOf, fieldsOf } from './person-draft.ts'

const team = '0190a1b2-0000-7000-8000-000000000001'
const ana: Person = {
  id: '0190a1b2-0000-7000-8000-000000000002',
  stamp: '0000000000001-0000-d',
  name: 'Ana Muñoz',
  kind: 'athlete',
  active: true,
  jerseyNumber: '00',
  sizes: { helmet: 'M', shoes: '9.5' },
  teamIds: [team],
}

test('a person who was opened and not touched has no changes', () => {
  expect(changesBetween(draftOf(ana), draftOf(ana))).toEqual({})
})

test('only what was changed is named; a number taken away is removed', () => {
  const start = draftOf(ana)
  const now = { ...start, jerseyNumber: ' ', teamIds: [], active: false }
  const changes = changesBetween(start, now)
  expect(changes).toEqual({ jerseyNumber: undefined, teamIds: undefined, active: false })
  expect(Object.keys(changes).sort()).toEqual(['active', 'jerseyNumber', 'teamIds'])
})

test('00 and 0 are two numbers', () => {
  const start = draftOf(ana)
  expect(changesBetween(start, { ...start, jerseyNumber: '0' })).toEqual({ jerseyNumber: '0' })
})

test('what cannot be stored is said by field and by line', () => {
  const { issues } = fieldsOf({
    ...blankDraft,
    name: ' ',
    jerseyNumber: 'x'.repeat(21),
    sizes: [
      { name: 'helmet', value: 'M' },
      { name: 'shoes', value: '' },
    ],
  })
  expect(issues).toEqual([
    { field: 'name', code: 'required' },
    { field: 'jerseyNumber', code: 'too-long', limit: 20 },
    { field: 'sizes.1', code: 'required' },
  ])
})
