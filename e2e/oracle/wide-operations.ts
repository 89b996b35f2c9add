import * as automerge from '@automerge/automerge'
import { isJsonObject } from '../../shared/json.ts'
import { mergeFieldsOf } from '../../shared/merge-document/contents.ts'
import { growDocument } from '../../shared/merge-document/grow.ts'
import type { CollectionName } from '../../shared/registry.ts'
import { MANAGERS, STAFF } from '../../shared/roles.ts'
import { edit, type Operation, pickShared, pickThing, short, type Turn } from './operation.ts'

/** Few, so that what two devices give out apart is the same. */
const TAG_CODES = 12
const SERIALS = 6
const OWN_FIELDS = ['Locker', 'Fitted by'] as const

const any = () => true
const serialized = ({ kind }: { kind: string }) => kind === 'serialized'

/** A code or serial that this device sees at no other thing: a screen would say so. */
function give(turn: Turn, field: 'tagCode' | 'serial', value: string): string | undefined {
  const thing = pickThing(turn, serialized)
  const isTaken = turn.device.all('equipment').some((other) => other[field] === value)
  if (!thing || isTaken) return undefined
  return edit(turn, 'equipment', thing.id, () => ({ [field]: value }))
    ? `${short(thing.id)} ${value}`
    : undefined
}

/** Notes, tags and own fields with the document that the device grew, as a client does that has the library [A1]. */
function grow(turn: Turn, id: string, changes: Readonly<Record<string, unknown>>): boolean {
  const { device } = turn
  return edit(turn, 'equipment', id, (current, stamp) => {
    const next = { ...current, ...changes }
    const merge = growDocument(automerge, mergeFieldsOf(current), mergeFieldsOf(next), {
      deviceId: device.deviceId,
      stamp,
    })
    return { ...changes, merge }
  })
}

const listOf = (value: unknown) =>
  Array.isArray(value) ? value.filter((item) => typeof item === 'string') : []

function add(turn: Turn, collection: CollectionName, fields: Readonly<Record<string, unknown>>): string {
  const { device, world } = turn
  const id = world.newId(device)
  const stamp = device.clock.next()
  device.save(collection, id, stamp, () => ({ id, stamp, name: world.word(), ...fields }))
  return short(id)
}

function parentOf(turn: Turn, collection: 'categories' | 'locations') {
  const parent = turn.random.chance(0.5) ? pickShared(turn, collection, any) : undefined
  return parent ? { parentId: parent.id } : {}
}

const edited = (collection: CollectionName, weight: number): Operation => ({
  name: `edit of ${collection}`,
  weight,
  roles: MANAGERS,
  run(turn) {
    const one = pickShared(turn, collection, any)
    return one && edit(turn, collection, one.id, () => ({ name: turn.world.word() }))
      ? short(one.id)
      : undefined
  },
})

const deleted = (collection: CollectionName, weight: number): Operation => ({
  name: `deletion of ${collection}`,
  weight,
  roles: MANAGERS,
  run(turn) {
    const one = pickShared(turn, collection, any)
    return one && edit(turn, collection, one.id, () => ({ _deleted: true })) ? short(one.id) : undefined
  },
})

/** What people do more seldom, and what two of them do apart. */
export const wideOperations: readonly Operation[] = [
  {
    name: 'give code',
    weight: 4,
    roles: MANAGERS,
    run: (turn) => give(turn, 'tagCode', `TAG-${turn.random.int(TAG_CODES)}`),
  },
  {
    name: 'give serial',
    weight: 4,
    roles: MANAGERS,
    run: (turn) => give(turn, 'serial', `SN-${turn.random.int(SERIALS)}`),
  },
  {
    name: 'take code off',
    weight: 1,
    roles: MANAGERS,
    run(turn) {
      const thing = pickThing(turn, ({ tagCode }) => tagCode !== undefined)
      return thing && edit(turn, 'equipment', thing.id, () => ({ tagCode: undefined }))
        ? short(thing.id)
        : undefined
    },
  },
  {
    name: 'own field of one name',
    weight: 5,
    roles: STAFF,
    run(turn) {
      const thing = pickThing(turn, any)
      if (!thing) return undefined
      const name = turn.random.pick(OWN_FIELDS)
      const custom = { ...(isJsonObject(thing.custom) ? thing.custom : {}), [name]: turn.world.word() }
      const isSaved = turn.random.chance(0.5)
        ? grow(turn, thing.id, { custom })
        : edit(turn, 'equipment', thing.id, () => ({ custom }))
      return isSaved ? `${short(thing.id)} ${name}` : undefined
    },
  },
  {
    name: 'note with its document',
    weight: 5,
    roles: STAFF,
    run(turn) {
      const thing = pickThing(turn, any)
      if (!thing) return undefined
      const word = turn.world.word()
      const notes = thing.notes === undefined ? word : `${thing.notes} ${word}`
      return grow(turn, thing.id, { notes }) ? short(thing.id) : undefined
    },
  },
  {
    name: 'tag with its document',
    weight: 3,
    roles: STAFF,
    run(turn) {
      const thing = pickThing(turn, any)
      if (!thing) return undefined
      const tags = [...listOf(thing.tags), turn.world.word()].toSorted()
      return grow(turn, thing.id, { tags }) ? short(thing.id) : undefined
    },
  },
  {
    name: 'put in its place',
    weight: 2,
    roles: MANAGERS,
    run(turn) {
      const thing = pickThing(turn, any)
      const field = turn.random.pick(['homeLocationId', 'categoryId'])
      const into = pickShared(turn, field === 'categoryId' ? 'categories' : 'locations', any)
      if (!thing || !into) return undefined
      return edit(turn, 'equipment', thing.id, () => ({ [field]: into.id }))
        ? `${short(thing.id)} ${field} ${short(into.id)}`
        : undefined
    },
  },
  {
    name: 'add category',
    weight: 1,
    roles: MANAGERS,
    run: (turn) => add(turn, 'categories', parentOf(turn, 'categories')),
  },
  {
    name: 'add place',
    weight: 1,
    roles: MANAGERS,
    run: (turn) => add(turn, 'locations', { kind: 'room', ...parentOf(turn, 'locations') }),
  },
  edited('categories', 2),
  edited('locations', 2),
  deleted('categories', 1),
  deleted('locations', 1),
  deleted('teams', 0.4),
]
