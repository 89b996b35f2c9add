import { useLocation } from '@solidjs/router'
import { createEffect, createMemo, lazy, Show, Suspense } from 'solid-js'
import { MANAGERS } from '../../../../shared/roles.ts'
import { onDesktop } from '../../app/screen-width.ts'
import { who } from '../../app/who.ts'
import { createLookup, createQuery } from '../../db/query.ts'
import { createDocumentNames } from '../../documents/document-name.ts'
import { formatNumber } from '../../i18n/format.ts'
import { lostDecision, standingOf } from '../../reviews/standing.ts'
import { now } from '../../things/now.ts'
import { Button } from '../../ui/button.tsx'
import { ButtonLink } from '../../ui/button-link.tsx'
import { Checkbox } from '../../ui/checkbox.tsx'
import { EmptyState } from '../../ui/empty-state.tsx'
import { PageHeader } from '../../ui/page-header.tsx'
import { createSelection } from '../../ui/selection.ts'
import { VirtualList } from '../../ui/virtual-list.tsx'
import { t } from './messages.ts'
import { KindFilters, StateFilters } from './queue-filters.tsx'
import { createQueueKeys } from './queue-keys.ts'
import { keepQueue } from './queue-order.ts'
import {
  type Filed,
  filtersHref,
  latestFirst,
  matches,
  noFilters,
  type ReviewFilters,
  readFilters,
} from './review-filters.ts'
import { ReviewRow } from './review-row.tsx'
import { createReviewTeams } from './review-teams.ts'

const BulkBar = lazy(async () => ({ default: (await import('./bulk/bulk-bar.tsx')).BulkBar }))

/** What the machine did not settle alone, or settled against somebody's write, by state, kind, age, team and assignee. */
export function ReviewsPage() {
  const location = useLocation()
  const filters = createMemo(() => readFilters(new URLSearchParams(location.search)))
  const reviews = createQuery('reviews', () => ({}))
  const teamsOf = createReviewTeams()
  const nameOf = createDocumentNames()
  const user = createLookup('users')
  const selection = createSelection()

  const role = () => who()?.role
  const decides = () => MANAGERS.some((one) => one === role())
  const moment = () => ({ now: now(), userId: who()?.userId })
  const all = createMemo(() =>
    (reviews() ?? []).map(
      (review): Filed => ({ review, standing: standingOf(review), teamIds: teamsOf(review) }),
    ),
  )
  const filtering = () => ({ filed: all(), filters: filters(), moment: moment(), decides: decides() })
  const shown = createMemo(() =>
    all()
      .filter((one) => matches(one, filters(), moment()))
      .sort((a, b) => latestFirst(a.review, b.review)),
  )
  const chosen = createMemo(() => all().filter(({ review }) => selection.has(review.id)))
  createEffect(() =>
    keepQueue(
      filtersHref(filters()),
      shown().map(({ review }) => review.id),
    ),
  )
  const lostOf = ({ review }: Filed) => {
    const userId = who()?.userId
    return userId === undefined ? undefined : lostDecision(review, userId)?.as
  }
  const mark = (id: string) => {
    selection.start()
    selection.toggle(id, !selection.has(id))
  }
  createQueueKeys({
    onMark(index) {
      const row = shown()[index]
      if (row && decides()) mark(row.review.id)
    },
  })

  return (
    <>
      <PageHeader
        title={t('title')}
        aside={<span role="status">{reviews() ? formatNumber(shown().length) : ''}</span>}
        actions={
          <Show when={decides() && shown().length > 0}>
            <Button
              kind="quiet"
              aria-pressed={selection.on()}
              onClick={() => (selection.on() ? selection.end() : selection.start())}
            >
              {t(selection.on() ? 'selectDone' : 'select')}
            </Button>
          </Show>
        }
      >
        <StateFilters {...filtering()} />
      </PageHeader>
      <div class="grid gap-1 border-b border-line px-4 py-1.5 lg:px-6" data-print="no">
        <KindFilters {...filtering()} />
      </div>
      <Show when={!decides() && role() !== 'ORG_ADMIN'}>
        <div class="flex flex-wrap items-center gap-x-4 px-4 pt-3 lg:px-6">
          <p class="text-muted">{t('own')}</p>
          <ButtonLink href="/my-changes" kind="quiet" icon="history">
            {t('toMine')}
          </ButtonLink>
        </div>
      </Show>
      <Show when={decides() && onDesktop() && shown().length > 0}>
        <p class="border-b border-line px-6 py-1.5 text-note text-muted" data-print="no">
          {t('keys')}
        </p>
      </Show>
      <Show when={reviews()}>
        <Show when={shown().length > 0} fallback={<NoReviews filters={filters()} />}>
          <VirtualList label={t('list')} items={shown()} keyOf={({ review }) => review.id} rowHeight={64}>
            {(filed) => (
              <div
                class="flex items-stretch hover:bg-hover"
                classList={{ 'bg-accent-soft': selection.has(filed().review.id) }}
              >
                <Show when={selection.on()} fallback={<span class="w-4 shrink-0 lg:w-6" />}>
                  <div class="flex shrink-0 items-center lg:w-15 lg:justify-center">
                    <Checkbox
                      label={t('selectOne', {
                        name: nameOf(
                          filed().review.collection,
                          filed().review.documentId,
                          filed().review.server,
                        ).title,
                      })}
                      hideLabel
                      checked={selection.has(filed().review.id)}
                      onChange={(on) => selection.toggle(filed().review.id, on)}
                    />
                  </div>
                </Show>
                <ReviewRow
                  review={filed().review}
                  standing={filed().standing}
                  name={nameOf(
                    filed().review.collection,
                    filed().review.documentId,
                    filed().review.device ?? filed().review.server,
                  )}
                  author={user(filed().review.authorId)?.name ?? t('somebody')}
                  assignee={user(filed().standing.assigneeId)?.name}
                  lost={lostOf(filed())}
                />
              </div>
            )}
          </VirtualList>
        </Show>
      </Show>
      <Show when={selection.on()}>
        <Suspense>
          <BulkBar selection={selection} chosen={chosen()} shown={shown().map(({ review }) => review.id)} />
        </Suspense>
      </Show>
    </>
  )
}

function NoReviews(props: { filters: ReviewFilters }) {
  const plain = () => filtersHref(props.filters) === '/reviews'
  return (
    <EmptyState
      icon="reviews"
      title={plain() ? t('emptyOpen') : t('empty')}
      hint={plain() ? t('emptyOpenHint') : t('emptyHint')}
    >
      <ButtonLink href={filtersHref({ ...noFilters, state: 'all' })}>{t('showAll')}</ButtonLink>
    </EmptyState>
  )
}
