import { createMemo, For, Show } from 'solid-js'
import type { Review } from '../../../../shared/collections/reviews.ts'
import type { Transaction } from '../../../../shared/collections/transactions.ts'
import { createLookup, createQuery } from '../../db/query.ts'
import { formatDateTime, formatDay } from '../../i18n/format.ts'
import { reviewReason } from '../../reviews/review-reason.ts'
import { createHolders } from '../../things/holders.ts'
import { t as gear } from '../../things/messages.ts'
import { transactionLooks } from '../../things/status-look.ts'
import { Icon } from '../../ui/icon.tsx'
import { KeyValue } from '../../ui/key-value.tsx'
import { StatusBadge } from '../../ui/status-badge.tsx'
import { ClockWarning, onTheWay } from './evidence-panel.tsx'
import { t } from './messages.ts'

/** The entries of a fork side by side, in the order in which the devices made them. */
export function ForkSides(props: { review: Review; current: string | undefined }) {
  const ledger = createQuery('transactions', () => ({
    selector: { equipmentId: props.review.documentId },
    sort: [{ equipmentId: 'asc' }, { occurredAt: 'asc' }],
  }))
  const named = () => new Set(props.review.transactionIds ?? [])
  const sides = createMemo(() => (ledger() ?? []).filter(({ id }) => named().has(id)))
  const missing = () => named().size - sides().length
  const more = () => reviewReason(props.review).entries - named().size
  return (
    <section class="grid gap-3" aria-label={t('sides')}>
      <h2 class="narrow text-lead">{t('sides')}</h2>
      <ul class="grid gap-4 md:grid-cols-2">
        <For each={sides()}>
          {(side) => (
            <Side
              entry={side}
              counts={side.id === props.current}
              clockOff={reviewReason(props.review).clocks.get(side.id)}
            />
          )}
        </For>
      </ul>
      <Show when={ledger() && missing() > 0}>
        <p class="text-muted">{t('sidesMissing', { count: missing() })}</p>
      </Show>
      <Show when={more() > 0}>
        <p class="text-muted">{t('sidesMore', { count: more() })}</p>
      </Show>
    </section>
  )
}

/** `clockOff`: how far the clock of its device was off, in ms. */
function Side(props: { entry: Transaction; counts: boolean; clockOff: number | undefined }) {
  const holder = createHolders()
  const user = createLookup('users')
  const place = createLookup('locations')
  const to = () => holder(props.entry.toHolderId)?.name ?? place(props.entry.locationId)?.name
  return (
    <li
      class="edge grid content-start gap-3 rounded-md bg-raised p-4"
      classList={{ 'border-positive-text': props.counts, 'border-line': !props.counts }}
    >
      <div class="flex flex-wrap items-center justify-between gap-2">
        <p class="flex items-center gap-2 font-semibold">
          <Icon name={transactionLooks[props.entry.type].icon} />
          {gear(`type.${props.entry.type}`)}
        </p>
        <Show when={props.counts}>
          <StatusBadge tone="positive" icon="available" label={t('latest')} />
        </Show>
      </div>
      <Show when={to()}>{(name) => <p class="narrow text-title">{name()}</p>}</Show>
      <ClockWarning
        off={props.clockOff ?? 0}
        occurredAt={props.entry.occurredAt}
        receivedAt={props.entry.receivedAt}
      />
      <KeyValue
        pairs={[
          { label: t('recordedBy'), value: user(props.entry.actorId)?.name ?? t('somebody') },
          { label: t('deviceTime'), value: formatDateTime(props.entry.occurredAt) },
          {
            label: t('serverTime'),
            value: props.entry.receivedAt && formatDateTime(props.entry.receivedAt),
            hideWhenEmpty: true,
          },
          {
            label: t('onTheWay'),
            value: onTheWay(props.entry.occurredAt, props.entry.receivedAt),
            hideWhenEmpty: true,
          },
          {
            label: gear('dueOn', { day: '' }).trim(),
            value: props.entry.dueAt && formatDay(props.entry.dueAt),
            hideWhenEmpty: true,
          },
          { label: t('note'), value: props.entry.note, hideWhenEmpty: true },
          { label: t('deviceCode'), value: <span class="code">{props.entry.deviceId}</span> },
        ]}
      />
    </li>
  )
}
