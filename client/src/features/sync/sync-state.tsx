import { t as core } from '../../i18n/core.ts'
import { formatAge } from '../../i18n/format.ts'
import { syncStatus } from '../../sync/status.ts'
import type { SyncState as State } from '../../sync/sync-status.ts'
import { FigureRow } from '../../ui/figure-row.tsx'
import { Icon } from '../../ui/icon.tsx'
import type { IconName } from '../../ui/icon-paths.ts'
import { createNow } from './create-now.ts'
import { t } from './messages.ts'

const icons: Record<State, IconName> = {
  saved: 'saved',
  sending: 'sending',
  confirmed: 'confirmed',
  attention: 'attention',
  loading: 'import',
}
const marks: Record<State, string> = {
  saved: 'bg-text text-surface',
  sending: 'bg-info text-on-info',
  confirmed: 'bg-positive text-on-positive',
  attention: 'bg-danger text-on-danger',
  loading: 'bg-info text-on-info',
}

/** The one state in full words, with its figures [D3]. */
export function SyncState() {
  const now = createNow(10_000)
  const age = (at: number | undefined, missing: string) =>
    at === undefined ? missing : formatAge(at, Math.max(now(), at))
  const absent = () => syncStatus().state === 'loading' && syncStatus().offline
  return (
    <section class="grid gap-4">
      <div class="flex items-center gap-4 px-4 lg:px-0">
        <span class={`grid size-14 shrink-0 place-items-center rounded-md ${marks[syncStatus().state]}`}>
          <Icon name={icons[syncStatus().state]} size="lg" />
        </span>
        <div class="min-w-0">
          <p class="narrow text-title lg:text-head" data-sync-word={syncStatus().state}>
            {absent() ? core('sync.absent') : core(`sync.${syncStatus().state}`)}
          </p>
          <p class="text-muted">{absent() ? t('hint.absent') : t(`hint.${syncStatus().state}`)}</p>
        </div>
      </div>
      <FigureRow
        figures={[
          { label: t('waiting'), value: syncStatus().unsent },
          ...(syncStatus().attention > 0
            ? [{ label: t('attention'), value: syncStatus().attention, tone: 'danger' as const }]
            : []),
          ...(syncStatus().unsent > 0
            ? [{ label: t('oldest'), value: age(syncStatus().oldestAt, t('none')) }]
            : []),
          { label: t('contact'), value: age(syncStatus().lastContactAt, t('never')) },
        ]}
      />
    </section>
  )
}
