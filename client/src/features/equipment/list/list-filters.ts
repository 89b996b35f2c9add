import {
  CONDITIONS,
  type Condition,
  EQUIPMENT_STATUSES,
  type EquipmentStatus,
} from '../../../../../shared/collections/equipment.ts'
import type { Query } from '../../../app/query.ts'
import type { Facet } from '../../../things/facet-options.ts'

export const SORTS = ['name', 'tag', 'due'] as const
export type Sort = (typeof SORTS)[number]
const KINDS = ['serialized', 'bulk'] as const
export type Kind = (typeof KINDS)[number]

/** What the list shows. Values of one facet widen it, facets narrow it. */
export interface ListFilters {
  readonly text: string
  readonly status: readonly EquipmentStatus[]
  readonly condition: readonly Condition[]
  readonly kind: readonly Kind[]
  readonly category: readonly string[]
  readonly location: readonly string[]
  readonly team: readonly string[]
  readonly holder: readonly string[]
  readonly overdue: boolean
  /** Things whose deletion somebody asked for. */
  readonly deletion: boolean
  readonly sort: Sort
}

export const FACETS: readonly Facet[] = [
  'status',
  'condition',
  'kind',
  'category',
  'location',
  'team',
  'holder',
]

export const noFilters: ListFilters = {
  text: '',
  status: [],
  condition: [],
  kind: [],
  category: [],
  location: [],
  team: [],
  holder: [],
  overdue: false,
  deletion: false,
  sort: 'name',
}

function listed(query: Query, name: string): string[] {
  const value = query[name]
  const parts = (typeof value === 'string' ? [value] : (value ?? [])).flatMap((part) => part.split(','))
  return [...new Set(parts.map((part) => part.trim()).filter((part) => part !== ''))]
}

function chosen<V extends string>(query: Query, name: string, choices: readonly V[]): V[] {
  const values = listed(query, name)
  return choices.filter((choice) => values.includes(choice))
}

/** The filters that an address asks for. What an address says and nobody knows is left out, so an old link still opens. */
export function filtersOf(query: Query): ListFilters {
  const text = query.q
  return {
    text: typeof text === 'string' ? text : (text?.[0] ?? ''),
    status: chosen(query, 'status', EQUIPMENT_STATUSES),
    condition: chosen(query, 'condition', CONDITIONS),
    kind: chosen(query, 'kind', KINDS),
    category: listed(query, 'category'),
    location: listed(query, 'location'),
    team: listed(query, 'team'),
    holder: listed(query, 'holder'),
    overdue: query.overdue === '1',
    deletion: query.deletion === '1',
    sort: chosen(query, 'sort', SORTS)[0] ?? 'name',
  }
}

/** The address of the list with these filters: the same filters always give the same address. */
export function addressOf(filters: ListFilters): string {
  const query = new URLSearchParams()
  if (filters.text !== '') query.set('q', filters.text)
  for (const facet of FACETS) {
    if (filters[facet].length > 0) query.set(facet, [...filters[facet]].sort().join(','))
  }
  if (filters.overdue) query.set('overdue', '1')
  if (filters.deletion) query.set('deletion', '1')
  if (filters.sort !== 'name') query.set('sort', filters.sort)
  const text = query.toString().replaceAll('%2C', ',')
  return text === '' ? '/equipment' : `/equipment?${text}`
}

/** The filters with one value of a facet added, or taken away where it was chosen. */
export function toggled(filters: ListFilters, facet: Facet, value: string): ListFilters {
  const values: readonly string[] = filters[facet]
  const next = values.includes(value) ? values.filter((one) => one !== value) : [...values, value]
  return filtersOf({ ...queryOf(filters), [facet]: next })
}

/**
 * The filters with one status in sight, or all of them where it was the one: overdue stands among the statuses there,
 * since it is one to whoever looks for things.
 */
export function withStatus(filters: ListFilters, status: EquipmentStatus | 'overdue'): ListFilters {
  const was = status === 'overdue' ? filters.overdue : isOnly(filters, status)
  return {
    ...filters,
    overdue: status === 'overdue' && !was,
    status: status === 'overdue' || was ? [] : [status],
  }
}

function isOnly(filters: ListFilters, status: EquipmentStatus): boolean {
  return filters.status.length === 1 && filters.status[0] === status
}

/** How many choices narrow the list, the text not counted. */
export function countChoices(filters: ListFilters): number {
  const values = FACETS.reduce((sum, facet) => sum + filters[facet].length, 0)
  return values + (filters.overdue ? 1 : 0) + (filters.deletion ? 1 : 0)
}

function queryOf(filters: ListFilters): Query {
  return {
    ...filters,
    q: filters.text,
    overdue: filters.overdue ? '1' : undefined,
    deletion: filters.deletion ? '1' : undefined,
  }
}
