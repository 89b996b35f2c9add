import type { Person } from '../../shared/collections/people.ts'
import { FAMILY_NAMES, GIVEN_NAMES } from './names.ts'
import { digest, type Random, seededRandom } from './random.ts'
import { type SchoolPlan, share } from './school-plans.ts'
import { TEAM_PLANS, type TeamPlan } from './team-plans.ts'

export type RosterPerson = Omit<Person, 'id' | 'stamp' | 'teamIds' | 'createdAt' | 'updatedAt'> & {
  readonly key: string
  /** Keys of teams. */
  readonly teams: readonly string[]
}

/** Part of a team that also plays in an earlier season's team. */
const TWO_SPORTS = 0.1

const SHIRTS = [
  ['S', 2],
  ['M', 5],
  ['L', 6],
  ['XL', 3],
  ['2XL', 1],
] as const
const WAISTS = [
  ['28', 1],
  ['30', 3],
  ['32', 5],
  ['34', 4],
  ['36', 2],
  ['38', 1],
] as const
const SHELLS = [
  ['S', 1],
  ['M', 5],
  ['L', 5],
  ['XL', 1],
] as const

/** About 350 people, or a quarter of the athletes: the athletes of the twelve teams and those who work with them. */
export function makeRoster({ slug, staff, size }: SchoolPlan): readonly RosterPerson[] {
  const random = seededRandom(`${slug} roster`)
  const names = nameMaker(random)
  for (const { name } of staff) names.taken.add(name)
  const athletes: (Omit<RosterPerson, 'teams'> & { teams: string[] })[] = []
  for (const team of TEAM_PLANS) {
    const numbers = random.shuffled(Array.from({ length: team.numbers }, (_, index) => index + 1))
    const others = random.shuffled(
      athletes.filter(({ teams }) => !plays(teams, team.season) && teams.length < 2),
    )
    const players = share(team.roster, size)
    const shared = team.season === 'fall' ? 0 : Math.round(players * TWO_SPORTS)
    for (const athlete of others.slice(0, shared)) athlete.teams.push(team.key)
    for (let index = shared; index < players; index += 1) {
      const key = `${team.key}-${index + 1}`
      athletes.push({
        key,
        name: names.next(),
        jerseyNumber: String(numbers[index] ?? index + 1),
        sizes: sizesFor(random, team),
        badgeCode: badgeCode(slug, key),
        teams: [team.key],
        kind: 'athlete',
        active: true,
      })
    }
  }
  const workers = staff
    .filter(({ role }) => role === 'COACH' || role === 'EQUIPMENT_MANAGER')
    .map(({ key, name, teams }) => worker(slug, key, name, teams))
  const helpers = ['Athletic trainer', 'Student trainer', 'Student manager', 'Bus driver'].map(
    (_job, index) => worker(slug, `helper-${index + 1}`, names.next(), []),
  )
  return [...athletes, ...workers, ...helpers]
}

function worker(slug: string, key: string, name: string, teams: readonly string[]): RosterPerson {
  return { key, name, badgeCode: badgeCode(slug, key), teams, kind: 'staff', active: true }
}

function plays(teams: readonly string[], season: string): boolean {
  return TEAM_PLANS.some((team) => team.season === season && teams.includes(team.key))
}

function nameMaker(random: Random) {
  const taken = new Set<string>()
  return {
    taken,
    next(): string {
      for (;;) {
        const name = `${random.pick(GIVEN_NAMES)} ${random.pick(FAMILY_NAMES)}`
        if (taken.has(name)) continue
        taken.add(name)
        return name
      }
    },
  }
}

function sizesFor(random: Random, { sport }: TeamPlan): Record<string, string> {
  const shirt = random.weighted(SHIRTS)
  return {
    jersey: shirt,
    pants: random.weighted(WAISTS),
    shoe: String(random.between(14, 26) / 2),
    ...(sport === 'Football' || sport === 'Baseball' || sport === 'Softball'
      ? { helmet: random.weighted(SHELLS) }
      : {}),
    ...(sport === 'Football' ? { 'shoulder pads': shirt } : {}),
  }
}

const BADGE_LETTERS = '23456789ABCDEFGHJKMNPQRSTUVWXYZ'

/** An opaque code, never a name. */
function badgeCode(slug: string, key: string): string {
  const bytes = digest(`${slug} badge ${key}`).subarray(0, 9)
  const letters = Array.from(bytes, (byte) => BADGE_LETTERS[byte % BADGE_LETTERS.length] ?? 'X').join('')
  return `P-${letters}`
}
