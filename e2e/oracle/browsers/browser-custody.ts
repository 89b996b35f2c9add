import {
  CONDITIONS,
  type Condition,
  type Equipment,
  type EquipmentStatus,
} from '../../../shared/collections/equipment.ts'
import { EVERYBODY, MANAGERS, STAFF } from '../../../shared/roles.ts'
import type { Deed } from '../../support/harness-page/deeds.ts'
import { pickThing } from '../operation.ts'
import type { BrowserOperation, Sight } from './browser-operation.ts'

type MoveType = Extract<Deed, { does: 'move' }>['type']

const DAY = 24 * 3_600_000
const MOST_AT_ONCE = 3

function holder({ device, random }: Sight) {
  const known = [
    ...device.all('people').map(({ id }) => ({ personId: id })),
    ...device.all('teams').map(({ id }) => ({ teamId: id })),
  ]
  return known.length === 0 ? undefined : random.pick(known)
}

const serialized =
  (...statuses: readonly EquipmentStatus[]) =>
  ({ kind, status }: Equipment) =>
    kind === 'serialized' && statuses.includes(status)
const bulk = ({ kind }: Equipment) => kind === 'bulk'

function give(type: 'check_out' | 'transfer', things: readonly Equipment[], sight: Sight, quantity?: number) {
  const to = holder(sight)
  if (!to || things.length === 0) return undefined
  const dueAt = new Date(Date.now() + 7 * DAY).toISOString()
  const lines = [...new Set(things.map(({ id }) => id))].map((equipmentId) => ({
    equipmentId,
    ...(quantity === undefined ? {} : { quantity }),
  }))
  return { does: 'give', type, to, lines, ...(sight.random.chance(0.5) ? { dueAt } : {}) } as const
}

/** The things that somebody scans for one action. */
function several(sight: Sight, fits: (thing: Equipment) => boolean): readonly Equipment[] {
  const count = 1 + sight.random.int(MOST_AT_ONCE)
  return Array.from({ length: count }, () => pickThing(sight, fits)).filter((thing) => thing !== undefined)
}

function moving(
  type: MoveType,
  weight: number,
  statuses: readonly EquipmentStatus[],
  condition: (sight: Sight) => Condition | undefined = () => undefined,
): BrowserOperation {
  return {
    name: type,
    weight,
    roles: EVERYBODY,
    plan(sight) {
      const thing = pickThing(sight, serialized(...statuses))
      const stated = condition(sight)
      if (!thing) return undefined
      const lines = [{ equipmentId: thing.id }]
      return { does: 'move', type, lines, ...(stated === undefined ? {} : { condition: stated }) }
    },
  }
}

const assessed = ({ random }: Sight) => (random.chance(0.4) ? random.pick(CONDITIONS) : undefined)

function counting(
  name: string,
  type: MoveType,
  weight: number,
  least: number,
  most: number,
): BrowserOperation {
  return {
    name,
    weight,
    roles: type === 'adjust' ? MANAGERS : STAFF,
    plan(sight) {
      const thing = pickThing(sight, bulk)
      const quantity = least + sight.random.int(most - least + 1)
      return thing && { does: 'move', type, lines: [{ equipmentId: thing.id, quantity }] }
    },
  }
}

/** What moves things, done in browsers. */
export const browserCustody: readonly BrowserOperation[] = [
  {
    name: 'check out',
    weight: 12,
    roles: EVERYBODY,
    plan: (sight) => give('check_out', several(sight, serialized('available')), sight),
  },
  {
    name: 'transfer',
    weight: 5,
    roles: EVERYBODY,
    plan: (sight) => give('transfer', several(sight, serialized('checked_out')), sight),
  },
  moving('check_in', 10, ['checked_out', 'in_maintenance', 'lost'], assessed),
  moving('report_lost', 3, ['available', 'checked_out']),
  moving('report_found', 3, ['lost']),
  moving('maintenance_out', 2, ['available', 'checked_out']),
  moving('maintenance_in', 2, ['in_maintenance'], assessed),
  moving('retire', 1, ['available', 'lost']),
  moving('report_damaged', 2, ['available', 'checked_out'], () => 'poor'),
  moving('inspect', 1, ['available'], () => 'good'),
  {
    name: 'check out several',
    weight: 4,
    roles: STAFF,
    plan(sight) {
      const thing = pickThing(sight, bulk)
      return thing && give('check_out', [thing], sight, 1 + sight.random.int(4))
    },
  },
  counting('check in several', 'check_in', 3, 1, 4),
  counting('adjust', 'adjust', 2, -2, 4),
]
