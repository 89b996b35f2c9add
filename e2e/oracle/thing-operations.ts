import type { AnyDocument } from '../../shared/collections/definition.ts'
import { CONDITIONS } from '../../shared/collections/equipment.ts'
import { sameJson } from '../../shared/json.ts'
import { MANAGERS, STAFF } from '../../shared/roles.ts'
import { create } from './create-document.ts'
import { edit, type Operation, pickThing, short, type Turn } from './operation.ts'
import { textList } from './text-list.ts'

const CATALOGUE = ['name', 'model', 'size', 'manufacturer'] as const
/** Few, so that two devices make a thing with the same tag. */
const TAG_CODES = 12

const any = () => true
const serialized = ({ kind }: { kind: string }) => kind === 'serialized'

function change(
  turn: Turn,
  fits: Parameters<typeof pickThing>[1],
  changes: Parameters<typeof edit>[3],
): string | undefined {
  const thing = pickThing(turn, fits)
  return thing && edit(turn, 'equipment', thing.id, changes) ? short(thing.id) : undefined
}

/** What is done to a thing beside moving it. */
export const thingOperations: readonly Operation[] = [
  {
    name: 'create',
    weight: 5,
    roles: MANAGERS,
    run: (turn) => {
      const { random, world } = turn
      const tagCode = random.chance(0.7) ? `TAG-${random.int(TAG_CODES)}` : undefined
      const known = turn.device.all('equipment').some((thing) => thing.tagCode === tagCode)
      if (tagCode !== undefined && known) return undefined
      return create(turn, 'equipment', {
        status: 'available',
        kind: 'serialized',
        name: 'Helmet',
        model: world.word(),
        ...(tagCode === undefined ? {} : { tagCode }),
        ...(random.chance(0.3) ? { notes: world.word(), tags: [world.word()] } : {}),
      })
    },
  },
  {
    name: 'create bulk',
    weight: 1,
    roles: MANAGERS,
    run: (turn) =>
      create(turn, 'equipment', {
        status: 'available',
        kind: 'bulk',
        name: turn.world.word(),
        quantity: turn.random.int(10),
      }),
  },
  {
    name: 'edit field',
    weight: 12,
    roles: MANAGERS,
    run: (turn) => {
      const field = turn.random.pick(CATALOGUE)
      const id = change(turn, any, () => ({ [field]: turn.world.word() }))
      return id && `${id} ${field}`
    },
  },
  {
    name: 'change back',
    weight: 4,
    roles: MANAGERS,
    run: (turn) => {
      const { device, world } = turn
      const own = world.journal.writes.findLast(
        (write) => write.device === device.name && write.collection === 'equipment' && write.before,
      )
      const shown = own && device.shown('equipment', own.id)
      const field = CATALOGUE.find((one) => !sameJson(own?.before?.[one], own?.after[one]))
      if (!own || !field || !sameJson(shown?.[field], own.after[field])) return undefined
      const isDone = edit(turn, 'equipment', own.id, () => ({ [field]: own.before?.[field] }))
      return isDone ? `${short(own.id)} ${field}` : undefined
    },
  },
  {
    name: 'clear field',
    weight: 1,
    roles: MANAGERS,
    run: (turn) =>
      change(
        turn,
        ({ size }) => size !== undefined,
        () => ({ size: undefined }),
      ),
  },
  {
    name: 'state condition',
    weight: 5,
    roles: STAFF,
    run: (turn) =>
      change(turn, serialized, (_current, conditionStamp) => ({
        condition: turn.random.pick(CONDITIONS),
        conditionStamp,
      })),
  },
  {
    name: 'note',
    weight: 6,
    roles: STAFF,
    run: (turn) => {
      const word = turn.world.word()
      const atEnd = turn.random.chance(0.7)
      return change(turn, any, ({ notes }) => ({
        notes: typeof notes !== 'string' ? word : atEnd ? `${notes} ${word}` : `${word} ${notes}`,
      }))
    },
  },
  {
    name: 'tag',
    weight: 5,
    roles: STAFF,
    run: (turn) =>
      change(turn, any, ({ tags }) => ({ tags: [...textList(tags), turn.world.word()].toSorted() })),
  },
  {
    name: 'untag',
    weight: 2,
    roles: STAFF,
    run: (turn) =>
      change(
        turn,
        ({ tags }) => textList(tags).length > 0,
        ({ tags }) => {
          const rest = textList(tags).slice(1)
          return { tags: rest.length > 0 ? rest : undefined }
        },
      ),
  },
  {
    name: 'custom field',
    weight: 4,
    roles: STAFF,
    run: (turn) => {
      const word = turn.world.word()
      return change(turn, any, ({ custom }) => ({ custom: { ...mapOf(custom), [`key-${word}`]: word } }))
    },
  },
  {
    name: 'delete',
    weight: 3,
    roles: STAFF,
    run: (turn) => change(turn, any, () => ({ _deleted: true })),
  },
  {
    name: 'write what no server takes',
    weight: 0.5,
    roles: MANAGERS,
    run: (turn) => change(turn, any, () => ({ model: turn.world.word().padEnd(300, '.') })),
  },
]

function mapOf(value: AnyDocument[string]): object {
  return typeof value === 'object' && value !== null ? value : {}
}
