import type { Person } from '../../../../../shared/collections/people.ts'
import type { Holding } from '../find-people.ts'

/** How far a team's people have their equipment. */
export interface IssueState {
  readonly people: number
  readonly withGear: number
  readonly pieces: number
  readonly overdue: number
}

/** The active people on each team, by team. */
export function rosters(people: readonly Person[]): ReadonlyMap<string, readonly Person[]> {
  const byTeam = new Map<string, Person[]>()
  for (const person of people) {
    if (!person.active) continue
    for (const team of person.teamIds ?? []) {
      const roster = byTeam.get(team)
      if (roster) roster.push(person)
      else byTeam.set(team, [person])
    }
  }
  return byTeam
}

export function issueState(roster: readonly Person[], holdings: ReadonlyMap<string, Holding>): IssueState {
  let withGear = 0
  let pieces = 0
  let overdue = 0
  for (const person of roster) {
    const holding = holdings.get(person.id)
    if (!holding || holding.count === 0) continue
    withGear += 1
    pieces += holding.count
    overdue += holding.overdue
  }
  return { people: roster.length, withGear, pieces, overdue }
}
