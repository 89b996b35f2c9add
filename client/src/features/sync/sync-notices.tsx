import { Show } from 'solid-js'
import { who } from '../../app/who.ts'
import { formatTime } from '../../i18n/format.ts'
import { syncNow, syncStatus } from '../../sync/status.ts'
import { Banner } from '../../ui/banner.tsx'
import { Button } from '../../ui/button.tsx'
import { t } from './messages.ts'

/** Why something waits, where there is a reason that a person can know; what asks for a person is said on every page. */
export function SyncNotices() {
  const signInNeeded = () => who()?.signInNeeded !== undefined
  const updateNeeded = () => syncStatus().updateNeeded
  const held = () => (updateNeeded() || signInNeeded() ? undefined : syncStatus().held)
  return (
    <>
      <Show when={syncStatus().offline && !signInNeeded()}>
        <Banner tone="info" icon="offline" title={t('offline')}>
          {t(syncStatus().firstSync ? 'offlineFirst' : 'offlineHint')}
        </Banner>
      </Show>
      <Show when={syncStatus().anew}>
        {(reason) => (
          <Banner tone="info" icon="import" title={t('anew')}>
            {t(`anew.${reason()}`)} {t('anewHint')}
          </Banner>
        )}
      </Show>
      <Show when={held()}>
        {(why) => (
          <Banner
            tone="warning"
            title={t(`held.${why().code}`)}
            actions={
              <Button icon="sending" onClick={syncNow}>
                {t('retry')}
              </Button>
            }
          >
            {t(`held.${why().code}Hint`)}{' '}
            <Show when={why().until} fallback={t('heldAgain')}>
              {(until) => t('heldUntil', { time: formatTime(until()) })}
            </Show>
          </Banner>
        )}
      </Show>
      <Show when={syncStatus().stalled && !held() && !updateNeeded() && !signInNeeded()}>
        <Banner tone="warning" title={t('stalled')}>
          {t('stalledHint')}
        </Banner>
      </Show>
    </>
  )
}
