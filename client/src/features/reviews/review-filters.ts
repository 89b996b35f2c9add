import { REVIEW_KINDS, type Review, type ReviewKind } from '../../../../shared/collections/reviews.ts'
import { isUuid } from '../../../../shared/ids.ts'
import { isDeferred, type Standing } from '../../reviews/standing.ts'

export const STATE_FILTERS = ['open', 'deferred', 'settled', 'resolved', 'all'] as const
export type StateFilter = (typeof STATE_FILTERS)[number]
export const AGE_FILTERS = ['day', 'week', 'older', 'former'] as const
export type AgeFilter = (typeof AGE_FILTERS)[number]
export const ASSIGNEE_FILTERS = ['mine', 'nobody'] as const
export type AssigneeFilter = (typeof ASSIGNEE_FILTERS)[number]

/** What of the reviews is shown; kept in the address, so that it can be sent to somebody. */
export interface ReviewFilters {
  readonly state: StateFilter
  readonly kind: ReviewKind | undefined
  readonly age: AgeFilter | undefined
  readonly assignee: AssigneeFilter | undefined
  readonly team: string | undefined
}

/** What a list of reviews is made of: a review, where it stands here, and whose it is. */
export interface Filed {
  readonly review: Review
  readonly standing: Standing
  readonly teamIds: readonly string[]
}

const DAY_MS = 86_400_000
/** A school year begins in July. */
const FIRST_MONTH = 6

export const noFilters: ReviewFilters = {
  state: 'open',
  kind: undefined,
  age: undefined,
  assignee: undefined,
  team: undefined,
}

/** What an address asks for; what it asks for and nobody knows counts as not asked. */
export function readFilters(search: URLSearchParams): ReviewFilters {
  const [state, kind, age, assignee] = ['state', 'kind', 'age', 'assignee'].map((name) => search.get(name))
  const team = search.get('team')
  return {
    state: STATE_FILTERS.find((one) => one === state) ?? 'open',
    kind: REVIEW_KINDS.find((one) => one === kind),
    age: AGE_FILTERS.find((one) => one === age),
    assignee: ASSIGNEE_FILTERS.find((one) => one === assignee),
    team: isUuid(team) ? team : undefined,
  }
}

/** The address of the list with these filters. */
export function filtersHref({ state, kind, age, assignee, team }: ReviewFilters): string {
  const search = new URLSearchParams()
  if (state !== 'open') search.set('state', state)
  if (kind) search.set('kind', kind)
  if (age) search.set('age', age)
  if (assignee) search.set('assignee', assignee)
  if (team) search.set('team', team)
  const text = search.toString()
  return text === '' ? '/reviews' : `/reviews?${text}`
}

export interface Moment {
  /** Ms since 1970. */
  readonly now: number
  readonly userId: string | undefined
}

export function matches(filed: Filed, filters: ReviewFilters, { now, userId }: Moment): boolean {
  const { review, standing, teamIds } = filed
  const state = isDeferred(standing, now) ? 'deferred' : standing.state
  if (filters.state !== 'all' && state !== filters.state) return false
  if (filters.kind && review.kind !== filters.kind) return false
  if (filters.team && !teamIds.includes(filters.team)) return false
  if (filters.assignee === 'mine' && standing.assigneeId !== userId) return false
  if (filters.assignee === 'nobody' && standing.assigneeId !== undefined) return false
  return filters.age === undefined || agesOf(review, now).includes(filters.age)
}

/** Latest first; what came at the same moment by id, so that the order never changes by itself. */
export function latestFirst(a: Review, b: Review): number {
  return b.receivedAt.localeCompare(a.receivedAt) || a.id.localeCompare(b.id)
}

function agesOf({ receivedAt }: Review, now: number): readonly AgeFilter[] {
  const age = now - Date.parse(receivedAt)
  const recent = age < DAY_MS ? 'day' : age < 7 * DAY_MS ? 'week' : 'older'
  return receivedAt < schoolYear(now) ? [recent, 'former'] : [recent]
}

/** When the school year began, as an ISO instant. */
function schoolYear(now: number): string {
  const today = new Date(now)
  const year = today.getUTCMonth() < FIRST_MONTH ? today.getUTCFullYear() - 1 : today.getUTCFullYear()
  return new Date(Date.UTC(year, FIRST_MONTH, 1)).toISOString()
}
