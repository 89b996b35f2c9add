import { A } from '@solidjs/router'
import { Show } from 'solid-js'
import type { Review } from '../../../../shared/collections/reviews.ts'
import { isCollectionName } from '../../../../shared/registry.ts'
import type { DocumentName } from '../../documents/document-name.ts'
import { t as documents } from '../../documents/messages.ts'
import { formatAge, formatDay } from '../../i18n/format.ts'
import { isDeferred, type Standing } from '../../reviews/standing.ts'
import { now } from '../../things/now.ts'
import { StatusBadge } from '../../ui/status-badge.tsx'
import { TagPlate } from '../../ui/tag-plate.tsx'
import { t } from './messages.ts'
import { kindLooks, shownState, stateLooks } from './review-look.ts'

export interface ReviewRowProps {
  readonly review: Review
  readonly standing: Standing
  readonly name: DocumentName
  readonly author: string
  readonly assignee: string | undefined
  /** What this person decided changed nothing. */
  readonly lost: 'overtaken' | 'refused' | undefined
}

/** A review in the list: what it is about, what kind, whose write, how old. The whole row is the link. */
export function ReviewRow(props: ReviewRowProps) {
  const collection = () => (isCollectionName(props.review.collection) ? props.review.collection : undefined)
  const shown = () => shownState(props.standing, props.lost, now())
  const words = () =>
    isDeferred(props.standing, now())
      ? t('one.deferredUntil', { day: formatDay(props.standing.deferredUntil ?? '') })
      : t(`one.${shown()}`)
  return (
    <A
      href={`/reviews/${props.review.id}`}
      class="grid min-h-row min-w-0 flex-1 grid-cols-[minmax(0,1fr)_auto] items-center gap-x-4 gap-y-0.5 py-2.5 pr-4 focus-visible:-outline-offset-3 lg:grid-cols-[7rem_minmax(0,5fr)_11rem_minmax(0,3fr)_13rem_7rem] lg:pr-6"
    >
      <span class="hidden lg:block">
        <Show
          when={props.name.code}
          fallback={
            <span class="text-note text-muted">
              <Show when={collection()}>{(name) => documents(`one.${name()}`)}</Show>
            </span>
          }
        >
          {(code) => <TagPlate code={code()} size="sm" />}
        </Show>
      </span>
      <span class="flex min-w-0 items-center gap-2">
        <span class="shrink-0 lg:hidden">
          <Show when={props.name.code}>{(code) => <TagPlate code={code()} size="sm" />}</Show>
        </span>
        <span class="truncate font-semibold">{props.name.title}</span>
      </span>
      <span class="justify-self-end text-note text-muted lg:order-last">
        {formatAge(props.review.receivedAt, now())}
      </span>
      <span class="lg:order-none">
        <StatusBadge {...kindLooks[props.review.kind]} label={t(`kind.${props.review.kind}`)} plain />
      </span>
      <span class="col-start-1 truncate text-note text-muted lg:col-start-auto lg:text-body">
        {props.author}
        <Show when={props.assignee}>
          {(name) => <span class="text-text">{` · ${t('assignedTo', { name: name() })}`}</span>}
        </Show>
      </span>
      <span class="col-start-2 row-start-2 justify-self-end lg:col-start-auto lg:row-start-auto lg:justify-self-start">
        <StatusBadge {...stateLooks[shown()]} label={words()} plain />
      </span>
    </A>
  )
}
