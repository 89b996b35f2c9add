import { A } from '@solidjs/router'
import { Show } from 'solid-js'
import { useServices } from '../../app/services.ts'
import { t as core } from '../../i18n/core.ts'
import { Icon } from '../../ui/icon.tsx'
import { StatusBadge } from '../../ui/status-badge.tsx'
import { t } from './messages.ts'

/** Where somebody finds what became of what was sent from here. */
export function NewsLink() {
  const { news } = useServices()
  return (
    <A
      href="/my-changes"
      class="edge flex min-h-row items-center gap-3 rounded-md border-line bg-raised px-4 py-2 hover:bg-hover"
    >
      <Icon name="history" size="md" class="text-muted" />
      <span class="min-w-0 flex-1">
        <span class="block font-semibold">{core('nav.mine')}</span>
        <span class="block text-note text-muted">{t('mineHint')}</span>
      </span>
      <Show when={news() > 0}>
        <StatusBadge tone="danger" icon="info" label={core('nav.news', { count: news() })} />
      </Show>
      <Icon name="chevron-right" class="text-muted" />
    </A>
  )
}
