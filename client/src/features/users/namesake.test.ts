import { expect, test } from 'vitest'
import type { Person } from '../../../../shared/collections/people.ts'
import type { User } from '../../../../shared/collections/users.ts'
import { namesake } from './namesake.ts'

const person = (id: string, name: string, active = true): Person => ({
  id,
  stamp: '',
  name,
  kind: 'athlete',
  active,
})
const user = (personId: string): User => ({
  id: 'u',
  stamp: '',
  name: 'Somebody',
  role: 'USER',
  active: true,
  personId,
})

test('the person of the same name is offered, whatever accents and spaces', () => {
  const people = [person('a', 'José Muñoz'), person('b', 'Renee Alvarez')]
  expect(namesake('  jose  MUNOZ ', people, [])?.id).toBe('a')
  expect(namesake('Jose', people, [])).toBeUndefined()
  expect(namesake('', people, [])).toBeUndefined()
})

test('of two with the name, of one who left, and of one who has an account, nobody is guessed', () => {
  const twins = [person('a', 'Jo Field'), person('b', 'Jo Field')]
  expect(namesake('Jo Field', twins, [])).toBeUndefined()
  expect(namesake('Jo Field', [person('a', 'Jo Field', false)], [])).toBeUndefined()
  expect(namesake('Jo Field', [person('a', 'Jo Field')], [user('a')])).toBeUndefined()
})
