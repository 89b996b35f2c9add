import { Key } from '@solid-primitives/keyed'
import { createMemo, For, Show } from 'solid-js'
import { CONDITIONS, type Equipment } from '../../../../../shared/collections/equipment.ts'
import { createQuery } from '../../../db/query.ts'
import { formatNumber } from '../../../i18n/format.ts'
import { countValues, type Facet, type FacetOption } from '../../../things/facet-options.ts'
import { t as words } from '../../../things/messages.ts'
import { asTree, type Node, withPlacesInside } from '../../../trees/tree.ts'
import { Button } from '../../../ui/button.tsx'
import { ButtonLink } from '../../../ui/button-link.tsx'
import { Dialog } from '../../../ui/dialog.tsx'
import { FilterChip } from '../../../ui/filter-chip.tsx'
import { Icon } from '../../../ui/icon.tsx'
import { t } from '../messages.ts'
import { addressOf, type ListFilters, noFilters, SORTS, toggled } from './list-filters.ts'

export type FilterSheetProps = {
  open: boolean
  onClose: () => void
  filters: ListFilters
  /** What is found with all filters but those of one facet: what its values would show is counted in it. */
  without: (facet: Facet) => readonly Equipment[]
  found: number
}

/** Every facet with its values, each a link with how many it would show. */
export function FilterSheet(props: FilterSheetProps) {
  const categories = createQuery('categories', () => ({}))
  const locations = createQuery('locations', () => ({}))
  const teams = createQuery('teams', () => ({}))

  const counted = (facet: Facet, values: readonly { value: string; label: string }[]) => {
    const counts = countValues(props.without(facet), facet)
    return values
      .map(({ value, label }) => ({ value, label, depth: 0, count: counts.get(value) ?? 0 }))
      .filter((option) => option.count > 0 || props.filters[facet].some((one) => one === option.value))
  }
  /** Each with what lies in it: choosing the field house means its rooms too. */
  const countedTree = (facet: 'category' | 'location', nodes: readonly Node[] | undefined) => {
    const all = nodes ?? []
    const own = countValues(props.without(facet), facet)
    return asTree(all)
      .map(({ node, depth }) => ({
        value: node.id,
        label: node.name,
        depth,
        count: withPlacesInside([node.id], all).reduce((sum, id) => sum + (own.get(id) ?? 0), 0),
      }))
      .filter((option) => option.count > 0 || props.filters[facet].includes(option.value))
  }
  return (
    <Dialog
      open={props.open}
      onClose={props.onClose}
      shape="sheet"
      title={t('filter.title')}
      actions={
        <>
          <ButtonLink href={addressOf({ ...noFilters, text: props.filters.text })} noScroll kind="quiet">
            {t('filter.clear')}
          </ButtonLink>
          <Button kind="primary" onClick={() => props.onClose()}>
            {t('filter.show', { count: props.found })}
          </Button>
        </>
      }
    >
      <div class="grid gap-6">
        <FacetGroup
          {...props}
          facet="category"
          title={t('filter.category')}
          options={() => countedTree('category', categories())}
        />
        <FacetGroup
          {...props}
          facet="location"
          title={t('filter.location')}
          options={() => countedTree('location', locations())}
        />
        <FacetGroup
          {...props}
          facet="team"
          title={t('filter.team')}
          options={() =>
            counted(
              'team',
              [...(teams() ?? [])]
                .sort((a, b) => a.name.localeCompare(b.name))
                .map((team) => ({ value: team.id, label: team.name })),
            )
          }
        />
        <FacetGroup
          {...props}
          facet="condition"
          title={t('filter.condition')}
          options={() =>
            counted(
              'condition',
              CONDITIONS.map((value) => ({ value, label: words(`condition.${value}`) })),
            )
          }
        />
        <FacetGroup
          {...props}
          facet="kind"
          title={t('filter.kind')}
          options={() =>
            counted('kind', [
              { value: 'serialized', label: words('kind.serialized') },
              { value: 'bulk', label: words('kind.bulk') },
            ])
          }
        />
        <section>
          <h3 class="mb-2 text-note font-semibold text-muted">{t('filter.sort')}</h3>
          <div class="flex flex-wrap gap-2">
            <For each={SORTS}>
              {(sort) => (
                <FilterChip
                  href={addressOf({ ...props.filters, sort: props.filters.sort === sort ? 'name' : sort })}
                  label={t(`sort.${sort}`)}
                  active={props.filters.sort === sort && sort !== 'name'}
                />
              )}
            </For>
            <FilterChip
              href={addressOf({ ...props.filters, deletion: !props.filters.deletion })}
              label={t('filter.deletion')}
              active={props.filters.deletion}
              icon="trash"
            />
          </div>
        </section>
      </div>
    </Dialog>
  )
}

function FacetGroup(props: {
  filters: ListFilters
  facet: Facet
  title: string
  options: () => readonly FacetOption[]
}) {
  const options = createMemo(() => props.options())
  const isOn = (option: FacetOption) => props.filters[props.facet].some((one) => one === option.value)
  return (
    <section>
      <h3 class="mb-2 text-note font-semibold text-muted">{props.title}</h3>
      <Show
        when={props.facet === 'category' || props.facet === 'location'}
        fallback={
          <div class="flex flex-wrap gap-2">
            <Key each={options()} by="value">
              {(option) => (
                <FilterChip
                  href={addressOf(toggled(props.filters, props.facet, option().value))}
                  label={option().label}
                  count={option().count}
                  active={isOn(option())}
                />
              )}
            </Key>
          </div>
        }
      >
        <ul class="edge divide-y divide-line overflow-hidden rounded-md border-line empty:hidden">
          <Key each={options()} by="value">
            {(option) => (
              <li>
                <a
                  href={addressOf(toggled(props.filters, props.facet, option().value))}
                  noScroll
                  aria-current={isOn(option()) ? 'true' : undefined}
                  class="flex min-h-target items-center gap-3 pr-3 hover:bg-hover focus-visible:-outline-offset-3"
                  classList={{ 'bg-text font-semibold text-raised': isOn(option()) }}
                >
                  <span
                    class="min-w-0 flex-1 truncate"
                    classList={{
                      'pl-3 font-semibold': option().depth === 0,
                      'pl-8': option().depth === 1,
                      'pl-13': option().depth === 2,
                      'pl-18': option().depth > 2,
                    }}
                  >
                    {option().label}
                  </span>
                  <span classList={{ 'text-muted': !isOn(option()) }}>{formatNumber(option().count)}</span>
                  <Show when={isOn(option())}>
                    <Icon name="check" size="xs" />
                  </Show>
                </a>
              </li>
            )}
          </Key>
        </ul>
      </Show>
      <Show when={options().length === 0}>
        <p class="text-muted">{t('filter.none')}</p>
      </Show>
    </section>
  )
}
