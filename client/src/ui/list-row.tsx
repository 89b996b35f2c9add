import { A } from '@solidjs/router'
import { type JSX, Show } from 'solid-js'
import { Icon } from './icon.tsx'

export type ListRowProps = {
  /** Where it leads; without it the row is only shown. */
  href?: string
  /** Left: a tag, a jersey number, an avatar. */
  lead?: JSX.Element
  title: JSX.Element
  /** Second line on a phone; beside the title where there is room. */
  detail?: JSX.Element
  /** Right: a status, a date. */
  end?: JSX.Element
  /** Before everything: a checkbox. Outside of the link. */
  select?: JSX.Element
  selected?: boolean
}

/** A line of a list, as tall as a target. The link is the title and covers the line; what is at the end stays readable. */
export function ListRow(props: ListRowProps) {
  const words = () => (
    <>
      <Show when={props.lead}>
        <span class="flex shrink-0 items-center">{props.lead}</span>
      </Show>
      <span class="grid min-w-0 flex-1 gap-x-4 lg:grid-cols-[minmax(12rem,2fr)_3fr] lg:items-baseline">
        <span class="truncate font-medium">{props.title}</span>
        <Show when={props.detail}>
          <span class="truncate text-note text-muted lg:text-body">{props.detail}</span>
        </Show>
      </span>
      <Show when={props.end}>
        <span class="shrink-0 text-right">{props.end}</span>
      </Show>
      <Show when={props.href}>
        <Icon name="chevron-right" size="xs" class="text-muted lg:hidden" />
      </Show>
    </>
  )
  const look = 'flex min-h-row min-w-0 flex-1 items-center gap-3 py-1.5 pr-4 lg:pr-6'
  return (
    <div class="flex items-stretch hover:bg-hover" classList={{ 'bg-accent-soft': props.selected === true }}>
      <Show when={props.select}>
        <div class="flex items-center pl-2 lg:pl-4">{props.select}</div>
      </Show>
      <Show
        when={props.href}
        fallback={<div class={`${look} ${props.select ? 'pl-1' : 'pl-4 lg:pl-6'}`}>{words()}</div>}
      >
        {(href) => (
          <A
            href={href()}
            class={`${look} focus-visible:-outline-offset-3 ${props.select ? 'pl-1' : 'pl-4 lg:pl-6'}`}
          >
            {words()}
          </A>
        )}
      </Show>
    </div>
  )
}
