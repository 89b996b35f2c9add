import type { GearPiece } from './catalogue.ts'
import type { DemoSchool } from './demo-school.ts'
import { KEPT_ASIDE } from './kept-aside.ts'
import type { BookThing } from './ledger-book.ts'
import type { RosterPerson } from './roster.ts'

/** The things of a demo school as whoever issues them sees them: what is on the shelf, and what fits. */
export interface Storeroom {
  readonly things: readonly StoredThing[]
  /** By the key of the catalogue, such as `FBH-42`. */
  thing(key: string): StoredThing
  /** Things of a plan that are on the shelf and may be issued. */
  onShelf(plan: string): readonly StoredThing[]
  /** What of a plan is issued to a person: the jersey with the number, otherwise the size, otherwise the next one. */
  fitting(plan: string, person: RosterPerson): BookThing | undefined
  /** What a holder has now. */
  heldBy(holderId: string): readonly BookThing[]
}

export interface StoredThing extends BookThing {
  readonly piece: GearPiece
}

export function storeroom(school: DemoSchool, pieces: readonly GearPiece[]): Storeroom {
  const today = school.time.date(0)
  const things: StoredThing[] = pieces.map((piece) => ({
    id: school.id('equipment', piece.key),
    key: piece.key,
    homeLocationId: school.id('locations', piece.place),
    bulk: piece.kind === 'bulk',
    status: 'available',
    piece,
  }))
  const byKey = new Map(things.map((thing) => [thing.key, thing]))
  const byPlan = new Map<string, StoredThing[]>()
  for (const thing of things) {
    const plan = thing.key.slice(0, thing.key.lastIndexOf('-'))
    byPlan.set(plan, [...(byPlan.get(plan) ?? []), thing])
  }

  function onShelf(plan: string): readonly StoredThing[] {
    return (byPlan.get(plan) ?? []).filter(
      ({ status, piece }) =>
        status === 'available' &&
        !KEPT_ASIDE.has(piece.key) &&
        piece.condition !== 'poor' &&
        (piece.recertifyBy === undefined || piece.recertifyBy > today),
    )
  }

  return {
    things,
    onShelf,
    thing(key) {
      const found = byKey.get(key)
      if (!found) throw new RangeError(`The demo has no ${key}.`)
      return found
    },
    fitting(plan, person) {
      const shelf = onShelf(plan)
      const worn = new Set(Object.values(person.sizes ?? {}))
      return (
        shelf.find(
          ({ piece }) => piece.jerseyNumber !== undefined && piece.jerseyNumber === person.jerseyNumber,
        ) ??
        shelf.find(({ piece }) => piece.size !== undefined && worn.has(piece.size)) ??
        shelf[0]
      )
    },
    heldBy: (holderId) => things.filter((thing) => thing.holderId === holderId),
  }
}
