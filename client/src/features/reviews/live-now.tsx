import { Show } from 'solid-js'
import type { Equipment } from '../../../../shared/collections/equipment.ts'
import type { Review } from '../../../../shared/collections/reviews.ts'
import type { DocumentName } from '../../documents/document-name.ts'
import { formatDay } from '../../i18n/format.ts'
import { createHolders } from '../../things/holders.ts'
import { t as gear } from '../../things/messages.ts'
import { ThingStatus } from '../../things/thing-status.tsx'
import { ButtonLink } from '../../ui/button-link.tsx'
import { Panel } from '../../ui/panel.tsx'
import { StatusBadge } from '../../ui/status-badge.tsx'
import { t } from './messages.ts'

/** What is true at this moment, whatever the review says of an earlier one. */
export function LiveNow(props: { review: Review; name: DocumentName; thing: Equipment | undefined }) {
  const holder = createHolders()
  return (
    <Panel title={t('liveTitle')}>
      <div class="grid justify-items-start gap-2">
        <Show
          when={props.thing}
          fallback={
            <>
              <p class={props.name.href ? 'font-semibold' : 'text-muted'}>
                {props.name.href ? props.name.title : t('liveAbsent')}
              </p>
              <Show when={props.name.deletionAsked}>
                <StatusBadge tone="warning" icon="trash" label={t('pending')} />
              </Show>
            </>
          }
        >
          {(thing) => (
            <>
              <div class="flex flex-wrap items-center gap-2">
                <ThingStatus equipment={thing()} />
                <Show when={thing().pendingDeletion}>
                  <StatusBadge tone="warning" icon="trash" label={t('pending')} />
                </Show>
              </div>
              <Show when={holder(thing().holderId)}>
                {(who) => <p class="narrow text-title">{who().name}</p>}
              </Show>
              <Show when={thing().dueAt}>
                {(due) => <p class="text-muted">{gear('dueOn', { day: formatDay(due()) })}</p>}
              </Show>
              <Show when={thing().kind === 'bulk'}>
                <Counts owned={thing().quantity ?? 0} out={thing().quantityOut ?? 0} />
              </Show>
            </>
          )}
        </Show>
        <Show when={props.thing ? `/equipment/${props.thing.id}` : props.name.href}>
          {(href) => (
            <ButtonLink href={href()} icon="arrow-right">
              {t('open')}
            </ButtonLink>
          )}
        </Show>
      </div>
    </Panel>
  )
}

function Counts(props: { owned: number; out: number }) {
  const short = () => props.out - props.owned
  return (
    <>
      <p class="narrow text-title">{t('liveOut', { out: props.out, owned: props.owned })}</p>
      <Show when={short() > 0}>
        <StatusBadge tone="danger" icon="overdue" label={t('liveShort', { count: short() })} />
      </Show>
    </>
  )
}
