import { MANAGERS } from '../../shared/roles.ts'
import { edit, type Operation, pickThing, short, type Turn } from './operation.ts'

/** Few, so that what two devices give out apart is the same. */
const TAG_CODES = 12
const SERIALS = 6

/** A code or serial that this device sees at no other thing: a screen would say so. */
function give(turn: Turn, field: 'tagCode' | 'serial', value: string): string | undefined {
  const thing = pickThing(turn, ({ kind }) => kind === 'serialized')
  const isTaken = turn.device.all('equipment').some((other) => other[field] === value)
  if (!thing || isTaken) return undefined
  return edit(turn, 'equipment', thing.id, () => ({ [field]: value }))
    ? `${short(thing.id)} ${value}`
    : undefined
}

/** What managers do to the codes by which a thing is known. */
export const codeOperations: readonly Operation[] = [
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
]
