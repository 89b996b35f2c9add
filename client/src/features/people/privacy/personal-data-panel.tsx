import { createSignal, Show } from 'solid-js'
import type { Person } from '../../../../../shared/collections/people.ts'
import { createStepUp } from '../../../account/create-step-up.tsx'
import { syncStatus } from '../../../sync/status.ts'
import { Button } from '../../../ui/button.tsx'
import { announce } from '../../../ui/live-region.tsx'
import { offerDownload } from '../../../ui/offer-download.ts'
import { Panel } from '../../../ui/panel.tsx'
import { showToast } from '../../../ui/toast.tsx'
import { EraseDialog } from './erase-dialog.tsx'
import { t } from './messages.ts'
import { savePersonalData } from './personal-data.ts'

/** For whoever answers for the school's data: to hand out what is held on somebody, and to erase it. */
export function PersonalDataPanel(props: { person: Person; onErased: () => void }) {
  const [saving, setSaving] = createSignal(false)
  const [erasing, setErasing] = createSignal(false)
  const stepUp = createStepUp()

  async function save() {
    setSaving(true)
    const fileName = `person-${props.person.id}.zip`
    try {
      const saved = await stepUp.run(async () =>
        offerDownload({ fileName, blob: await savePersonalData(props.person.id) }),
      )
      if (saved) {
        showToast({ text: t('saved', { file: fileName }), tone: 'positive' })
        announce(t('saved', { file: fileName }))
      }
    } catch (error) {
      console.error('What is held was not saved.', error)
      showToast({ text: t('saveFailed'), tone: 'danger' })
      announce(t('saveFailed'))
    }
    setSaving(false)
  }

  return (
    <Panel title={t('title')}>
      <stepUp.Dialog />
      <div class="grid gap-3">
        <p class="text-muted">{t(syncStatus().offline ? 'needsConnection' : 'hint')}</p>
        <div class="flex flex-wrap gap-2">
          <Button icon="export" busy={saving()} disabled={syncStatus().offline} onClick={() => void save()}>
            {t('save')}
          </Button>
          <Button icon="trash" disabled={syncStatus().offline} onClick={() => setErasing(true)}>
            {t('erase')}
          </Button>
        </div>
      </div>
      <Show when={erasing()}>
        <EraseDialog person={props.person} onClose={() => setErasing(false)} onErased={props.onErased} />
      </Show>
    </Panel>
  )
}
