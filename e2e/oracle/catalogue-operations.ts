import type { CollectionName } from '../../shared/registry.ts'
import { MANAGERS } from '../../shared/roles.ts'
import { create } from './create-document.ts'
import { edit, type Operation, pickShared, pickThing, short } from './operation.ts'

const any = () => true

/** One of those that things are in, maybe within another. */
const added = (
  name: string,
  collection: 'categories' | 'locations',
  fields: Readonly<Record<string, unknown>> = {},
): Operation => ({
  name,
  weight: 1,
  roles: MANAGERS,
  run(turn) {
    const parent = turn.random.chance(0.5) ? pickShared(turn, collection, any) : undefined
    const within = parent ? { parentId: parent.id } : {}
    return create(turn, collection, { name: turn.world.word(), ...fields, ...within })
  },
})

const changed = (
  name: string,
  weight: number,
  collection: CollectionName,
  changesOf: (word: () => string) => Readonly<Record<string, unknown>>,
): Operation => ({
  name,
  weight,
  roles: MANAGERS,
  run(turn) {
    const one = pickShared(turn, collection, any)
    return one && edit(turn, collection, one.id, () => changesOf(turn.world.word)) ? short(one.id) : undefined
  },
})

const edited = (collection: CollectionName, weight: number) =>
  changed(`edit of ${collection}`, weight, collection, (word) => ({ name: word() }))

const deleted = (collection: CollectionName, weight: number) =>
  changed(`deletion of ${collection}`, weight, collection, () => ({ _deleted: true }))

/** What managers do to categories, places and teams, and to what is in them. */
export const catalogueOperations: readonly Operation[] = [
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
  added('add category', 'categories'),
  added('add place', 'locations', { kind: 'room' }),
  edited('categories', 2),
  edited('locations', 2),
  deleted('categories', 1),
  deleted('locations', 1),
  deleted('teams', 0.4),
]
