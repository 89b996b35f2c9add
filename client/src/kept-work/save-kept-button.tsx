import { exportKept } from '../sync/kept-list.ts'
import type { KeptWork } from '../sync/kept-work.ts'
import { Button } from '../ui/button.tsx'
import { offerDownload } from '../ui/offer-download.ts'
import { showToast } from '../ui/toast.tsx'
import { t } from './messages.ts'

/** All that is kept of a person, as a file. */
export function SaveKeptButton(props: { work: KeptWork; onSaved?: () => void }) {
  async function save() {
    try {
      const exported = await exportKept(props.work)
      offerDownload(exported)
      showToast({ text: t('saved', { file: exported.fileName }), tone: 'positive' })
      props.onSaved?.()
    } catch (error) {
      console.error('What is kept could not be exported.', error)
      showToast({ text: t('saveFailed'), tone: 'danger' })
    }
  }
  return (
    <Button icon="export" onClick={() => void save()}>
      {t('save')}
    </Button>
  )
}
