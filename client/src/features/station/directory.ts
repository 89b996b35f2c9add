import { createMemo } from 'solid-js'
import type { Location } from '../../../../shared/collections/locations.ts'
import type { Person } from '../../../../shared/collections/people.ts'
import type { Team } from '../../../../shared/collections/teams.ts'
import { actor } from '../../db/actor.ts'
import { createQuery, findDocument } from '../../db/query.ts'
import type { HolderKind, StationHolder } from './holder.ts'

/** Who is who, live: the names behind the ids of the list. */
export interface Directory {
  people(): readonly Person[]
  /** Active ones, by name. */
  teams(): readonly Team[]
  /** Those with people whom this device sees, the signed-in person's own first. */
  rosters(): readonly Team[]
  locations(): readonly Location[]
  person(id: string | undefined): Person | undefined
  team(id: string | undefined): Team | undefined
  /** The name of a person, a team or a location; undefined for whoever this device may not see. */
  nameOf(id: string | undefined): string | undefined
}

const byName = (a: { readonly name: string }, b: { readonly name: string }) => a.name.localeCompare(b.name)

function byId<D extends { readonly id: string }>(
  all: () => readonly D[] | undefined,
): () => ReadonlyMap<string, D> {
  return createMemo(() => new Map((all() ?? []).map((one) => [one.id, one])))
}

export function createDirectory(): Directory {
  const people = createQuery('people', () => ({}))
  const teams = createQuery('teams', () => ({}))
  const locations = createQuery('locations', () => ({}))
  const [peopleById, teamsById, locationsById] = [byId(people), byId(teams), byId(locations)]
  const activeTeams = createMemo(() => (teams() ?? []).filter(({ active }) => active).toSorted(byName))
  const rosters = createMemo(() => {
    const seen = new Set((people() ?? []).flatMap((one) => (one.active ? (one.teamIds ?? []) : [])))
    const own = new Set(actor().teamIds)
    const mine = activeTeams().filter(({ id }) => own.has(id))
    const others = activeTeams().filter(({ id }) => !own.has(id))
    return [...mine, ...others].filter(({ id }) => seen.has(id))
  })
  const sortedLocations = createMemo(() => (locations() ?? []).toSorted(byName))
  const person = (id = '') => peopleById().get(id)
  const team = (id = '') => teamsById().get(id)
  return {
    people: () => people() ?? [],
    teams: activeTeams,
    rosters,
    locations: sortedLocations,
    person,
    team,
    nameOf: (id = '') => person(id)?.name ?? team(id)?.name ?? locationsById().get(id)?.name,
  }
}

/** Which kind of holder an id is; a person where this device may not see it. */
export async function holderById(id: string): Promise<StationHolder> {
  const kinds: readonly [HolderKind, 'people' | 'teams' | 'locations'][] = [
    ['person', 'people'],
    ['team', 'teams'],
    ['location', 'locations'],
  ]
  for (const [kind, collection] of kinds) {
    if (await findDocument(collection, id)) return { kind, id }
  }
  return { kind: 'person', id }
}
