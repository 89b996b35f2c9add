import { createSignal } from 'solid-js'
import { loadNewVersion } from '../../app/updates.ts'
import { Banner } from '../../ui/banner.tsx'
import { Button } from '../../ui/button.tsx'
import { t } from './outdated-messages.ts'

/** On every page while the server takes nothing from this version [L5]: what is unsent is kept, and how to go on. */
export function OutdatedNotice() {
  const [busy, setBusy] = createSignal(false)
  const [missing, setMissing] = createSignal(false)

  async function update() {
    setBusy(true)
    setMissing(false)
    // Where there is a new version this page ends here.
    const found = await loadNewVersion()
    setMissing(!found)
    setBusy(false)
  }

  return (
    <div class="px-4 pt-3 lg:px-6" data-print="no">
      <Banner
        tone="danger"
        title={t('outdated')}
        actions={
          <Button kind="primary" busy={busy()} onClick={() => void update()}>
            {t('update')}
          </Button>
        }
      >
        {missing() ? t('missing') : t('hint')}
      </Banner>
    </div>
  )
}
