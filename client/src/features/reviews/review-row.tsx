import { A } from '@solidjs/router'
import { Show } from 'solid-js'
import type { Review } from '../../../../shared/collections/reviews.ts'
import { isCollectionName } from '../../../../shared/registry.ts'
import type { DocumentName } from '../../documents/document-name.ts'
import { t as documents } from '../../documents/messages.ts'
import { formatAge } from '../../i18n/format.ts'
import { now } from '../../things/now.ts'
import { StatusBadge } from '../../ui/status-badge.tsx'
import { TagPlate } from '../../ui/tag-plate.tsx'
import { t } from './messages.ts'
import { kindLooks, stateLooks } from './review-look.ts'

/** One review in the list: what it is about leads, then what kind of disagreement, whose write, how old. */
export function ReviewRow(props: { review: Review; name: DocumentName; author: string }) {
  const collection = () => (isCollectionName(props.review.collection) ? props.review.collection : undefined)
  return (
    <A
      href={`/reviews/${props.review.id}`}
      class="grid min-h-row grid-cols-[minmax(0,1fr)_auto] items-center gap-x-4 gap-y-0.5 px-4 py-2.5 hover:bg-hover focus-visible:-outline-offset-3 lg:grid-cols-[7rem_minmax(0,5fr)_11rem_minmax(0,3fr)_9.5rem_8rem] lg:px-6"
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
      </span>
      <span class="col-start-2 row-start-2 justify-self-end lg:col-start-auto lg:row-start-auto lg:justify-self-start">
        <StatusBadge {...stateLooks[props.review.state]} label={t(`one.${props.review.state}`)} plain />
      </span>
    </A>
  )
}
