import { A } from '@solidjs/router'
import { children, type JSX, Show } from 'solid-js'
import { Icon } from './icon.tsx'

export type ListRowProps = {
  /** Where it leads; without it the row is only shown. */
  href?: string
  /** Left: a tag, a jersey number, an avatar. Give it a width, so that the lines below each other line up. */
  lead?: JSX.Element
  title: JSX.Element
  /** Second line on a phone and a tablet; a column of its own on a desktop. */
  detail?: JSX.Element
  /** A StatusBadge: before the detail on a phone, a column of its own on a desktop. */
  status?: JSX.Element
  /** At the far right: a number, a date. */
  end?: JSX.Element
  /** Before everything, outside of the link: a checkbox. */
  select?: JSX.Element
  selected?: boolean
}

/** A line of a list, as tall as a target. All of it is the link; columns stand below each other on a desktop. */
export function ListRow(props: ListRowProps) {
  const detail = children(() => props.detail)
  const status = children(() => props.status)
  const words = () => (
    <>
      <Show when={props.lead}>{(lead) => <span class="flex shrink-0 items-center">{lead()}</span>}</Show>
      <span
        class="grid min-w-0 flex-1 gap-x-6 lg:items-center"
        classList={{
          'lg:grid-cols-[minmax(0,5fr)_minmax(0,6fr)_9.5rem]': Boolean(status()),
          'lg:grid-cols-[minmax(0,5fr)_minmax(0,6fr)]': !status(),
        }}
      >
        <span class="truncate font-medium">{props.title}</span>
        <Show when={detail() || status()}>
          <span class="flex min-w-0 items-center gap-2.5 lg:contents">
            <span class="shrink-0 empty:hidden lg:order-1">{status()}</span>
            <span class="truncate text-note text-muted lg:text-body">{detail()}</span>
          </span>
        </Show>
      </span>
      <Show when={props.end}>{(end) => <span class="shrink-0 text-right">{end()}</span>}</Show>
      <Show when={props.href}>
        <Icon name="chevron-right" size="xs" class="text-muted lg:hidden print:hidden" />
      </Show>
    </>
  )
  const select = children(() => props.select)
  const look = () =>
    `flex min-h-row min-w-0 flex-1 items-center gap-3 py-1.5 pr-3 lg:pr-6 ${select() ? 'pl-1' : 'pl-4 lg:pl-6'}`
  return (
    <div class="flex items-stretch hover:bg-hover" classList={{ 'bg-accent-soft': props.selected === true }}>
      <Show when={select()}>
        <div class="flex items-center pl-1 lg:pl-4" data-print="no">
          {select()}
        </div>
      </Show>
      <Show when={props.href} fallback={<div class={look()}>{words()}</div>}>
        {(href) => (
          <A href={href()} class={`${look()} focus-visible:-outline-offset-3`}>
            {words()}
          </A>
        )}
      </Show>
    </div>
  )
}
