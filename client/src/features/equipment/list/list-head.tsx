import { Show } from 'solid-js'
import { Icon } from '../../../ui/icon.tsx'
import { t } from '../messages.ts'
import { addressOf, type ListFilters, type Sort } from './list-filters.ts'

/** The columns of a row and of the head above it: three lines on a phone, one on a desktop. */
export const rowColumns =
  'grid-cols-[auto_1fr_auto] lg:grid-cols-[8.5rem_3rem_minmax(0,6fr)_minmax(0,5fr)_8rem_4.5rem]'

function Heading(props: { label: string; sort?: Sort; filters: ListFilters; end?: boolean }) {
  const sorted = () => props.sort !== undefined && props.filters.sort === props.sort
  return (
    <span classList={{ 'text-right': props.end === true }}>
      <Show when={props.sort} fallback={props.label}>
        {(sort) => (
          <a
            href={addressOf({ ...props.filters, sort: sort() })}
            noScroll
            aria-current={sorted() ? 'true' : undefined}
            aria-label={t('sort.by', { column: props.label })}
            class="-mx-1.5 inline-flex items-center gap-1 rounded-sm px-1.5 py-1 hover:bg-hover hover:text-text"
            classList={{ 'text-text': sorted() }}
          >
            {props.label}
            <Show when={sorted()}>
              <Icon name="chevron-down" size="xs" />
            </Show>
          </a>
        )}
      </Show>
    </span>
  )
}

/** Names of the columns on a desktop; those that the list can be ordered by are links. */
export function ListHead(props: { filters: ListFilters; selecting: boolean }) {
  return (
    <div
      class={`grid items-center gap-x-5 border-b border-line bg-sunken py-1 pr-6 text-note font-semibold text-muted max-lg:hidden ${rowColumns} ${props.selecting ? 'pl-15' : 'pl-6'}`}
    >
      <Heading label={t('column.tag')} sort="tag" filters={props.filters} />
      <Heading label={t('column.number')} filters={props.filters} />
      <Heading label={t('column.name')} sort="name" filters={props.filters} />
      <Heading label={t('column.who')} filters={props.filters} />
      <Heading label={t('column.status')} filters={props.filters} />
      <Heading label={t('column.due')} sort="due" filters={props.filters} end />
    </div>
  )
}
