import type { Query } from '../../app/query.ts'

/** What the list of people shows. */
export interface PeopleFilters {
  readonly text: string
  readonly team: string | undefined
  /** Only those who have something now. */
  readonly holding: boolean
  /** Only those who have something that is overdue. */
  readonly overdue: boolean
  /** Those who left, instead of those who are here. */
  readonly inactive: boolean
}

export const noFilters: PeopleFilters = {
  text: '',
  team: undefined,
  holding: false,
  overdue: false,
  inactive: false,
}

function first(value: Query[string]): string {
  return typeof value === 'string' ? value : (value?.[0] ?? '')
}

export function filtersOf(query: Query): PeopleFilters {
  const team = first(query.team)
  return {
    text: first(query.q),
    team: team === '' ? undefined : team,
    holding: first(query.holding) === '1',
    overdue: first(query.overdue) === '1',
    inactive: first(query.inactive) === '1',
  }
}

export function addressOf(filters: PeopleFilters): string {
  const query = new URLSearchParams()
  if (filters.text !== '') query.set('q', filters.text)
  if (filters.team !== undefined) query.set('team', filters.team)
  for (const flag of ['holding', 'overdue', 'inactive'] as const) if (filters[flag]) query.set(flag, '1')
  const text = query.toString()
  return text === '' ? '/people' : `/people?${text}`
}
