import { Show } from 'solid-js'
import { applyUpdate, updateReady } from '../../app/updates.ts'
import { who } from '../../app/who.ts'
import { syncStatus } from '../../sync/status.ts'
import { Banner } from '../../ui/banner.tsx'
import { Button } from '../../ui/button.tsx'
import { t } from './messages.ts'

/** Why something waits, where there is a reason that a person can know or do something about. */
export function SyncNotices() {
  return (
    <>
      <Show when={syncStatus().updateNeeded}>
        <Banner
          tone="danger"
          title={t('outdated')}
          actions={
            <Button kind="primary" onClick={() => (updateReady() ? applyUpdate() : window.location.reload())}>
              {t('update')}
            </Button>
          }
        >
          {t('outdatedHint')}
        </Banner>
      </Show>
      <Show when={syncStatus().offline && who()?.signInNeeded === undefined}>
        <Banner tone="info" icon="offline" title={t('offline')}>
          {t(syncStatus().firstSync ? 'offlineFirst' : 'offlineHint')}
        </Banner>
      </Show>
      <Show when={syncStatus().stalled && !syncStatus().updateNeeded && who()?.signInNeeded === undefined}>
        <Banner tone="warning" title={t('stalled')}>
          {t('stalledHint')}
        </Banner>
      </Show>
    </>
  )
}
