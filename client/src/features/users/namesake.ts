import type { Person } from '../../../../shared/collections/people.ts'
import type { User } from '../../../../shared/collections/users.ts'
import { searchable } from '../../db/search-text.ts'

/** The one person who is named like an account and has none yet; undefined where there are several: nobody is guessed. */
export function namesake(
  name: string,
  people: readonly Person[],
  others: readonly User[],
): Person | undefined {
  const wanted = plain(name)
  if (wanted === '') return undefined
  const taken = new Set(others.map(({ personId }) => personId))
  const [one, another] = people.filter((person) => person.active && plain(person.name) === wanted)
  return another || (one && taken.has(one.id)) ? undefined : one
}

function plain(name: string): string {
  return searchable(name).trim().replace(/\s+/g, ' ')
}
