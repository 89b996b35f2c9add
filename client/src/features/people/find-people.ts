import type { Person } from '../../../../shared/collections/people.ts'
import { searchable, searchWords } from '../../db/search-text.ts'
import type { PeopleFilters } from './people-filters.ts'

/** What somebody has now: how many things, and how many of them are past their due time. */
export interface Holding {
  readonly count: number
  readonly overdue: number
}

/** A person as the list shows and finds them. */
export interface Listed {
  readonly person: Person
  readonly teams: string
  readonly holding: Holding
  readonly text: string
}

const nothing: Holding = { count: 0, overdue: 0 }

export function listed(
  person: Person,
  teamName: (id: string) => string | undefined,
  holding: ReadonlyMap<string, Holding>,
): Listed {
  const teams = (person.teamIds ?? []).flatMap((id) => teamName(id) ?? [])
  const parts = [person.name, person.jerseyNumber, person.badgeCode, ...teams]
  return {
    person,
    teams: teams.join(', '),
    holding: holding.get(person.id) ?? nothing,
    text: searchable(`\n${parts.filter((part) => part !== undefined).join('\n')}`),
  }
}

/** By jersey number on one team, as a roster is read; by name otherwise. */
function inOrder(team: boolean): (a: Listed, b: Listed) => number {
  const byName = (a: Listed, b: Listed) => a.person.name.localeCompare(b.person.name)
  if (!team) return byName
  return (a, b) => {
    const left = a.person.jerseyNumber
    const right = b.person.jerseyNumber
    if (left === undefined || right === undefined)
      return left === right ? byName(a, b) : left === undefined ? 1 : -1
    return left.localeCompare(right, undefined, { numeric: true }) || byName(a, b)
  }
}

/** Everybody whom the filters and every word of the text fit, a word by its beginning. */
export function findPeople(
  people: readonly Listed[],
  filters: PeopleFilters,
  text: string,
): readonly Listed[] {
  const words = searchWords(text)
  return people
    .filter(
      ({ person, holding, text: own }) =>
        person.active !== filters.inactive &&
        (filters.team === undefined || (person.teamIds ?? []).includes(filters.team)) &&
        (!filters.holding || holding.count > 0) &&
        (!filters.overdue || holding.overdue > 0) &&
        words.every(({ first, begins }) => own.includes(first) || own.includes(begins)),
    )
    .sort(inOrder(filters.team !== undefined))
}
