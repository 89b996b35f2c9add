import { A } from '@solidjs/router'
import { Show } from 'solid-js'
import type { Equipment } from '../../../../../shared/collections/equipment.ts'
import { bulkChange } from '../../../../../shared/custody.ts'
import { createLookup, createQuery } from '../../../db/query.ts'
import { formatDay } from '../../../i18n/format.ts'
import { createHolders } from '../../../things/holders.ts'
import { t as words } from '../../../things/messages.ts'
import { now } from '../../../things/now.ts'
import { isOverdue } from '../../../things/status-look.ts'
import { ThingStatus } from '../../../things/thing-status.tsx'
import { pathTo } from '../../../trees/tree.ts'
import { FigureRow } from '../../../ui/figure-row.tsx'
import { TagPlate } from '../../../ui/tag-plate.tsx'
import { t } from './messages.ts'

/** What people look for first, as large as it gets: the tag, the number, and who has it. */
export function ThingHero(props: { equipment: Equipment }) {
  const holder = createHolders()
  const location = createLookup('locations')
  const has = () => holder(props.equipment.holderId)
  const place = () =>
    pathTo(props.equipment.locationId ?? props.equipment.homeLocationId, location)
      .map((one) => one.name)
      .join(' › ')
  const overdue = () => isOverdue(props.equipment, now())
  // The server counts; what it has not been told yet is added here, so that a count is right as soon as it is saved.
  const ledger = createQuery('transactions', () =>
    props.equipment.kind === 'bulk' ? { selector: { equipmentId: props.equipment.id } } : undefined,
  )
  const uncounted = () => (ledger() ?? []).filter((entry) => entry.receivedAt === undefined)
  const counted = (side: 'owned' | 'out', stored: number | undefined) =>
    uncounted().reduce((sum, entry) => sum + bulkChange(entry.type, entry.quantity ?? 0)[side], stored ?? 0)
  const owned = () => counted('owned', props.equipment.quantity)
  const out = () => counted('out', props.equipment.quantityOut)
  const lead = () => {
    if (props.equipment.status === 'lost') return t('lostBy')
    return props.equipment.status === 'checked_out' ? t('outTo') : t('heldBy')
  }

  return (
    <section class="grid gap-4 lg:grid-cols-[auto_minmax(0,1fr)] lg:items-center lg:gap-10">
      <div class="flex flex-wrap items-center gap-x-5 gap-y-2">
        <Show when={props.equipment.tagCode} fallback={<span class="text-muted">{words('noTag')}</span>}>
          {(code) => <TagPlate code={code()} size="xl" />}
        </Show>
        <Show when={props.equipment.jerseyNumber}>
          {(number) => (
            <span class="narrow text-display">
              <span class="sr-only">{words('number', { number: number() })}</span>
              <span aria-hidden="true">{number()}</span>
            </span>
          )}
        </Show>
      </div>
      <Show when={props.equipment.kind === 'bulk'} fallback={<Custody />}>
        <div class="grid gap-1.5">
          <FigureRow
            figures={[
              { label: t('inRoom'), value: owned() - out() },
              { label: t('out'), value: out() },
              { label: t('owned'), value: owned() },
            ]}
          />
          <Show when={uncounted().length > 0}>
            <p class="text-note text-muted">{t('countPending')}</p>
          </Show>
        </div>
      </Show>
    </section>
  )

  function Custody() {
    return (
      <div class="min-w-0">
        <p class="flex flex-wrap items-center gap-x-3 gap-y-1 text-muted">
          <ThingStatus equipment={props.equipment} />
          <Show when={props.equipment.dueAt}>
            {(due) => (
              <span class={overdue() ? 'font-semibold text-danger-text' : ''}>
                {words(overdue() ? 'wasDueOn' : 'dueOn', { day: formatDay(due()) })}
              </span>
            )}
          </Show>
        </p>
        <Show when={has()} fallback={<p class="mt-1 text-title font-semibold">{place() || t('nowhere')}</p>}>
          {(who) => (
            <p class="mt-1 flex min-w-0 flex-wrap items-baseline gap-x-2">
              <span class="text-muted">{who().kind === 'location' ? t('here') : lead()}</span>
              <Show
                when={who().href}
                fallback={<span class="narrow text-title text-muted">{who().name}</span>}
              >
                {(href) => (
                  <A href={href()} class="word-link narrow text-head">
                    {who().name}
                  </A>
                )}
              </Show>
              <Show when={who().jerseyNumber}>
                {(number) => <span class="narrow text-head text-muted">{number()}</span>}
              </Show>
            </p>
          )}
        </Show>
      </div>
    )
  }
}
