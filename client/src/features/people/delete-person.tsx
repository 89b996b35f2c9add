import { createSignal, Show } from 'solid-js'
import type { Person } from '../../../../shared/collections/people.ts'
import { removeRecord } from '../../db/write.ts'
import { t as forms } from '../../forms/messages.ts'
import { saveErrorText } from '../../forms/save-error.ts'
import { t as core } from '../../i18n/core.ts'
import { Banner } from '../../ui/banner.tsx'
import { Button } from '../../ui/button.tsx'
import { Dialog } from '../../ui/dialog.tsx'
import { showToast } from '../../ui/toast.tsx'
import { t } from './messages.ts'

/** Deletes a person who has nothing any more; says what to do where something is still out. */
export function DeletePerson(props: {
  person: Person
  holds: number
  open: boolean
  onClose: () => void
  onDeleted: () => void
}) {
  const [failure, setFailure] = createSignal<string>()
  const [busy, setBusy] = createSignal(false)
  const remove = async () => {
    setBusy(true)
    setFailure(undefined)
    const { name } = props.person
    try {
      await removeRecord('people', props.person.id)
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
      title={t('deleteTitle', { name: props.person.name })}
      actions={
        <>
          <Button onClick={() => props.onClose()}>{core('action.cancel')}</Button>
          <Show when={props.holds === 0}>
            <Button kind="danger" icon="trash" busy={busy()} onClick={() => void remove()}>
              {t('delete')}
            </Button>
          </Show>
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
        <Show when={props.holds === 0} fallback={<p>{t('deleteHolds', { count: props.holds })}</p>}>
          <p>{t('deleteMeans')}</p>
          <p class="text-muted">{t('deleteInactive')}</p>
        </Show>
      </div>
    </Dialog>
  )
}
