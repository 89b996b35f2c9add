import { randomInt } from 'node:crypto'
import { formatStamp } from '../../shared/clock.ts'
import { uuidv7 } from '../../shared/ids.ts'

/** A piece of equipment as a manager enters it: 22 fields, about 0.8 KB of JSON. */
export interface BenchDocument {
  readonly id: string
  readonly stamp: string
  readonly [field: string]: unknown
}

const NAMES = ['Helmet', 'Shoulder pads', 'Game jersey', 'Practice pants', 'Batting helmet', 'Catcher gear']
const MAKERS = ['Riddell', 'Schutt', 'Nike', 'Under Armour', 'Rawlings', 'Easton']
const SIZES = ['XS', 'S', 'M', 'L', 'XL', '2XL']
const NOTE =
  'Inner padding replaced before the season; left ear pad is new. Fits best with the short chin strap, see the tag inside.'

const categories = Array.from({ length: 20 }, () => uuidv7())
const teams = Array.from({ length: 12 }, () => uuidv7())
const places = Array.from({ length: 40 }, () => uuidv7())
let counter = 0

function oneOf<T>(values: readonly T[]): T | undefined {
  return values[randomInt(values.length)]
}

export function makeDocument(deviceId: string): BenchDocument {
  counter += 1
  const number = String(counter).padStart(6, '0')
  const stamp = formatStamp({ ms: Date.now(), counter: counter % 36 ** 4, deviceId })
  return {
    id: uuidv7(),
    stamp,
    kind: 'serialized',
    name: `${oneOf(NAMES)} ${number}`,
    tagCode: `ETX-${number}-${randomInt(1_000_000)}`,
    serial: `SN${randomInt(1_000_000_000)}`,
    categoryId: oneOf(categories),
    manufacturer: oneOf(MAKERS),
    model: `Model ${randomInt(100)} Pro`,
    size: oneOf(SIZES),
    jerseyNumber: String(randomInt(100)),
    teamId: oneOf(teams),
    homeLocationId: oneOf(places),
    purchaseDate: '2025-08-01',
    purchasePriceCents: randomInt(50_000),
    warrantyUntil: '2027-08-01',
    recertifyBy: '2026-12-01',
    retireBy: '2032-08-01',
    status: 'available',
    condition: 'good',
    conditionStamp: stamp,
    notes: NOTE,
    tags: ['2025', 'varsity'],
  }
}

/** The same fields as JSON schema, for peers that want one. */
export const documentSchema = {
  version: 0,
  primaryKey: 'id',
  type: 'object',
  properties: {
    id: { type: 'string', maxLength: 36 },
    purchasePriceCents: { type: 'integer' },
    tags: { type: 'array', items: { type: 'string' } },
    ...Object.fromEntries(
      Object.entries(makeDocument('schema'))
        .filter(([field, value]) => field !== 'id' && typeof value === 'string')
        .map(([field]) => [field, { type: 'string' }]),
    ),
  },
  required: ['id'],
} as const
