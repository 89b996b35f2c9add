import type { Equipment } from '../../shared/collections/equipment.ts'
import { isJsonObject } from '../../shared/json.ts'
import { STAFF } from '../../shared/roles.ts'
import { grow } from './grow.ts'
import { edit, type Operation, pickThing, short } from './operation.ts'
import { textList } from './text-list.ts'

const OWN_FIELDS = ['Locker', 'Fitted by'] as const

const any = () => true

/** A thing's document grows by one word. */
const grown = (
  name: string,
  weight: number,
  changesOf: (thing: Equipment, word: string) => Readonly<Record<string, unknown>>,
): Operation => ({
  name,
  weight,
  roles: STAFF,
  run(turn) {
    const thing = pickThing(turn, any)
    if (!thing) return undefined
    return grow(turn, thing.id, changesOf(thing, turn.world.word())) ? short(thing.id) : undefined
  },
})

/** What people do to a thing's notes, tags and own fields, with the document that is their truth [A1]. */
export const documentOperations: readonly Operation[] = [
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
  grown('note with its document', 5, ({ notes }, word) => ({
    notes: notes === undefined ? word : `${notes} ${word}`,
  })),
  grown('tag with its document', 3, ({ tags }, word) => ({ tags: [...textList(tags), word].toSorted() })),
]
