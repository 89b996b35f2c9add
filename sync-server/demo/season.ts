import type { Condition } from '../../shared/collections/equipment.ts'
import type { DemoDevice, DemoSchool } from './demo-school.ts'
import type { BookThing, Entry, LedgerBook } from './ledger-book.ts'
import { seededRandom } from './random.ts'
import type { RosterPerson } from './roster.ts'
import { share } from './school-plans.ts'
import { DAY_MS } from './season-time.ts'
import type { Storeroom } from './storeroom.ts'
import { TEAM_PLANS, type TeamPlan } from './team-plans.ts'

export interface SeasonParts {
  readonly school: DemoSchool
  readonly book: LedgerBook
  readonly room: Storeroom
  readonly roster: readonly RosterPerson[]
  /** The shared tablet of the equipment room. */
  readonly station: DemoDevice
  /** The phone of the coach who issues a team's gear. */
  phoneOf(team: string): DemoDevice
}

/** Issue days, collection days, losses and damages of the twelve teams: what is out, came back, is overdue or gone. */
export function tellTeams(parts: SeasonParts) {
  const { school } = parts
  const random = seededRandom(`${school.plan.slug} season`)
  for (const [index, team] of TEAM_PLANS.entries()) {
    const phase = school.time.phase(team.season)
    const athletes = parts.roster.filter(({ teams, kind }) => kind === 'athlete' && teams.includes(team.key))
    if (phase === 'previous') lastSeason(parts, team, athletes, index, random)
    else if (phase === 'current') thisSeason(parts, team, athletes, index, random)
    else early(parts, team, athletes, index)
  }
}

type Chance = ReturnType<typeof seededRandom>

function lastSeason(
  parts: SeasonParts,
  team: TeamPlan,
  athletes: readonly RosterPerson[],
  index: number,
  random: Chance,
) {
  const { school, book, station } = parts
  const { time } = school
  issue(parts, station, team, athletes, time.at(160 - index, 15), time.at(64, 17))
  const keeps = new Set(athletes.filter(() => random.chance(0.11)))
  const inTime = athletes.filter((athlete) => !keeps.has(athlete))
  book.session(station, handIn(parts, inTime, time.at(66 - index, 14, 30), random))
  const late = [...keeps].filter(() => random.chance(0.5))
  book.session(station, handIn(parts, late, time.at(50 - index, 12, 10), random))
  const gone = [...keeps].filter((athlete) => !late.includes(athlete)).slice(0, 1)
  book.session(
    station,
    held(parts, gone).map((thing) => ({
      thing,
      type: 'report_lost',
      at: time.at(30, 10, 20 + index),
      note: 'Moved away; not returned after two letters',
    })),
  )
}

function thisSeason(
  parts: SeasonParts,
  team: TeamPlan,
  athletes: readonly RosterPerson[],
  index: number,
  random: Chance,
) {
  const { school, book, station } = parts
  const { time } = school
  const phone = parts.phoneOf(team.key)
  const absent = new Set(athletes.filter(() => random.chance(0.08)))
  const present = athletes.filter((athlete) => !absent.has(athlete))
  issue(
    parts,
    index % 2 === 0 ? station : phone,
    team,
    present,
    time.at(44 - index, 15, 20),
    time.at(-12, 17),
  )
  issue(parts, phone, team, [...absent], time.at(36 - index, 16, 5), time.at(-12, 17))
  const quit = athletes.filter(() => random.chance(0.05))
  book.session(station, handIn(parts, quit, time.at(20 - index, 12, 15), random))
  const playing = athletes.filter((athlete) => !quit.includes(athlete))
  const unlucky = random
    .shuffled(held(parts, playing))
    .slice(0, Math.ceil(share(team.roster, school.plan.size) / 8))
  book.session(
    phone,
    unlucky.map((thing, order) => mishap(thing, time.at(17 - order, 17, 10), order)).filter(isEntry),
  )
}

/** A few who train before their season: gear that is out early. */
function early(parts: SeasonParts, team: TeamPlan, athletes: readonly RosterPerson[], index: number) {
  const { time } = parts.school
  const phone = parts.phoneOf(team.key)
  const first = { ...team, kit: team.kit.slice(0, 1) }
  issue(parts, phone, first, athletes.slice(0, 5), time.at(4, 15, 40 + index), time.at(-60, 17))
}

function issueEntry(
  school: DemoSchool,
  thing: BookThing,
  person: RosterPerson,
  at: number,
  dueAt: number,
): Entry {
  return { thing, type: 'check_out', at, dueAt, toHolderId: school.id('people', person.key) }
}

/** One athlete after the other, 40 seconds each and a few for each piece. */
function issue(
  { school, book, room }: SeasonParts,
  device: DemoDevice,
  team: TeamPlan,
  athletes: readonly RosterPerson[],
  from: number,
  dueAt: number,
) {
  const entries: Entry[] = []
  const given = new Set<string>()
  for (const [index, athlete] of athletes.entries()) {
    for (const [order, plan] of team.kit.entries()) {
      const thing = fittingBeside(room, plan, athlete, given)
      if (!thing) continue
      given.add(thing.id)
      entries.push(issueEntry(school, thing, athlete, from + index * 40_000 + order * 4_000, dueAt))
    }
  }
  book.session(device, entries)
}

function fittingBeside(room: Storeroom, plan: string, athlete: RosterPerson, given: ReadonlySet<string>) {
  const best = room.fitting(plan, athlete)
  if (best && !given.has(best.id)) return best
  const shelf = room.onShelf(plan).filter(({ id }) => !given.has(id))
  const worn = new Set(Object.values(athlete.sizes ?? {}))
  return shelf.find(({ piece }) => piece.size !== undefined && worn.has(piece.size)) ?? shelf[0]
}

function held({ school, room }: SeasonParts, athletes: readonly RosterPerson[]): BookThing[] {
  return athletes.flatMap((athlete) => room.heldBy(school.id('people', athlete.key)))
}

function handIn(
  parts: SeasonParts,
  athletes: readonly RosterPerson[],
  from: number,
  random: Chance,
): Entry[] {
  return held(parts, athletes).map((thing, order): Entry => {
    const condition: Condition | undefined = random.chance(0.05) ? random.pick(['fair', 'poor']) : undefined
    return { thing, type: 'check_in', at: from + order * 9_000, ...(condition ? { condition } : {}) }
  })
}

function mishap(thing: BookThing, at: number, order: number): Entry | undefined {
  if (thing.status !== 'checked_out') return undefined
  const kind = order % 3
  if (kind === 0)
    return {
      thing,
      type: 'report_damaged',
      at,
      condition: 'poor',
      note: DAMAGES[order % DAMAGES.length] ?? '',
    }
  if (kind === 1) return { thing, type: 'report_lost', at, note: LOSSES[order % LOSSES.length] ?? '' }
  return { thing, type: 'inspect', at: at + DAY_MS / 12, condition: 'fair' }
}

function isEntry(entry: Entry | undefined): entry is Entry {
  return entry !== undefined
}

const DAMAGES = ['Face mask bent', 'Strap torn off', 'Seam open at the shoulder', 'Buckle broken']
const LOSSES = ['Left on the bus after the away game', 'Not in the locker any more', 'Taken from the bench']
