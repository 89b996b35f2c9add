import { useLocation } from '@solidjs/router'
import { createSignal, Show } from 'solid-js'
import { t } from '../i18n/core.ts'
import { Button } from '../ui/button.tsx'
import { IconButton } from '../ui/icon-button.tsx'
import { applyUpdate, updateReady } from './updates.ts'

/**
 * Says that a new version waits. It takes no focus, covers no control of the page, and stays away from the station: a
 * scan is never interrupted, and the new version loads at the next start anyway.
 */
export function UpdateNotice() {
  const location = useLocation()
  const [later, setLater] = createSignal(false)
  const shown = () => updateReady() !== undefined && !later() && !location.pathname.startsWith('/station')
  return (
    <Show when={shown()}>
      <div
        role="status"
        data-print="no"
        class="rise edge fixed inset-x-3 bottom-20 z-40 flex items-center gap-3 rounded-md border-line bg-raised py-2 pr-1 pl-4 shadow-float md:inset-x-auto md:bottom-5 md:left-1/2 md:-translate-x-1/2"
      >
        <div class="min-w-0 flex-1">
          <p class="font-semibold">{t('update.ready')}</p>
          <p class="text-note text-muted">{t('update.later')}</p>
        </div>
        <Button kind="primary" onClick={applyUpdate}>
          {t('update.apply')}
        </Button>
        <IconButton icon="close" label={t('action.dismiss')} onClick={() => setLater(true)} />
      </div>
    </Show>
  )
}
