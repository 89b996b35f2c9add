import type { Person } from '../../../../shared/collections/people.ts'

/** Letters without accents, small, so that "pena" finds "Peña". */
export function folded(text: string): string {
  return text.normalize('NFD').replace(/\p{M}/gu, '').toLocaleLowerCase()
}

/** Jersey numbers in the order of numbers; 00 and 0 are two jerseys. */
function byJerseyThenName(a: Person, b: Person): number {
  const [left, right] = [a.jerseyNumber, b.jerseyNumber]
  if (left !== undefined && right === undefined) return -1
  if (left === undefined && right !== undefined) return 1
  return (left ?? '').localeCompare(right ?? '', undefined, { numeric: true }) || a.name.localeCompare(b.name)
}

function rank(person: Person, words: readonly string[]): number | undefined {
  const name = folded(person.name)
  const parts = name.split(/[\s,'-]+/u)
  let total = 0
  for (const word of words) {
    if (person.jerseyNumber !== undefined && folded(person.jerseyNumber) === word) total += 0
    else if (parts.some((part) => part.startsWith(word))) total += 1
    else if (name.includes(word)) total += 2
    else return undefined
  }
  return total
}

/**
 * The active people whom every word of `text` fits, by jersey number or by name; the best first. Without a text: the
 * team's roster by jersey number, or nobody where no team is chosen.
 */
export function findOnRoster(people: readonly Person[], text: string, teamId?: string): readonly Person[] {
  const words = folded(text).split(/\s+/u).filter(Boolean)
  const candidates = people.filter(
    (person) => person.active && (teamId === undefined || (person.teamIds ?? []).includes(teamId)),
  )
  if (words.length === 0) return teamId === undefined ? [] : candidates.toSorted(byJerseyThenName)
  return candidates
    .flatMap((person) => {
      const found = rank(person, words)
      return found === undefined ? [] : [{ person, found }]
    })
    .sort((a, b) => a.found - b.found || byJerseyThenName(a.person, b.person))
    .map(({ person }) => person)
}
