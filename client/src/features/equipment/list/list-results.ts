import { type Accessor, createMemo } from 'solid-js'
import type { Equipment, EquipmentStatus } from '../../../../../shared/collections/equipment.ts'
import type { CatalogueFilters } from '../../../db/catalogue-index.ts'
import { createQuery } from '../../../db/query.ts'
import { useCatalogue } from '../../../db/use-catalogue.ts'
import type { Facet } from '../../../things/facet-options.ts'
import { now } from '../../../things/now.ts'
import { isOverdue } from '../../../things/status-look.ts'
import { withPlacesInside } from '../../../trees/tree.ts'
import type { ListFilters } from './list-filters.ts'
import { ordered, placesBy } from './sort-order.ts'

/** What is found: searched once for each keystroke, then counted and narrowed by status. */
export function createResults(filters: Accessor<ListFilters>, text: Accessor<string>) {
  const catalogue = useCatalogue()
  const locations = createQuery('locations', () => ({}))
  const categories = createQuery('categories', () => ({}))

  const catalogueFilters = (chosen: ListFilters): CatalogueFilters => ({
    ...(chosen.condition.length > 0 ? { condition: chosen.condition } : {}),
    ...(chosen.kind.length > 0 ? { kind: chosen.kind } : {}),
    ...(chosen.category.length > 0
      ? { categoryId: withPlacesInside(chosen.category, categories() ?? []) }
      : {}),
    ...(chosen.location.length > 0
      ? { locationId: withPlacesInside(chosen.location, locations() ?? []) }
      : {}),
    ...(chosen.team.length > 0 ? { teamId: chosen.team } : {}),
    ...(chosen.holder.length > 0 ? { holderId: chosen.holder } : {}),
    ...(chosen.deletion ? { pendingDeletion: true } : {}),
  })
  const matchesStatus = (equipment: Equipment, chosen: ListFilters) =>
    (chosen.status.length === 0 || chosen.status.includes(equipment.status)) &&
    (!chosen.overdue || isOverdue(equipment, now()))

  // Without the status, so that the same pass tells how many there are of each.
  const base = createMemo(() => catalogue.search(text(), catalogueFilters(filters())))
  const counts = createMemo(() => {
    const counted: Record<EquipmentStatus | 'overdue', number> = {
      available: 0,
      checked_out: 0,
      overdue: 0,
      in_maintenance: 0,
      lost: 0,
      retired: 0,
    }
    for (const equipment of base()) {
      counted[equipment.status] += 1
      if (isOverdue(equipment, now())) counted.overdue += 1
    }
    return counted
  })
  const narrowed = createMemo(() => {
    const chosen = filters()
    return chosen.status.length === 0 && !chosen.overdue
      ? base()
      : base().filter((equipment) => matchesStatus(equipment, chosen))
  })
  const sort = createMemo(() => filters().sort)
  const places = createMemo(() => (sort() === 'name' ? undefined : placesBy(catalogue.search(''), sort())))
  const found = createMemo(() => {
    const order = places()
    return order ? ordered(narrowed(), order) : narrowed()
  })

  return {
    counts,
    found,
    /** What is found with every filter but those of one facet. */
    without(facet: Facet): readonly Equipment[] {
      const chosen = { ...filters(), [facet]: [] }
      return catalogue
        .search(text(), catalogueFilters(chosen))
        .filter((equipment) => matchesStatus(equipment, chosen))
    },
  }
}
