import { useParams } from '@solidjs/router'
import { createMemo, Match, Show, Switch } from 'solid-js'
import type { Review } from '../../../../shared/collections/reviews.ts'
import { createDocument } from '../../db/query.ts'
import { EmptyState } from '../../ui/empty-state.tsx'
import { PageHeader } from '../../ui/page-header.tsx'
import { t } from './messages.ts'
import { queueHref } from './queue-order.ts'
import { ReviewView } from './review-view.tsx'

/** One disagreement with all that is known of it, and what can be decided about it. */
export function ReviewPage() {
  const params = useParams<{ id: string }>()
  const review = createDocument('reviews', () => params.id)
  // Another review is another page: nothing that was chosen for one goes on to the next.
  const shown = createMemo(() => review()?.id)
  return (
    <Switch>
      <Match when={review() === null}>
        <PageHeader title={t('missing')} back={{ href: queueHref(), label: t('toList') }} />
        <EmptyState icon="reviews" hint={t('missingHint')} />
      </Match>
      <Match when={shown()} keyed>
        {(_id) => <Show when={found(review())}>{(one) => <ReviewView review={one()} />}</Show>}
      </Match>
    </Switch>
  )
}

function found(review: Review | null | undefined): Review | undefined {
  return review ?? undefined
}
