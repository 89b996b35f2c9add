import { Show } from 'solid-js'
import { syncStatus } from '../../sync/status.ts'
import { Banner } from '../../ui/banner.tsx'
import { PageHeader } from '../../ui/page-header.tsx'
import { t } from './messages.ts'
import { RetentionPanel } from './retention-panel.tsx'
import { SchoolExport } from './school-export.tsx'

/** What the school keeps of people, for how long, and all of it to take away. It is the server's: it needs a connection. */
export function PrivacyPage() {
  return (
    <>
      <PageHeader title={t('title')} back={{ href: '/settings', label: t('back') }} />
      <div class="grid max-w-page gap-6 px-4 py-5 lg:px-6">
        <p class="text-muted">{t('hint')}</p>
        <Show
          when={!syncStatus().offline}
          fallback={<Banner tone="info" icon="offline" title={t('offline')} />}
        >
          <RetentionPanel />
          <SchoolExport />
        </Show>
      </div>
    </>
  )
}
