import { Show } from 'solid-js'
import type { Review } from '../../../../shared/collections/reviews.ts'
import { createLookup } from '../../db/query.ts'
import { t as core } from '../../i18n/core.ts'
import { formatDateTime } from '../../i18n/format.ts'
import { reviewReason } from '../../reviews/review-reason.ts'
import { Banner } from '../../ui/banner.tsx'
import { KeyValue } from '../../ui/key-value.tsx'
import { Panel } from '../../ui/panel.tsx'
import { clockFault, spanOf } from './clock-skew.ts'
import { t } from './messages.ts'

/** Whose write it was, from which device, and when by the device and by the server. */
export function EvidencePanel(props: { review: Review; author: string }) {
  const user = createLookup('users')
  const role = () => user(props.review.authorId)?.role
  const off = () => reviewReason(props.review).clockOff
  const clock = () =>
    off() === 0
      ? undefined
      : formatDateTime(new Date(Date.parse(props.review.receivedAt) + off()).toISOString())
  return (
    <Panel title={t('evidence')}>
      <div class="grid gap-3">
        <ClockWarning off={off()} occurredAt={props.review.occurredAt} receivedAt={props.review.receivedAt} />
        <KeyValue
          pairs={[
            { label: t('recordedBy'), value: props.author },
            {
              label: t('role'),
              value: <Show when={role()}>{(name) => <>{core(`role.${name()}`)}</>}</Show>,
            },
            {
              label: t('deviceCode'),
              value: props.review.deviceId && <span class="code">{props.review.deviceId}</span>,
            },
            {
              label: t('deviceTime'),
              value: props.review.occurredAt && formatDateTime(props.review.occurredAt),
              hideWhenEmpty: true,
            },
            { label: t('serverTime'), value: formatDateTime(props.review.receivedAt) },
            {
              label: t('deviceClock'),
              value: clock(),
              hideWhenEmpty: true,
            },
            {
              label: t('onTheWay'),
              value: onTheWay(props.review.occurredAt, props.review.receivedAt),
              hideWhenEmpty: true,
            },
          ]}
        />
      </div>
    </Panel>
  )
}

/** Says that a device's clock was off, by what it showed when it sent, or where its own times show it [C3]. */
export function ClockWarning(props: {
  off?: number
  occurredAt: string | undefined
  receivedAt: string | undefined
}) {
  const fault = () => clockFault(props.off ?? 0, props.occurredAt, props.receivedAt)
  return (
    <Show when={fault()}>
      {(one) => (
        <Banner tone="warning" icon="overdue" title={t(`skewTitle.${one().way}`)}>
          {t(one().atLeast ? 'skew' : 'skewKnown', { time: spanWords(one().ms) ?? '' })}
        </Banner>
      )}
    </Show>
  )
}

/** How long a write was on its way from the device to the server, in words. Reactive. */
export function onTheWay(occurredAt: string | undefined, receivedAt: string | undefined): string | undefined {
  if (occurredAt === undefined || receivedAt === undefined) return undefined
  const ms = Date.parse(receivedAt) - Date.parse(occurredAt)
  if (ms < 0) return undefined
  return spanWords(ms) ?? t('atOnce')
}

function spanWords(ms: number): string | undefined {
  const span = spanOf(ms)
  return span && t(span.unit, { count: span.count })
}
