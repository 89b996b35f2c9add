import type { Condition, Equipment } from '../../shared/collections/equipment.ts'
import { BULK_PLANS } from './bulk-plans.ts'
import { GEAR_PLANS, type GearPlan } from './gear-plans.ts'
import { KEPT_ASIDE } from './kept-aside.ts'
import { type Random, seededRandom } from './random.ts'
import { type SchoolPlan, share } from './school-plans.ts'
import type { SeasonTime } from './season-time.ts'

type Placed = 'id' | 'stamp' | 'categoryId' | 'homeLocationId' | 'teamId' | 'status'

/** A thing of the catalogue with the keys of what it names instead of their ids. */
export type GearPiece = Omit<Equipment, Placed> & {
  readonly key: string
  readonly category: string
  readonly place: string
  readonly team?: string
}

const CONDITIONS: readonly (readonly [Condition, number])[] = [
  ['new', 2],
  ['good', 11],
  ['fair', 5],
  ['poor', 0.6],
]
const YEAR = 365

/** About 2,000 things, or a quarter of them. The key of a serialized one is its plan's key and its number in the set: `FBH-42`. */
export function makeCatalogue(plan: SchoolPlan, time: SeasonTime): readonly GearPiece[] {
  const random = seededRandom(`${plan.slug} catalogue`)
  const pieces: GearPiece[] = []
  let inSchool = 0
  for (const gear of GEAR_PLANS) {
    const count = share(gear.count, plan.size)
    for (let inSet = 1; inSet <= gear.count; inSet += 1) {
      // Made in any case: a thing is the same in a school of either size.
      inSchool += 1
      const made = piece(gear, inSet, plan.tag(gear.key, inSet, inSchool), random, time)
      if (inSet <= count || KEPT_ASIDE.has(made.key)) pieces.push(made)
    }
  }
  for (const [index, bulk] of BULK_PLANS.entries()) {
    const { name, category, place, quantity, maker, model, cents, size } = bulk
    pieces.push({
      key: `BIN-${index + 1}`,
      kind: 'bulk',
      name,
      category,
      place,
      quantity,
      manufacturer: maker,
      model,
      tagCode: plan.tag('BIN', index + 1, inSchool + index + 1),
      purchaseDate: time.date(random.between(60, 2 * YEAR)),
      purchasePriceCents: cents,
      ...(size === undefined ? {} : { size }),
    })
  }
  return pieces
}

function piece(gear: GearPlan, inSet: number, tagCode: string, random: Random, time: SeasonTime): GearPiece {
  const product = random.pick(gear.products)
  const lifeDays = (gear.lifeYears ?? 6) * YEAR
  const age = random.between(30, lifeDays - 60)
  const condition = age < 200 ? 'new' : random.weighted(CONDITIONS)
  return {
    key: `${gear.key}-${inSet}`,
    kind: 'serialized',
    name: gear.name,
    category: gear.category,
    place: gear.place,
    tagCode,
    manufacturer: product.maker,
    model: product.model,
    purchaseDate: time.date(age),
    purchasePriceCents: product.cents,
    condition,
    ...(age < YEAR ? { warrantyUntil: time.date(age - 2 * YEAR) } : {}),
    ...(gear.serial === undefined ? {} : { serial: `${gear.serial}${random.between(1_000_000, 9_999_999)}` }),
    ...(gear.sizes === undefined ? {} : { size: random.weighted(gear.sizes) }),
    ...(gear.numbered ? { jerseyNumber: String(inSet) } : {}),
    ...(gear.team === undefined ? {} : { team: gear.team }),
    ...(gear.recertifyMonths === undefined
      ? {}
      : { recertifyBy: time.date(-random.between(-45, gear.recertifyMonths * 30)) }),
    ...(gear.lifeYears === undefined ? {} : { retireBy: time.date(age - lifeDays) }),
    ...(condition === 'poor' ? { tags: ['check before issuing'] } : {}),
  }
}
