import { moved } from '../../client/src/custody/move.ts'
import { type Details, makeTransaction } from '../../client/src/custody/transaction.ts'
import { mayCreate } from '../../shared/access.ts'
import { typed } from '../../shared/collections/definition.ts'
import {
  CONDITIONS,
  type Equipment,
  type EquipmentStatus,
  equipment,
} from '../../shared/collections/equipment.ts'
import { type TransactionType, transactions } from '../../shared/collections/transactions.ts'
import { EVERYBODY, MANAGERS, STAFF } from '../../shared/roles.ts'
import { edit, type Operation, pickThing, short, type Turn } from './operation.ts'

/** Which of the two halves of a move leave the device [S1]: one may be lost between the two local commits. */
type Halves = 'both' | 'ledger alone' | 'thing alone'

const DAY = 24 * 3_600_000

/** A custody action as a screen does it: the ledger's entry, then the thing's move, with one stamp. */
function act(turn: Turn, type: TransactionType, thing: Equipment, details: Details, quantity?: number) {
  const { device, world } = turn
  const role = device.role()
  if (!mayCreate(transactions, role, { id: '', stamp: '', type })) return undefined
  const id = world.newId(device)
  const stamp = device.clock.next()
  const writer = { actorId: device.userId, deviceId: device.deviceId }
  const line = { equipmentId: thing.id, ...(quantity === undefined ? {} : { quantity }) }
  const entry = makeTransaction(type, id, thing, line, details, writer, stamp, device.clock.now())
  const halves = thing.kind === 'bulk' ? 'ledger alone' : halvesOf(turn)
  if (halves !== 'thing alone') device.save('transactions', id, stamp, () => ({ ...entry }), { ...thing })
  if (halves !== 'ledger alone') {
    device.save('equipment', thing.id, stamp, (current) => {
      const after = current && moved(typed(equipment, current), entry, role)
      return after && { ...after }
    })
  }
  const which = halves === 'both' ? '' : ` (${halves})`
  return `${short(thing.id)} as ${short(id)}${which}`
}

function halvesOf({ random }: Turn): Halves {
  const dice = random.next()
  return dice < 0.8 ? 'both' : dice < 0.92 ? 'ledger alone' : 'thing alone'
}

/** Somebody or some place that the device knows. */
function holder(turn: Turn): Details['to'] {
  const { device, random } = turn
  const people = device.all('people').map(({ id }) => ({ personId: id }))
  const teams = device.all('teams').map(({ id }) => ({ teamId: id }))
  const known = [...people, ...teams]
  return known.length === 0 ? undefined : random.pick(known)
}

/** Mostly what fits the status that the device knows; people do err. */
function serializedIn(turn: Turn, ...statuses: readonly EquipmentStatus[]): Equipment | undefined {
  const careless = turn.random.chance(0.1)
  return pickThing(
    turn,
    ({ kind, status }) => kind === 'serialized' && (careless || statuses.includes(status)),
  )
}

function moving(
  name: TransactionType,
  weight: number,
  statuses: readonly EquipmentStatus[],
  details: (turn: Turn) => Details = () => ({}),
): Operation {
  return {
    name,
    weight,
    roles: EVERYBODY,
    run(turn) {
      const thing = serializedIn(turn, ...statuses)
      return thing && act(turn, name, thing, details(turn))
    },
  }
}

const given = (turn: Turn): Details => {
  const to = holder(turn)
  const dueAt = new Date(turn.device.clock.now() + 7 * DAY).toISOString()
  return { ...(to ? { to } : {}), ...(turn.random.chance(0.5) ? { dueAt } : {}) }
}
const assessed = (turn: Turn): Details =>
  turn.random.chance(0.4) ? { condition: turn.random.pick(CONDITIONS) } : {}

const bulk = (turn: Turn) => pickThing(turn, ({ kind }) => kind === 'bulk')

/** What moves things, or says of them in the ledger. */
export const custodyOperations: readonly Operation[] = [
  moving('check_out', 10, ['available'], given),
  moving('check_in', 10, ['checked_out', 'in_maintenance', 'lost'], assessed),
  moving('transfer', 5, ['checked_out'], given),
  moving('report_lost', 3, ['available', 'checked_out']),
  moving('report_found', 3, ['lost', 'checked_out']),
  moving('maintenance_out', 2, ['available', 'checked_out']),
  moving('maintenance_in', 2, ['in_maintenance'], assessed),
  moving('retire', 1, ['available', 'lost']),
  moving('report_damaged', 2, ['available', 'checked_out'], () => ({ condition: 'poor' })),
  moving('inspect', 1, ['available'], () => ({ condition: 'good' })),
  {
    name: 'set status',
    weight: 2,
    roles: STAFF,
    run(turn) {
      const thing = serializedIn(turn, 'available', 'lost', 'in_maintenance')
      const status = turn.random.pick(['available', 'lost', 'in_maintenance'] as const)
      if (!thing || thing.status === status) return undefined
      edit(turn, 'equipment', thing.id, (_current, statusStamp) => ({ status, statusStamp }))
      return `${short(thing.id)} to ${status}`
    },
  },
  {
    name: 'check out several',
    weight: 4,
    roles: STAFF,
    run(turn) {
      const thing = bulk(turn)
      return thing && act(turn, 'check_out', thing, given(turn), 1 + turn.random.int(4))
    },
  },
  {
    name: 'check in several',
    weight: 3,
    roles: STAFF,
    run(turn) {
      const thing = bulk(turn)
      return thing && act(turn, 'check_in', thing, {}, 1 + turn.random.int(4))
    },
  },
  {
    name: 'adjust',
    weight: 2,
    roles: MANAGERS,
    run(turn) {
      const thing = bulk(turn)
      return thing && act(turn, 'adjust', thing, {}, turn.random.int(7) - 2)
    },
  },
]
