import { expect, test } from 'vitest'
import type { User } from '../../../../shared/collections/users.ts'
import { changesOf } from './save-user.ts'

const coach: User = {
  id: 'u',
  stamp: '',
  name: 'Marcus Bell',
  role: 'COACH',
  teamIds: ['b', 'a'],
  active: true,
}

test('only what was changed is sent, so that nothing that another admin changed meanwhile is put back', () => {
  const same = { role: 'COACH', teamIds: ['a', 'b'], active: true } as const
  expect(changesOf(coach, same)).toBeUndefined()
  expect(changesOf(coach, { ...same, role: 'EQUIPMENT_MANAGER' })).toEqual({ role: 'EQUIPMENT_MANAGER' })
  expect(changesOf(coach, { ...same, active: false })).toEqual({ disabled: true })
  expect(changesOf({ ...coach, active: false }, same)).toEqual({ disabled: false })
  expect(changesOf(coach, { ...same, teamIds: ['a'] })).toEqual({ teamIds: ['a'] })
})
