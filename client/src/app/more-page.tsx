import { A } from '@solidjs/router'
import { For, Show } from 'solid-js'
import { t } from '../i18n/core.ts'
import { Avatar } from '../ui/avatar.tsx'
import { Icon } from '../ui/icon.tsx'
import { PageHeader } from '../ui/page-header.tsx'
import { StatusBadge } from '../ui/status-badge.tsx'
import { InstallCard } from './install-card.tsx'
import { destinations, visibleTo } from './navigation.ts'
import { useServices, useSession } from './services.ts'

/** On a phone: what has no place in the bar, and who is signed in. */
export function MorePage() {
  const session = useSession()
  const { news } = useServices()
  const entries = () =>
    destinations.filter((entry) => !entry.onPhone && visibleTo(session()?.role, entry.roles))
  return (
    <>
      <PageHeader title={t('nav.more')} />
      <div class="grid max-w-form gap-4 p-4 lg:px-6">
        <Show when={session()}>
          {(who) => (
            <div class="flex items-center gap-3">
              <Avatar name={who().userName} size="lg" />
              <div class="min-w-0">
                <p class="narrow truncate text-title">{who().userName}</p>
                <p class="text-muted">{`${t(`role.${who().role}`)} · ${who().schoolName}`}</p>
              </div>
            </div>
          )}
        </Show>
        <ul class="edge divide-y divide-line overflow-hidden rounded-md border-line bg-raised">
          <For each={entries()}>
            {(entry) => (
              <li>
                <A
                  href={entry.path}
                  class="flex min-h-row items-center gap-3 px-4 font-medium hover:bg-hover"
                >
                  <Icon name={entry.icon} size="md" class="text-muted" />
                  <span class="flex-1">{t(entry.label)}</span>
                  <Show when={entry.path === '/my-changes' && news() > 0}>
                    <StatusBadge tone="danger" icon="info" label={t('nav.news', { count: news() })} />
                  </Show>
                  <Icon name="chevron-right" class="text-muted" />
                </A>
              </li>
            )}
          </For>
        </ul>
        <InstallCard />
      </div>
    </>
  )
}
