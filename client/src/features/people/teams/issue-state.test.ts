import { expect, test } from 'vitest'
import type { Person } from '../../../../../shared/collections/people.ts'
import { issueState, rosters } from './issue-state.ts'

const person = (id: string, teamIds: readonly string[], active = true): Person => ({
  id,
  stamp: '0000000000001-0000-d',
  name: id,
  kind: 'athlete',
  teamIds,
  active,
})
const people = [
  person('a', ['fb', 'so']),
  person('b', ['fb']),
  person('gone', ['fb'], false),
  person('c', []),
]

test('a person counts on each of their teams, who left on none', () => {
  const byTeam = rosters(people)
  expect(byTeam.get('fb')?.map((one) => one.id)).toEqual(['a', 'b'])
  expect(byTeam.get('so')?.map((one) => one.id)).toEqual(['a'])
})

test('who has something, how much of it, and what is overdue', () => {
  const holdings = new Map([
    ['a', { count: 3, overdue: 1 }],
    ['gone', { count: 9, overdue: 9 }],
  ])
  expect(issueState(rosters(people).get('fb') ?? [], holdings)).toEqual({
    people: 2,
    withGear: 1,
    pieces: 3,
    overdue: 1,
  })
  expect(issueState([], holdings)).toEqual({ people: 0, withGear: 0, pieces: 0, overdue: 0 })
})
