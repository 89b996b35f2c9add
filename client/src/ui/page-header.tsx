import { A } from '@solidjs/router'
import { createEffect, type JSX, onCleanup, onMount, Show } from 'solid-js'
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

  let head: HTMLElement | undefined
  let titles: HTMLDivElement | undefined
  let below: HTMLDivElement | undefined
  // On a phone the title scrolls away below the shell's bar and only the row below it stays: half a screen of
  // headings over a list helps nobody.
  onMount(() => {
    const narrow = matchMedia('(max-width: 47.99rem)')
    const measure = () => {
      if (!head || !titles) return
      const away = narrow.matches && below?.isConnected ? titles.offsetHeight : 0
      head.style.setProperty('--away', `${away}px`)
      const stays = props.sticky === false ? 0 : head.offsetHeight - away
      document.documentElement.style.setProperty('--head', `${stays}px`)
    }
    const observer = new ResizeObserver(measure)
    if (head) observer.observe(head)
    narrow.addEventListener('change', measure)
    onCleanup(() => {
      observer.disconnect()
      narrow.removeEventListener('change', measure)
      document.documentElement.style.removeProperty('--head')
    })
  })
  return (
    <header
      ref={head}
      class="z-10 border-b border-line bg-surface px-4 pb-3 lg:px-6"
      classList={{ 'sticky top-[calc(var(--top)-var(--away,0px))] print:static': props.sticky !== false }}
    >
      <div ref={titles} class="pt-3">
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
          <Show when={props.aside}>{(aside) => <div class="text-muted">{aside()}</div>}</Show>
          <Show when={props.actions}>
            {(actions) => (
              <div class="ml-auto flex items-center gap-2" data-print="no">
                {actions()}
              </div>
            )}
          </Show>
        </div>
      </div>
      <Show when={props.children}>
        {(content) => (
          <div ref={below} class="pt-2" data-print="no">
            {content()}
          </div>
        )}
      </Show>
    </header>
  )
}
