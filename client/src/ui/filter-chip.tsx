import { type ParentProps, Show } from 'solid-js'
import { formatNumber } from '../i18n/format.ts'
import { Icon } from './icon.tsx'
import type { IconName } from './icon-paths.ts'

export type FilterChipProps = {
  /** Where choosing it leads; for a chosen one, where taking it off leads. */
  href: string
  label: string
  active: boolean
  /** How many it would show. */
  count?: number | undefined
  icon?: IconName
}

/** A filter that is a link: it can be bookmarked, shared and gone back from. */
export function FilterChip(props: FilterChipProps) {
  return (
    // The router takes plain links too; its own would call every filter of this page the current page.
    <a
      href={props.href}
      noScroll
      aria-current={props.active ? 'true' : undefined}
      class="edge inline-flex min-h-target shrink-0 items-center gap-1.5 rounded-full px-3.5 text-note font-semibold whitespace-nowrap"
      classList={{
        'border-text bg-text text-raised': props.active,
        'border-line-strong bg-raised text-text hover:bg-hover': !props.active,
      }}
    >
      <Show when={props.icon}>{(icon) => <Icon name={icon()} size="xs" />}</Show>
      {props.label}
      <Show when={props.count !== undefined}>
        <span class={props.active ? '' : 'text-muted'}>{formatNumber(props.count ?? 0)}</span>
      </Show>
      <Show when={props.active}>
        <Icon name="close" size="xs" />
      </Show>
    </a>
  )
}

/** A row of chips that scrolls sideways on a phone instead of growing in height. */
export function FilterRow(props: ParentProps<{ label: string }>) {
  return (
    <nav
      aria-label={props.label}
      class="-mx-4 flex gap-2 overflow-x-auto px-4 py-1 [scrollbar-width:none] lg:mx-0 lg:flex-wrap lg:px-0"
    >
      {props.children}
    </nav>
  )
}
