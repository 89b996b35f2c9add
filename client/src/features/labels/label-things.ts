import { useSearchParams } from '@solidjs/router'
import { type Accessor, createMemo } from 'solid-js'
import type { Equipment } from '../../../../shared/collections/equipment.ts'
import { useCatalogue } from '../../db/use-catalogue.ts'

/** So many labels are laid out at once; more would take the page minutes. */
export const MOST = 1_000

export interface LabelQuery {
  readonly ids?: string
  readonly category?: string
  readonly place?: string
  readonly team?: string
  readonly q?: string
}

/** The things to print, as the address says: by id, or by what they have in common. */
export function createLabelThings(): {
  readonly query: LabelQuery
  readonly setQuery: (changes: Partial<Record<keyof LabelQuery, string | undefined>>) => void
  readonly things: Accessor<readonly Equipment[]>
} {
  const [params, setParams] = useSearchParams()
  const catalogue = useCatalogue()
  const one = (name: keyof LabelQuery) => {
    const value = params[name]
    return typeof value === 'string' && value !== '' ? value : undefined
  }
  const things = createMemo<readonly Equipment[]>(() => {
    const ids = one('ids')
    if (ids !== undefined) return ids.split(',').flatMap((id) => catalogue.get(id) ?? [])
    const [categoryId, locationId, teamId, text] = [one('category'), one('place'), one('team'), one('q')]
    // Nobody wants a label for everything by accident.
    if (!categoryId && !locationId && !teamId && !text) return []
    const found = catalogue.search(text ?? '', { categoryId, locationId, teamId })
    return found.filter((thing) => thing.status !== 'retired')
  })
  return {
    get query() {
      const names = ['ids', 'category', 'place', 'team', 'q'] as const
      const given = names.map((name) => [name, one(name)]).filter(([, value]) => value !== undefined)
      return Object.fromEntries(given)
    },
    setQuery: (changes) => setParams(changes, { replace: true, scroll: false }),
    things,
  }
}
