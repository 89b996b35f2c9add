import type { Equipment } from '../../../shared/collections/equipment.ts'

/** What things are told apart by in lists. */
export type Facet = 'status' | 'condition' | 'kind' | 'category' | 'location' | 'team' | 'holder'

/** One value of a facet with how many of the things it would show. */
export interface FacetOption {
  readonly value: string
  readonly label: string
  readonly count: number
  /** How deep it lies in a tree. */
  readonly depth: number
}

// As the catalogue filters: a thing lies where it is, or where it belongs while it is nowhere else.
const facetValue: Record<Facet, (equipment: Equipment) => string | undefined> = {
  status: (equipment) => equipment.status,
  condition: (equipment) => equipment.condition,
  kind: (equipment) => equipment.kind,
  category: (equipment) => equipment.categoryId,
  location: (equipment) =>
    equipment.locationId ?? (equipment.status === 'available' ? equipment.homeLocationId : undefined),
  team: (equipment) => equipment.teamId,
  holder: (equipment) => equipment.holderId,
}

/** How many of the things have each value of a facet. */
export function countValues(things: readonly Equipment[], facet: Facet): ReadonlyMap<string, number> {
  const counts = new Map<string, number>()
  for (const thing of things) {
    const value = facetValue[facet](thing)
    if (value !== undefined) counts.set(value, (counts.get(value) ?? 0) + 1)
  }
  return counts
}
