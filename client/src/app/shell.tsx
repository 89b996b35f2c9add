import { A, type RouteSectionProps, useLocation } from '@solidjs/router'
import { createEffect, createSignal, For, on, onCleanup, type ParentProps, Show } from 'solid-js'
import { t } from '../i18n/core.ts'
import { formatAge, formatNumber } from '../i18n/format.ts'
import { Icon } from '../ui/icon.tsx'
import { SyncIndicator } from '../ui/sync-indicator.tsx'
import { Mark } from './brand.tsx'
import { type Destination, destinations, visibleTo } from './navigation.ts'
import { useServices, useSession } from './services.ts'

/** Moves the keyboard to the new page's title after a change of page, as a page load would. */
function focusTitleOnNavigation(): void {
  const location = useLocation()
  createEffect(
    on(
      () => location.pathname,
      () => {
        requestAnimationFrame(() => {
          const active = document.activeElement
          if (active && active !== document.body && document.querySelector('main')?.contains(active)) return
          document.querySelector<HTMLElement>('main h1')?.focus({ preventScroll: true })
        })
      },
      { defer: true },
    ),
  )
}

function Indicator() {
  const { sync, correctedNow } = useServices()
  const [now, setNow] = createSignal(correctedNow())
  const timer = setInterval(() => setNow(correctedNow()), 30_000)
  onCleanup(() => clearInterval(timer))
  const age = (at: number | undefined) => (at === undefined ? undefined : formatAge(at, Math.max(now(), at)))
  return (
    <SyncIndicator
      state={sync().state}
      count={sync().count}
      offline={sync().offline}
      oldestAge={age(sync().oldestAt)}
      lastContact={age(sync().lastContactAt)}
      detailed
    />
  )
}

function Entry(props: { to: Destination; count: number }) {
  return (
    <A
      href={props.to.path}
      class="nav-entry"
      classList={{ 'max-md:hidden': !props.to.onPhone }}
      activeClass="nav-active"
      inactiveClass=""
    >
      <Icon name={props.to.icon} size="md" />
      <span class="nav-word">{t(props.to.label)}</span>
      <Show when={props.count > 0}>
        <span class="nav-count">
          <span aria-hidden="true">{formatNumber(props.count)}</span>
          <span class="sr-only">{t('nav.openReviews', { count: props.count })}</span>
        </span>
      </Show>
    </A>
  )
}

/**
 * The frame around every page: menu, sign of sync, page. One set of elements for all sizes, so that nothing is said
 * twice to a screen reader; app.css lays them out as a phone's bars, a tablet's rail or a desktop's side.
 */
export function Shell(props: ParentProps<Partial<RouteSectionProps>>) {
  const { openReviews } = useServices()
  const session = useSession()
  focusTitleOnNavigation()
  const entries = () => destinations.filter((entry) => visibleTo(session()?.role, entry.roles))
  return (
    <div class="shell">
      <a href="#page" class="skip-link">
        {t('nav.skip')}
      </a>
      <header class="shell-side" data-print="no">
        <div class="stripes shell-stripes" />
        <div class="shell-brand">
          <Mark class="size-8 shrink-0" />
          <div class="min-w-0 leading-tight md:max-lg:hidden">
            <p class="narrow truncate text-lead">{session()?.schoolName ?? 'ETrax'}</p>
            <p class="truncate text-note text-muted max-lg:hidden">{session()?.userName}</p>
          </div>
        </div>
        <nav class="shell-nav" aria-label={t('nav.label')}>
          <For each={entries()}>
            {(entry) => <Entry to={entry} count={entry.path === '/reviews' ? openReviews() : 0} />}
          </For>
          <A href="/more" class="nav-entry md:hidden" activeClass="nav-active" inactiveClass="">
            <Icon name="more" size="md" />
            <span class="nav-word">{t('nav.more')}</span>
          </A>
        </nav>
        <div class="shell-sync">
          <Indicator />
        </div>
      </header>
      <main id="page" class="shell-page" tabindex="-1">
        {props.children}
      </main>
    </div>
  )
}
