import { MANAGERS } from '../../shared/roles.ts'
import { create } from './create-document.ts'
import { edit, type Operation, pickThing, short, type Turn } from './operation.ts'

/** Few, so that things meet under one. */
const TAG_CODES = 4
/** Long enough that one of them tells a thing from others. */
const SERIALS = 3

type Codes = { readonly tagCode?: string; readonly serial?: string }

const tagCode = ({ random }: Turn) => `TAG-${random.int(TAG_CODES)}`
const serial = ({ random }: Turn) => `SERIAL-${random.int(SERIALS)}`

/** A screen says where a code is at another thing that this device sees; now and then nobody heeds it. */
function isHeeded({ device, random }: Turn, codes: Codes): boolean {
  const isTaken = device
    .all('equipment')
    .some((other) => Object.entries(codes).some(([field, code]) => other[field] === code))
  return isTaken && random.chance(0.5)
}

const inWords = (id: string, codes: Codes) => `${id} ${Object.values(codes).join(' ')}`

function give(turn: Turn, codes: Codes): string | undefined {
  const thing = pickThing(turn, ({ kind }) => kind === 'serialized')
  if (!thing || isHeeded(turn, codes)) return undefined
  return edit(turn, 'equipment', thing.id, () => codes) ? inWords(short(thing.id), codes) : undefined
}

/** What becomes one thing with another by its serial alone has nothing that contradicts: mostly no model of its own. */
function make(turn: Turn): string | undefined {
  const { random, world } = turn
  const codes = { ...(random.chance(0.5) ? { tagCode: tagCode(turn) } : {}), serial: serial(turn) }
  if (isHeeded(turn, codes)) return undefined
  const own = random.chance(0.3) ? { model: world.word() } : {}
  const fields = { kind: 'serialized', name: 'Helmet', status: 'available', ...codes, ...own }
  return inWords(create(turn, 'equipment', fields), codes)
}

/** Codes and serials, of which two things come to have the same by creations and by edits, also against what the other code says. */
export const contradictingCodes: readonly Operation[] = [
  { name: 'create with serial', weight: 12, roles: MANAGERS, run: make },
  {
    name: 'give telling serial',
    weight: 12,
    roles: MANAGERS,
    run: (turn) => give(turn, { serial: serial(turn) }),
  },
  {
    name: 'give code and serial',
    weight: 12,
    roles: MANAGERS,
    run: (turn) => give(turn, { tagCode: tagCode(turn), serial: serial(turn) }),
  },
  {
    name: 'take serial off',
    weight: 1,
    roles: MANAGERS,
    run(turn) {
      const thing = pickThing(turn, (one) => one.serial !== undefined)
      return thing && edit(turn, 'equipment', thing.id, () => ({ serial: undefined }))
        ? short(thing.id)
        : undefined
    },
  },
]
