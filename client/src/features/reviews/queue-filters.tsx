import { Key } from '@solid-primitives/keyed'
import { createMemo, For, Show } from 'solid-js'
import { REVIEW_KINDS } from '../../../../shared/collections/reviews.ts'
import { createLookup } from '../../db/query.ts'
import { FilterChip, FilterRow } from '../../ui/filter-chip.tsx'
import { t } from './messages.ts'
import {
  AGE_FILTERS,
  ASSIGNEE_FILTERS,
  type Filed,
  filtersHref,
  type Moment,
  matches,
  type ReviewFilters,
  STATE_FILTERS,
} from './review-filters.ts'
import { kindLooks } from './review-look.ts'

export interface FilteringProps {
  readonly filed: readonly Filed[]
  readonly filters: ReviewFilters
  readonly moment: Moment
  /** Whether the person decides: whose a review is matters to them alone. */
  readonly decides: boolean
}

/** How many would be shown with other filters, and where taking one on or off leads. */
function filtering(props: FilteringProps) {
  return {
    count: (changes: Partial<ReviewFilters>) =>
      props.filed.filter((one) => matches(one, { ...props.filters, ...changes }, props.moment)).length,
    toggled: <Name extends keyof ReviewFilters>(name: Name, value: ReviewFilters[Name]) =>
      filtersHref({ ...props.filters, [name]: props.filters[name] === value ? undefined : value }),
  }
}

/** By kind, by who looks after them and by team, each a link. What would show nothing is left out, unless it is on. */
export function KindFilters(props: FilteringProps) {
  const team = createLookup('teams')
  const { count, toggled } = filtering(props)
  const teams = createMemo(() =>
    [...new Set(props.filed.flatMap(({ teamIds }) => teamIds))]
      .flatMap((id) => team(id) ?? [])
      .map(({ id, name }) => ({ id, name, count: count({ team: id }) }))
      .filter(({ id, count: shown }) => shown > 0 || id === props.filters.team)
      .sort((a, b) => a.name.localeCompare(b.name)),
  )

  return (
    <>
      <FilterRow label={t('kinds')}>
        <For
          each={REVIEW_KINDS.filter(
            (kind) => props.filters.kind === kind || count({ kind, state: 'all', age: undefined }) > 0,
          )}
        >
          {(kind) => (
            <FilterChip
              href={toggled('kind', kind)}
              label={t(`kind.${kind}`)}
              icon={kindLooks[kind].icon}
              active={props.filters.kind === kind}
              count={count({ kind })}
            />
          )}
        </For>
      </FilterRow>
      <Show when={props.decides && (teams().length > 0 || props.filed.length > 0)}>
        <FilterRow label={t('whose')}>
          <For each={ASSIGNEE_FILTERS}>
            {(assignee) => (
              <FilterChip
                href={toggled('assignee', assignee)}
                label={t(`assignee.${assignee}`)}
                icon="person"
                active={props.filters.assignee === assignee}
                count={count({ assignee })}
              />
            )}
          </For>
          <Key each={teams()} by="id">
            {(one) => (
              <FilterChip
                href={toggled('team', one().id)}
                label={one().name}
                icon="team"
                active={props.filters.team === one().id}
                count={one().count}
              />
            )}
          </Key>
        </FilterRow>
      </Show>
    </>
  )
}

/** By state and age, each a link with what it would show. */
export function StateFilters(props: FilteringProps) {
  const { count, toggled } = filtering(props)
  return (
    <FilterRow label={t('states')}>
      <For
        each={STATE_FILTERS.filter(
          (state) => state !== 'deferred' || props.filters.state === state || count({ state }) > 0,
        )}
      >
        {(state) => (
          <FilterChip
            href={filtersHref({
              ...props.filters,
              state: props.filters.state !== state ? state : state === 'all' ? 'open' : 'all',
            })}
            label={t(`state.${state}`)}
            active={props.filters.state === state}
            count={count({ state })}
          />
        )}
      </For>
      <For
        each={AGE_FILTERS.filter(
          (age) => age !== 'former' || props.filters.age === age || count({ age }) > 0,
        )}
      >
        {(age) => (
          <FilterChip
            href={toggled('age', age)}
            label={t(`age.${age}`)}
            icon="calendar"
            active={props.filters.age === age}
            count={count({ age })}
          />
        )}
      </For>
    </FilterRow>
  )
}
