import { MANAGERS } from '../../../../shared/roles.ts'
import { who } from '../../app/who.ts'
import { KeptWorkList } from '../../kept-work/kept-work-list.tsx'
import { syncNow } from '../../sync/status.ts'
import { Button } from '../../ui/button.tsx'
import { PageHeader } from '../../ui/page-header.tsx'
import { AttentionList } from './attention-list.tsx'
import { CollectionTable } from './collection-table.tsx'
import { FirstSyncProgress } from './first-sync-progress.tsx'
import { t } from './messages.ts'
import { NewsLink } from './news-link.tsx'
import { SyncNotices } from './sync-notices.tsx'
import { SyncState } from './sync-state.tsx'
import { ThisDevice } from './this-device.tsx'
import { WaitingList } from './waiting-list.tsx'

/** Where the work of this device is: what waits, what failed and why, and what the device holds. */
export function SyncPage() {
  return (
    <>
      <PageHeader
        title={t('title')}
        actions={
          <Button icon="sending" onClick={syncNow}>
            {t('now')}
          </Button>
        }
      />
      <div class="grid max-w-page gap-6 py-4 lg:px-6">
        <SyncState />
        <div class="grid gap-6 px-4 lg:px-0 lg:grid-cols-[minmax(0,3fr)_minmax(0,2fr)] lg:items-start lg:gap-8">
          <div class="grid min-w-0 gap-6">
            <SyncNotices />
            <FirstSyncProgress />
            <AttentionList />
            <WaitingList />
            <KeptWorkList mayExport={() => MANAGERS.some((role) => role === who()?.role)} />
            <NewsLink />
          </div>
          <div class="grid min-w-0 gap-6">
            <ThisDevice />
            <CollectionTable />
          </div>
        </div>
      </div>
    </>
  )
}
