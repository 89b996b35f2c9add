import { useNavigate } from '@solidjs/router'
import { createSignal, Show } from 'solid-js'
import type { RemovalRight } from '../../../../../shared/access.ts'
import type { Equipment } from '../../../../../shared/collections/equipment.ts'
import { removeRecord } from '../../../db/write.ts'
import { t as forms } from '../../../forms/messages.ts'
import { saveErrorText } from '../../../forms/save-error.ts'
import { t as core } from '../../../i18n/core.ts'
import { Banner } from '../../../ui/banner.tsx'
import { Button } from '../../../ui/button.tsx'
import { Dialog } from '../../../ui/dialog.tsx'
import { showToast } from '../../../ui/toast.tsx'
import { t } from './messages.ts'

/** Says what deleting a thing means for this role and this thing, and does it. */
export function DeleteDialog(props: {
  equipment: Equipment
  right: RemovalRight
  open: boolean
  onClose: () => void
}) {
  const navigate = useNavigate()
  const [failure, setFailure] = createSignal<string>()
  const [busy, setBusy] = createSignal(false)
  const name = () => props.equipment.tagCode ?? props.equipment.name
  const inCustody = () => props.equipment.status === 'checked_out' || (props.equipment.quantityOut ?? 0) > 0
  /** A deletion that somebody else decides about. */
  const asked = () => props.right === 'ask' || inCustody()

  const remove = async () => {
    setBusy(true)
    setFailure(undefined)
    const said = t(asked() ? 'deleteAsked' : 'deleted', { name: name() })
    try {
      await removeRecord('equipment', props.equipment.id)
      showToast({ text: said, tone: 'positive' })
      navigate('/equipment', { replace: true })
    } catch (problem) {
      setFailure(saveErrorText(problem))
    } finally {
      setBusy(false)
    }
  }

  return (
    <Dialog
      open={props.open}
      onClose={props.onClose}
      title={t(props.right === 'ask' ? 'deleteAskTitle' : 'deleteTitle', { name: name() })}
      actions={
        <>
          <Button onClick={() => props.onClose()}>{core('action.cancel')}</Button>
          <Button kind="danger" icon="trash" busy={busy()} onClick={() => void remove()}>
            {t(props.right === 'ask' ? 'deleteAsk' : 'delete')}
          </Button>
        </>
      }
    >
      <div class="grid gap-3">
        <Show when={failure()}>
          {(reason) => (
            <Banner tone="danger" title={forms('notSaved')} urgent>
              {reason()}
            </Banner>
          )}
        </Show>
        <p>{t(props.right === 'ask' ? 'deleteAskMeans' : 'deleteMeans')}</p>
        <Show when={props.right === 'apply' && inCustody()}>
          <p class="font-semibold">{t('deleteCustody')}</p>
        </Show>
        <p class="text-muted">{t('deleteRetire')}</p>
      </div>
    </Dialog>
  )
}
