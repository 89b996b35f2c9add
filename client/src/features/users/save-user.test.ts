import { expect, test } from 'vitest'
import type { User } from '../../../../shared/collections/users.ts'
import { changesOf, draftOf } from './save-user.ts'

const coach: User = {
  id: 'u',
  stamp: '',
  name: 'Marcus Bell',
  role: 'COACH',
  teamIds: ['b', 'a'],
  active: true,
}

test('only what was changed is sent, so that nothing that another admin changed meanwhile is put back', () => {
  const same = { ...draftOf(coach), teamIds: ['a', 'b'] }
  expect(changesOf(coach, same)).toBeUndefined()
  expect(changesOf(coach, { ...same, role: 'EQUIPMENT_MANAGER' })).toEqual({ role: 'EQUIPMENT_MANAGER' })
  expect(changesOf(coach, { ...same, active: false })).toEqual({ disabled: true })
  expect(changesOf({ ...coach, active: false }, same)).toEqual({ disabled: false })
  expect(changesOf(coach, { ...same, teamIds: ['a'] })).toEqual({ teamIds: ['a'] })
  expect(changesOf(coach, { ...same, name: ' Marcus Bell ' })).toBeUndefined()
  expect(changesOf(coach, { ...same, name: 'Marcus Bell-Ortiz' })).toEqual({ name: 'Marcus Bell-Ortiz' })
  expect(changesOf(coach, { ...same, personId: 'p' })).toEqual({ personId: 'p' })
  expect(changesOf({ ...coach, personId: 'p' }, { ...same, personId: 'p' })).toBeUndefined()
  expect(changesOf({ ...coach, personId: 'p' }, same)).toEqual({ personId: null })
})
