import { A } from '@solidjs/router'
import { createEffect, type JSX, onCleanup, Show } from 'solid-js'
import { t } from '../i18n/core.ts'
import { Icon } from './icon.tsx'

export type PageHeaderProps = {
  title: string
  /** Beside the title: a count, a code. */
  aside?: JSX.Element
  /** Where the page lies: a link back with its words, for pages below another. */
  back?: { href: string; label: string }
  /** Buttons on the right. */
  actions?: JSX.Element
  /** A row below that stays in sight with the title: search, filters, tabs. */
  children?: JSX.Element
  /** Stays at the top while the page scrolls; on by default. */
  sticky?: boolean
}

/** The page's only h1, its actions, and what belongs to it. Sets the window's title. */
export function PageHeader(props: PageHeaderProps) {
  const before = document.title
  createEffect(() => {
    document.title = `${props.title} · ETrax`
  })
  onCleanup(() => {
    document.title = before
  })
  return (
    <header
      class="z-10 border-b border-line bg-surface px-4 pt-3 pb-3 lg:px-6"
      classList={{ 'sticky top-(--top) print:static': props.sticky !== false }}
    >
      <Show when={props.back}>
        {(back) => (
          <A
            href={back().href}
            data-print="no"
            class="-ml-2 inline-flex min-h-target items-center gap-1 rounded-md px-2 text-note font-medium text-muted hover:bg-hover hover:text-text"
          >
            <Icon name="chevron-left" size="xs" />
            <span class="sr-only">{t('nav.back')}: </span>
            {back().label}
          </A>
        )}
      </Show>
      <div class="flex min-h-target flex-wrap items-center gap-x-3 gap-y-2">
        <h1 tabindex="-1" class="narrow min-w-0 text-title outline-none lg:text-head">
          {props.title}
        </h1>
        <Show when={props.aside}>
          <div class="text-muted">{props.aside}</div>
        </Show>
        <Show when={props.actions}>
          <div class="ml-auto flex items-center gap-2" data-print="no">
            {props.actions}
          </div>
        </Show>
      </div>
      <Show when={props.children}>
        <div class="mt-2" data-print="no">
          {props.children}
        </div>
      </Show>
    </header>
  )
}
