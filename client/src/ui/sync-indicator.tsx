import { A } from '@solidjs/router'
import { createMemo, Show } from 'solid-js'
import { t } from '../i18n/core.ts'
import { formatNumber } from '../i18n/format.ts'
import { Icon } from './icon.tsx'
import type { IconName } from './icon-paths.ts'

export type SyncIndicatorProps = {
  /** `loading`: nothing waits, but the school is not all on this device yet. */
  state: 'saved' | 'sending' | 'confirmed' | 'attention' | 'loading'
  /** Writes that wait, or that need attention. */
  count: number
  /** Age of the oldest of them as words, for instance `formatAge(at)`. */
  oldestAge?: string | undefined
  /** Age of the last contact as words; absent when there was none. */
  lastContact?: string | undefined
  offline: boolean
  /** Two lines with age and contact, where there is room. */
  detailed?: boolean
}

const icons: Record<SyncIndicatorProps['state'], IconName> = {
  saved: 'saved',
  sending: 'sending',
  confirmed: 'confirmed',
  attention: 'attention',
  loading: 'import',
}
const tones: Record<SyncIndicatorProps['state'], string> = {
  saved: 'text-text',
  sending: 'text-info-text',
  confirmed: 'text-positive-text',
  attention: 'bg-danger-soft text-danger-text',
  loading: 'text-info-text',
}

/**
 * The one sign of where the work is [D3]: a shape, a word and a count. A link to the sync page. Changes of state are
 * announced politely, the ticking ages are not.
 */
export function SyncIndicator(props: SyncIndicatorProps) {
  const absent = () => props.state === 'loading' && props.offline
  const word = createMemo(() => (absent() ? t('sync.absent') : t(`sync.${props.state}`)))
  const short = () => {
    if (absent()) return t('sync.absent.short')
    return props.state === 'sending' || props.state === 'confirmed' ? word() : t(`sync.${props.state}.short`)
  }
  const details = () =>
    [
      props.offline ? t('sync.offline') : undefined,
      props.count > 0 ? t('sync.waiting', { count: props.count }) : undefined,
      props.count > 0 && props.oldestAge ? t('sync.oldest', { age: props.oldestAge }) : undefined,
      props.lastContact ? t('sync.contact', { age: props.lastContact }) : t('sync.never'),
    ].filter((part) => part !== undefined)
  const full = () => `${[word(), ...details()].join('. ')}. ${t('sync.open')}`

  return (
    <>
      <A
        href="/sync"
        data-sync-state={props.state}
        class={`sync-link flex min-h-target min-w-0 items-center gap-2 rounded-md px-2 leading-tight hover:bg-hover ${tones[props.state]}`}
      >
        <Icon name={icons[props.state]} size="md" />
        <span class="min-w-0">
          <span class="sync-words font-semibold">
            <span class="text-note">{short()}</span>
            <Show when={props.count > 0}>
              <span class="narrow text-lead leading-none">{formatNumber(props.count)}</span>
            </Show>
            <Show when={props.offline}>
              <Icon name="offline" size="xs" class="sync-offline self-center text-muted" />
            </Show>
          </span>
          <Show when={props.detailed}>
            <span class="sync-detail text-note text-muted">
              <Show when={props.offline && !absent()} fallback={details().at(-1)}>
                {t('sync.offline')}
                <span class="max-md:hidden">{`. ${t('sync.offlineWorks')}`}</span>
              </Show>
            </span>
          </Show>
          <span class="sr-only">{`. ${full()}`}</span>
        </span>
      </A>
      <span class="sr-only" role="status">
        {word()}
      </span>
    </>
  )
}
