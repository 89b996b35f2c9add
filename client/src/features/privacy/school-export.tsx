import { createSignal, Show } from 'solid-js'
import { createStepUp } from '../../account/create-step-up.tsx'
import { failureText } from '../../account/failure-text.ts'
import { download } from '../../sync/api.ts'
import { Banner } from '../../ui/banner.tsx'
import { Button } from '../../ui/button.tsx'
import { announce } from '../../ui/live-region.tsx'
import { offerDownload } from '../../ui/offer-download.ts'
import { Panel } from '../../ui/panel.tsx'
import { showToast } from '../../ui/toast.tsx'
import { t } from './messages.ts'

/** The whole school as one file. */
export function SchoolExport() {
  const [busy, setBusy] = createSignal(false)
  const [failure, setFailure] = createSignal<string>()
  const stepUp = createStepUp()

  async function save() {
    setBusy(true)
    setFailure(undefined)
    const fileName = `school-${new Date().toISOString().slice(0, 10)}.zip`
    try {
      const saved = await stepUp.run(async () =>
        offerDownload({ fileName, blob: await download('/privacy/school') }),
      )
      if (saved) {
        showToast({ text: t('exported', { file: fileName }), tone: 'positive' })
        announce(t('exported', { file: fileName }))
      }
    } catch (error) {
      setFailure(failureText(error))
    }
    setBusy(false)
  }

  return (
    <Panel title={t('school')}>
      <stepUp.Dialog />
      <div class="grid justify-items-start gap-3">
        <p class="text-muted">{t('schoolHint')}</p>
        <Show when={failure()}>
          {(reason) => (
            <Banner tone="danger" title={t('exportFailed')} urgent>
              {reason()}
            </Banner>
          )}
        </Show>
        <Button icon="export" busy={busy()} onClick={() => void save()}>
          {t('export')}
        </Button>
      </div>
    </Panel>
  )
}
