import { For, Show } from 'solid-js'
import { t as documents } from '../../documents/messages.ts'
import { syncStatus } from '../../sync/status.ts'
import { Icon } from '../../ui/icon.tsx'
import { ProgressBar } from '../../ui/progress-bar.tsx'
import { t } from './messages.ts'

/** How far the first loading of the school is; gone when it is over. */
export function FirstSyncProgress() {
  return (
    <Show when={syncStatus().firstSync}>
      {(first) => (
        <section class="edge grid gap-3 rounded-md border-line bg-raised p-4">
          <ProgressBar label={t('firstSync')} done={first().done} />
          <p class="text-muted">{t('firstSyncHint')}</p>
          <ul class="grid grid-cols-2 gap-x-6 gap-y-1 sm:grid-cols-3">
            <For each={first().collections}>
              {(part) => (
                <li class="flex items-center gap-2 text-note">
                  <Icon
                    name={part.complete ? 'check' : 'sending'}
                    size="xs"
                    class={part.complete ? 'text-positive-text' : 'text-muted'}
                  />
                  {t('firstSyncPart', {
                    name: documents(`collection.${part.name}`),
                    count: part.documents,
                  })}
                </li>
              )}
            </For>
          </ul>
        </section>
      )}
    </Show>
  )
}
