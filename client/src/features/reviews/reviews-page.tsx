import { useLocation } from '@solidjs/router'
import { createMemo, For, Show } from 'solid-js'
import { REVIEW_KINDS } from '../../../../shared/collections/reviews.ts'
import { MANAGERS } from '../../../../shared/roles.ts'
import { who } from '../../app/who.ts'
import { createLookup, createQuery } from '../../db/query.ts'
import { createDocumentNames } from '../../documents/document-name.ts'
import { formatNumber } from '../../i18n/format.ts'
import { now } from '../../things/now.ts'
import { ButtonLink } from '../../ui/button-link.tsx'
import { EmptyState } from '../../ui/empty-state.tsx'
import { FilterChip, FilterRow } from '../../ui/filter-chip.tsx'
import { PageHeader } from '../../ui/page-header.tsx'
import { VirtualList } from '../../ui/virtual-list.tsx'
import { t } from './messages.ts'
import {
  AGE_FILTERS,
  filtersHref,
  latestFirst,
  matches,
  type ReviewFilters,
  readFilters,
  STATE_FILTERS,
} from './review-filters.ts'
import { kindLooks } from './review-look.ts'
import { ReviewRow } from './review-row.tsx'

/** What the machine did not settle alone, or settled against somebody's write, by state, kind and age. */
export function ReviewsPage() {
  const location = useLocation()
  const filters = createMemo(() => readFilters(new URLSearchParams(location.search)))
  const all = createQuery('reviews', () => ({}))
  const nameOf = createDocumentNames()
  const user = createLookup('users')

  const shown = createMemo(() =>
    (all() ?? []).filter((one) => matches(one, filters(), now())).sort(latestFirst),
  )
  const count = (changes: Partial<ReviewFilters>) =>
    (all() ?? []).filter((one) => matches(one, { ...filters(), ...changes }, now())).length
  const own = () => !MANAGERS.some((role) => role === who()?.role) && who()?.role !== 'ORG_ADMIN'

  return (
    <>
      <PageHeader title={t('title')} aside={formatNumber(shown().length)}>
        <div class="grid gap-1">
          <FilterRow label={t('states')}>
            <For each={STATE_FILTERS}>
              {(state) => (
                <FilterChip
                  href={filtersHref({
                    ...filters(),
                    state: filters().state !== state ? state : state === 'all' ? 'open' : 'all',
                  })}
                  label={t(`state.${state}`)}
                  active={filters().state === state}
                  count={count({ state })}
                />
              )}
            </For>
            <For each={AGE_FILTERS}>
              {(age) => (
                <FilterChip
                  href={filtersHref({ ...filters(), age: filters().age === age ? undefined : age })}
                  label={t(`age.${age}`)}
                  icon="calendar"
                  active={filters().age === age}
                  count={count({ age })}
                />
              )}
            </For>
          </FilterRow>
          <FilterRow label={t('kinds')}>
            <For
              each={REVIEW_KINDS.filter(
                (kind) => filters().kind === kind || count({ kind, state: 'all', age: undefined }) > 0,
              )}
            >
              {(kind) => (
                <FilterChip
                  href={filtersHref({ ...filters(), kind: filters().kind === kind ? undefined : kind })}
                  label={t(`kind.${kind}`)}
                  icon={kindLooks[kind].icon}
                  active={filters().kind === kind}
                  count={count({ kind })}
                />
              )}
            </For>
          </FilterRow>
        </div>
      </PageHeader>
      <Show when={own()}>
        <p class="px-4 pt-3 text-muted lg:px-6">{t('own')}</p>
      </Show>
      <Show when={all()}>
        <Show when={shown().length > 0} fallback={<NoReviews filters={filters()} />}>
          <VirtualList label={t('list')} items={shown()} keyOf={(review) => review.id} rowHeight={64}>
            {(review) => (
              <ReviewRow
                review={review}
                name={nameOf(review.collection, review.documentId, review.device ?? review.server)}
                author={user(review.authorId)?.name ?? t('somebody')}
              />
            )}
          </VirtualList>
        </Show>
      </Show>
    </>
  )
}

function NoReviews(props: { filters: ReviewFilters }) {
  const plain = () => props.filters.state === 'open' && !props.filters.kind && !props.filters.age
  return (
    <EmptyState
      icon="reviews"
      title={plain() ? t('emptyOpen') : t('empty')}
      hint={plain() ? t('emptyOpenHint') : t('emptyHint')}
    >
      <ButtonLink href={filtersHref({ state: 'all', kind: undefined, age: undefined })}>
        {t('showAll')}
      </ButtonLink>
    </EmptyState>
  )
}
