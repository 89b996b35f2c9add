import { Key } from '@solid-primitives/keyed'
import { For, Show } from 'solid-js'
import { CONDITIONS, type EquipmentStatus } from '../../../../../shared/collections/equipment.ts'
import { createLookup } from '../../../db/query.ts'
import type { Facet } from '../../../things/facet-options.ts'
import { createHolders } from '../../../things/holders.ts'
import { t as words } from '../../../things/messages.ts'
import { statusLook } from '../../../things/status-look.ts'
import { FilterChip, FilterRow } from '../../../ui/filter-chip.tsx'
import { Icon } from '../../../ui/icon.tsx'
import { t } from '../messages.ts'
import { addressOf, countChoices, type ListFilters, toggled, withStatus } from './list-filters.ts'

export type FilterBarProps = {
  filters: ListFilters
  /** How many things of each status are found with all other filters; overdue ones are out too. */
  counts: Readonly<Record<EquipmentStatus | 'overdue', number>>
  /** Whether all things were counted yet. */
  counted: boolean
  onOpenSheet: () => void
}

const statuses = ['available', 'checked_out', 'overdue', 'in_maintenance', 'lost', 'retired'] as const

/** The statuses as links with their counts, and every other filter that is on, to take it off. */
export function FilterBar(props: FilterBarProps) {
  const category = createLookup('categories')
  const location = createLookup('locations')
  const team = createLookup('teams')
  const holder = createHolders()
  const active = (status: EquipmentStatus | 'overdue') =>
    status === 'overdue' ? props.filters.overdue : props.filters.status.includes(status)
  // What somebody took away stays reachable where it is on, and empty statuses make no noise.
  const shown = () => statuses.filter((status) => props.counts[status] > 0 || active(status))

  const labels: Record<Exclude<Facet, 'status'>, (value: string) => string> = {
    category: (value) => category(value)?.name ?? t('filter.unknown'),
    location: (value) => location(value)?.name ?? t('filter.unknown'),
    team: (value) => team(value)?.name ?? t('filter.unknown'),
    holder: (value) => holder(value)?.name ?? t('filter.unknown'),
    condition: (value) => {
      const condition = CONDITIONS.find((one) => one === value)
      return condition ? words(`condition.${condition}`) : value
    },
    kind: (value) => words(value === 'bulk' ? 'kind.bulk' : 'kind.serialized'),
  }
  const others = () =>
    (['category', 'location', 'team', 'holder', 'condition', 'kind'] as const).flatMap((facet) =>
      props.filters[facet].map((value) => ({ facet, value })),
    )

  return (
    <FilterRow label={t('filter.statuses')}>
      <button
        type="button"
        class="edge inline-flex min-h-target shrink-0 items-center gap-1.5 rounded-full border-line-strong bg-raised px-3.5 text-note font-semibold whitespace-nowrap hover:bg-hover"
        onClick={() => props.onOpenSheet()}
      >
        <Icon name="filter" size="xs" />
        {countChoices(props.filters) > 0
          ? t('filter.openCount', { count: countChoices(props.filters) })
          : t('filter.open')}
      </button>
      <For each={shown()}>
        {(status) => (
          <FilterChip
            href={addressOf(withStatus(props.filters, status))}
            label={words(`status.${status}`)}
            count={props.counted ? props.counts[status] : undefined}
            active={active(status)}
            icon={statusLook(status).icon}
          />
        )}
      </For>
      <Key each={others()} by={({ facet, value }) => `${facet},${value}`}>
        {(one) => (
          <FilterChip
            href={addressOf(toggled(props.filters, one().facet, one().value))}
            label={labels[one().facet](one().value)}
            active
          />
        )}
      </Key>
      <Show when={props.filters.deletion}>
        <FilterChip
          href={addressOf({ ...props.filters, deletion: false })}
          label={t('filter.deletion')}
          active
        />
      </Show>
    </FilterRow>
  )
}
