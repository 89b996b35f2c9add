import { createEffect, createMemo, lazy, Match, onMount, Show, Suspense, Switch } from 'solid-js'
import type { Review } from '../../../../shared/collections/reviews.ts'
import { isCollectionName } from '../../../../shared/registry.ts'
import { isManager } from '../../../../shared/roles.ts'
import { who } from '../../app/who.ts'
import { createLookup } from '../../db/query.ts'
import { useCatalogue } from '../../db/use-catalogue.ts'
import { createDocumentNames } from '../../documents/document-name.ts'
import { CustodyTimeline } from '../../ledger/custody-timeline.tsx'
import { newsOf } from '../../reviews/news.ts'
import { markSeen } from '../../reviews/seen-news.ts'
import { lostDecision, standingOf } from '../../reviews/standing.ts'
import { now } from '../../things/now.ts'
import { PageHeader } from '../../ui/page-header.tsx'
import { StatusBadge } from '../../ui/status-badge.tsx'
import { TagPlate } from '../../ui/tag-plate.tsx'
import { EntryPanel } from './entry-panel.tsx'
import { EvidencePanel } from './evidence-panel.tsx'
import { ForkSides } from './fork-sides.tsx'
import { LiveNow } from './live-now.tsx'
import { t } from './messages.ts'
import { createCurrent } from './mine/create-current.ts'
import { queueHref } from './queue-order.ts'
import { kindLooks, shownState, stateLooks } from './review-look.ts'
import { ReviewStory } from './review-story.tsx'
import { sentEntry } from './sent-entry.ts'
import { createSettling } from './settle/create-settling.ts'
import { HistoryPanel } from './settle/history-panel.tsx'
import { allFrom } from './settle/picks.ts'
import { SettleBar } from './settle/settle-bar.tsx'
import { SettlePanel } from './settle/settle-panel.tsx'
import { StandingNotice } from './settle/standing-notice.tsx'
import { type Picking, VersionTable } from './version-table.tsx'

/** What few reviews need comes when one does. */
const AnswerPanel = lazy(async () => ({ default: (await import('./settle/answer-panel.tsx')).AnswerPanel }))

/** A review: what happened, the versions, what is true now, what can be decided, and what was decided. */
export function ReviewView(props: { review: Review }) {
  const nameOf = createDocumentNames()
  const user = createLookup('users')
  const catalogue = useCatalogue()
  const name = createMemo(() =>
    nameOf(props.review.collection, props.review.documentId, props.review.device ?? props.review.server),
  )
  const author = () => user(props.review.authorId)?.name ?? t('somebody')
  const entry = createMemo(() => sentEntry(props.review))
  const thing = createMemo(() => {
    const { collection, documentId } = props.review
    const id = collection === 'equipment' ? documentId : entry()?.equipmentId
    return id === undefined ? undefined : catalogue.get(id)
  })
  const current = createCurrent()
  const live = () => {
    const { collection, documentId } = props.review
    return entry() || !isCollectionName(collection) ? undefined : (thing() ?? current(collection, documentId))
  }
  const standing = createMemo(() => standingOf(props.review))
  const decides = () => isManager(who()?.role)
  const settling = createSettling({ review: () => props.review, standing, thing, author, decides })
  const picking = (): Picking | undefined =>
    settling.fields().length > 0
      ? {
          fields: settling.fields(),
          picks: settling.picks(),
          pick: settling.pick,
          all: (side) => {
            for (const [field, pick] of Object.entries(allFrom(side, settling.fields())))
              settling.pick(field, pick)
          },
        }
      : undefined
  const lost = () => {
    const userId = who()?.userId
    return userId === undefined ? undefined : lostDecision(props.review, userId)?.as
  }
  const shown = () => shownState(standing(), lost(), now())

  createEffect(() => {
    const userId = who()?.userId
    const news = userId && newsOf(props.review, userId)
    if (news) void markSeen([news])
  })
  // Who came here from the review before, whose page is gone, starts at this one's title.
  onMount(() => {
    if (document.activeElement === document.body)
      document.querySelector<HTMLElement>('main h1')?.focus({ preventScroll: true })
    window.scrollTo({ top: 0, behavior: 'instant' })
  })

  return (
    <>
      <PageHeader
        title={name().title}
        back={{ href: queueHref(), label: t('toList') }}
        aside={
          <span class="flex flex-wrap items-center gap-2">
            <Show when={name().code}>{(code) => <TagPlate code={code()} />}</Show>
            <StatusBadge {...kindLooks[props.review.kind]} label={t(`kind.${props.review.kind}`)} />
            <StatusBadge {...stateLooks[shown()]} label={t(`one.${shown()}`)} />
          </span>
        }
      />
      <div class="grid max-w-page gap-6 px-4 py-4 lg:grid-cols-[minmax(0,2fr)_minmax(0,1fr)] lg:items-start lg:gap-8 lg:px-6">
        <div class="grid min-w-0 gap-6">
          <StandingNotice review={props.review} standing={standing()} />
          <Show when={props.review.authorId === who()?.userId}>
            <Suspense>
              <AnswerPanel review={props.review} standing={standing()} />
            </Suspense>
          </Show>
          <ReviewStory review={props.review} author={author()} />
          <Switch fallback={<VersionTable review={props.review} live={live()} picking={picking()} />}>
            <Match when={props.review.kind === 'custody-fork'}>
              <ForkSides review={props.review} current={thing()?.custodyId} />
            </Match>
            <Match when={entry()}>{(sent) => <EntryPanel entry={sent()} />}</Match>
          </Switch>
          <SettlePanel settling={settling} />
        </div>
        <div class="grid min-w-0 gap-6 lg:col-start-2 lg:row-span-2 lg:row-start-1">
          <LiveNow review={props.review} name={name()} thing={thing()} />
          <HistoryPanel review={props.review} />
          <EvidencePanel review={props.review} author={author()} />
        </div>
        <Show when={thing()}>
          {(equipment) => (
            <div class="min-w-0">
              <CustodyTimeline equipment={equipment()} />
            </div>
          )}
        </Show>
      </div>
      <Show when={decides()}>
        <SettleBar
          review={props.review}
          standing={standing()}
          settling={settling}
          author={author()}
          name={name().code ?? name().title}
          live={live()}
        />
      </Show>
    </>
  )
}
