import { createSignal, Show } from 'solid-js'
import type { Team } from '../../../../../shared/collections/teams.ts'
import { removeRecord } from '../../../db/write.ts'
import { t as forms } from '../../../forms/messages.ts'
import { saveErrorText } from '../../../forms/save-error.ts'
import { t as core } from '../../../i18n/core.ts'
import { Banner } from '../../../ui/banner.tsx'
import { Button } from '../../../ui/button.tsx'
import { Dialog } from '../../../ui/dialog.tsx'
import { showToast } from '../../../ui/toast.tsx'
import { t } from './messages.ts'

/** Says what deleting a team means and does it. */
export function DeleteTeam(props: {
  team: Team
  people: number
  open: boolean
  onClose: () => void
  onDeleted: () => void
}) {
  const [failure, setFailure] = createSignal<string>()
  const [busy, setBusy] = createSignal(false)
  const remove = async () => {
    setBusy(true)
    setFailure(undefined)
    const { name } = props.team
    try {
      await removeRecord('teams', props.team.id)
      showToast({ text: forms('removed', { name }), tone: 'positive' })
      props.onDeleted()
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
      title={t('deleteTitle', { name: props.team.name })}
      actions={
        <>
          <Button onClick={() => props.onClose()}>{core('action.cancel')}</Button>
          <Button kind="danger" icon="trash" busy={busy()} onClick={() => void remove()}>
            {t('delete')}
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
        <p>{t('deleteMeans', { count: props.people })}</p>
        <p class="text-muted">{t('deleteInactive')}</p>
      </div>
    </Dialog>
  )
}
