import { REVIEW_KINDS, type Review, type ReviewKind } from '../../../../shared/collections/reviews.ts'

export const STATE_FILTERS = ['open', 'settled', 'resolved', 'all'] as const
export type StateFilter = (typeof STATE_FILTERS)[number]
export const AGE_FILTERS = ['day', 'week', 'older'] as const
export type AgeFilter = (typeof AGE_FILTERS)[number]

/** What of the reviews is shown; kept in the address, so that it can be sent to somebody. */
export interface ReviewFilters {
  readonly state: StateFilter
  readonly kind: ReviewKind | undefined
  readonly age: AgeFilter | undefined
}

const DAY_MS = 86_400_000

/** What an address asks for; what it asks for and nobody knows counts as not asked. */
export function readFilters(search: URLSearchParams): ReviewFilters {
  const [state, kind, age] = ['state', 'kind', 'age'].map((name) => search.get(name))
  return {
    state: STATE_FILTERS.find((one) => one === state) ?? 'open',
    kind: REVIEW_KINDS.find((one) => one === kind),
    age: AGE_FILTERS.find((one) => one === age),
  }
}

/** The address of the list with these filters. */
export function filtersHref({ state, kind, age }: ReviewFilters): string {
  const search = new URLSearchParams()
  if (state !== 'open') search.set('state', state)
  if (kind) search.set('kind', kind)
  if (age) search.set('age', age)
  const text = search.toString()
  return text === '' ? '/reviews' : `/reviews?${text}`
}

/** @param now ms since 1970 */
export function matches(review: Review, filters: ReviewFilters, now: number): boolean {
  if (filters.state !== 'all' && review.state !== filters.state) return false
  if (filters.kind && review.kind !== filters.kind) return false
  return filters.age === undefined || ageOf(review, now) === filters.age
}

/** Latest first; what came at the same moment by id, so that the order never changes by itself. */
export function latestFirst(a: Review, b: Review): number {
  return b.receivedAt.localeCompare(a.receivedAt) || a.id.localeCompare(b.id)
}

function ageOf({ receivedAt }: Review, now: number): AgeFilter {
  const age = now - Date.parse(receivedAt)
  return age < DAY_MS ? 'day' : age < 7 * DAY_MS ? 'week' : 'older'
}
