import { categories } from '../../shared/collections/categories.ts'
import type { AnyDocument, Definition } from '../../shared/collections/definition.ts'
import { equipment } from '../../shared/collections/equipment.ts'
import { locations } from '../../shared/collections/locations.ts'
import { people } from '../../shared/collections/people.ts'
import { teams } from '../../shared/collections/teams.ts'
import type { GearPiece } from './catalogue.ts'
import type { DemoDevice, DemoSchool, Step } from './demo-school.ts'
import { CATEGORY_PLANS, PLACE_PLANS, type TreePlan } from './place-plans.ts'
import type { RosterPerson } from './roster.ts'
import { TEAM_PLANS } from './team-plans.ts'

/** What the manager entered before the season: places, kinds of gear, people, teams, and the catalogue. */
export function tellCatalogue(
  school: DemoSchool,
  laptop: DemoDevice,
  roster: readonly RosterPerson[],
  pieces: readonly GearPiece[],
): readonly Step[] {
  const { time, id } = school
  const day = 290
  let minute = 0

  function entered(definition: Definition, documents: readonly Omit<AnyDocument, 'stamp'>[]): Step {
    minute += 20
    const at = time.at(day, 9, minute)
    return {
      at,
      run: () =>
        laptop.push(
          definition,
          documents.map((document) => ({
            newDocumentState: { ...fresh(laptop, at, document), _deleted: false },
          })),
          at + 4_000,
        ),
    }
  }

  const tree = (kind: string, plan: TreePlan) => ({
    id: id(kind, plan.key),
    name: plan.name,
    ...(plan.parent === undefined ? {} : { parentId: id(kind, plan.parent) }),
  })

  return [
    entered(
      locations,
      PLACE_PLANS.map((plan) => ({ ...tree('locations', plan), kind: plan.kind })),
    ),
    entered(
      categories,
      CATEGORY_PLANS.map((plan) => tree('categories', plan)),
    ),
    entered(
      teams,
      TEAM_PLANS.map(({ key, name, sport, level, season }) => ({
        id: id('teams', key),
        name,
        sport,
        level,
        season: time.label(season),
        coachIds: school.plan.staff
          .filter(({ teams }) => teams.includes(key))
          .map((coach) => id('users', coach.key)),
        active: true,
      })),
    ),
    entered(
      people,
      roster.map(({ key, teams, ...person }) => ({
        ...person,
        id: id('people', key),
        teamIds: teams.map((team) => id('teams', team)),
      })),
    ),
    entered(
      equipment,
      pieces.map(({ key, category, place, team, ...piece }) => ({
        ...piece,
        id: id('equipment', key),
        status: 'available',
        categoryId: id('categories', category),
        homeLocationId: id('locations', place),
        ...(piece.kind === 'serialized' ? { locationId: id('locations', place) } : {}),
        ...(team === undefined ? {} : { teamId: id('teams', team) }),
      })),
    ),
  ]
}

function fresh(device: DemoDevice, at: number, document: Readonly<Record<string, unknown>>): AnyDocument {
  const stamp = device.stamp(at)
  const { id } = document
  if (typeof id !== 'string') throw new TypeError('A document has an id.')
  return { ...document, id, stamp, ...(document.condition === undefined ? {} : { conditionStamp: stamp }) }
}
