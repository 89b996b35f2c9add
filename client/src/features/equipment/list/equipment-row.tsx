import { A } from '@solidjs/router'
import { Show } from 'solid-js'
import type { Equipment } from '../../../../../shared/collections/equipment.ts'
import { onDesktop } from '../../../app/screen-width.ts'
import { formatDay } from '../../../i18n/format.ts'
import type { ShownHolder } from '../../../things/holders.ts'
import { t as words } from '../../../things/messages.ts'
import { now } from '../../../things/now.ts'
import { isOverdue } from '../../../things/status-look.ts'
import { ThingStatus } from '../../../things/thing-status.tsx'
import { Icon } from '../../../ui/icon.tsx'
import { TagPlate } from '../../../ui/tag-plate.tsx'
import { rowColumns } from './list-head.tsx'

export type EquipmentRowProps = {
  equipment: Equipment
  holder: ShownHolder | undefined
  /** Where it lies, or where it belongs while somebody has it. */
  place: string | undefined
}

/** Size, maker, model and serial: what tells two things of one name apart. */
function specification(equipment: Equipment): string {
  return [
    equipment.size && words('size', { size: equipment.size }),
    equipment.manufacturer,
    equipment.model,
    equipment.tagCode === undefined ? equipment.serial : undefined,
  ]
    .filter(Boolean)
    .join(' · ')
}

/**
 * A thing in the list: on a phone three lines, the tag, the name and who has it, each as large as it matters; on a desktop
 * one line of columns. The whole row is the link.
 */
export function EquipmentRow(props: EquipmentRowProps) {
  const overdue = () => isOverdue(props.equipment, now())
  const counts = () => {
    const owned = props.equipment.quantity
    return props.equipment.kind === 'bulk' && owned !== undefined
      ? words('inOf', { here: owned - (props.equipment.quantityOut ?? 0), owned })
      : undefined
  }
  return (
    <A
      href={`/equipment/${props.equipment.id}`}
      class={`grid min-h-row min-w-0 flex-1 items-center gap-x-3 gap-y-0.5 py-2.5 pr-4 focus-visible:-outline-offset-3 lg:gap-x-5 lg:py-1 lg:pr-6 ${rowColumns}`}
    >
      <span class="flex min-w-0 items-center">
        <Show
          when={props.equipment.tagCode}
          fallback={<span class="text-note text-muted">{words('noTag')}</span>}
        >
          {(code) => <TagPlate code={code()} size={onDesktop() ? 'sm' : 'md'} />}
        </Show>
      </span>
      <span class="narrow truncate text-title leading-none lg:text-lead">
        <Show when={props.equipment.jerseyNumber}>
          {(number) => (
            <>
              <span class="sr-only">{words('number', { number: number() })}</span>
              <span aria-hidden="true">{number()}</span>
            </>
          )}
        </Show>
      </span>
      <span class="justify-self-end lg:order-4 lg:justify-self-start">
        <ThingStatus equipment={props.equipment} plain />
      </span>
      <span class="col-span-3 min-w-0 truncate lg:order-2 lg:col-span-1">
        <span class="text-lead font-semibold lg:text-body">{props.equipment.name}</span>
        <Show when={specification(props.equipment)}>
          {(text) => <span class="ml-2 text-note text-muted max-sm:hidden">{text()}</span>}
        </Show>
      </span>
      <span class="col-span-3 flex min-w-0 items-center gap-2 lg:order-3 lg:col-span-1">
        <Show
          when={props.holder}
          fallback={<span class="truncate text-muted">{counts() ?? props.place}</span>}
        >
          {(holder) => (
            <span
              class="flex min-w-0 items-center gap-1.5"
              classList={{
                'font-semibold': holder().kind === 'person' || holder().kind === 'team',
                'text-muted': holder().kind === 'unseen',
              }}
            >
              <Icon
                name={
                  holder().kind === 'team' ? 'team' : holder().kind === 'location' ? 'location' : 'person'
                }
                size="xs"
                class="text-muted"
              />
              <span class="truncate">{holder().name}</span>
              <Show when={holder().jerseyNumber}>
                {(number) => <span class="narrow text-muted">{number()}</span>}
              </Show>
            </span>
          )}
        </Show>
        <Show when={props.equipment.dueAt}>
          {(due) => (
            <span
              class="shrink-0 text-note lg:hidden"
              classList={{ 'font-semibold text-danger-text': overdue(), 'text-muted': !overdue() }}
            >
              {words(overdue() ? 'wasDueOn' : 'dueOn', { day: formatDay(due()) })}
            </span>
          )}
        </Show>
      </span>
      <span
        class="text-right max-lg:hidden lg:order-5"
        classList={{ 'font-semibold text-danger-text': overdue(), 'text-muted': !overdue() }}
      >
        <Show when={props.equipment.dueAt}>{(due) => formatDay(due())}</Show>
      </span>
    </A>
  )
}
