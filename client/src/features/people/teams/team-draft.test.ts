import { expect, test } from 'vitest'
import type { Team } from '../../../../../shared/collections/teams.ts'
import { blankDraft, changesBetween, draftOf, fieldsOf } from './team-draft.ts'

const coach = '0190a1b2-0000-7000-8000-000000000001'
const team: Team = {
  id: '0190a1b2-0000-7000-8000-000000000002',
  stamp: '0000000000001-0000-d',
  name: 'Varsity Football',
  sport: 'Football',
  coachIds: [coach],
  active: true,
}

test('a team that was opened and not touched has no changes', () => {
  expect(changesBetween(draftOf(team), draftOf(team))).toEqual({})
})

test('only what was changed is named', () => {
  const start = draftOf(team)
  expect(changesBetween(start, { ...start, sport: '', season: 'Fall 2026', coachIds: [] })).toEqual({
    sport: undefined,
    season: 'Fall 2026',
    coachIds: undefined,
  })
})

test('a team needs a name', () => {
  expect(fieldsOf(blankDraft).issues).toEqual([{ field: 'name', code: 'required' }])
})
