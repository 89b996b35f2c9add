import { createSignal, Show } from 'solid-js'
import type { Equipment } from '../../../../../shared/collections/equipment.ts'
import { equipment as definition } from '../../../../../shared/collections/equipment.ts'
import { validateField } from '../../../../../shared/validate.ts'
import { updateRecord } from '../../../db/write.ts'
import { issueText } from '../../../forms/issue-text.ts'
import { createKeptDraft } from '../../../forms/kept-draft.ts'
import { t as forms } from '../../../forms/messages.ts'
import { saveErrorText } from '../../../forms/save-error.ts'
import { t as core } from '../../../i18n/core.ts'
import { Button } from '../../../ui/button.tsx'
import { Panel } from '../../../ui/panel.tsx'
import { TextField } from '../../../ui/text-field.tsx'
import { t } from './messages.ts'

/**
 * The notes of a thing, edited where they stand. What is typed is kept on this device until it is saved, with what stood
 * there before: notes that arrive in between are merged with it.
 */
export function InlineNotes(props: { equipment: Equipment; mayEdit: boolean }) {
  const now = () => ({ notes: props.equipment.notes ?? '', shown: props.equipment.notes ?? '' })
  const kept = createKeptDraft(`notes.${props.equipment.id}`, now())
  const [editing, setEditing] = createSignal(kept.restored)
  const [error, setError] = createSignal<string>()

  const start = () => {
    kept.setDraft(now())
    setEditing(true)
  }
  const stop = () => {
    kept.forget()
    setError(undefined)
    setEditing(false)
  }
  const save = async () => {
    const notes = kept.draft.notes.trimEnd()
    const wrong = notes === '' ? undefined : validateField('notes', definition.fields.notes, notes)
    if (wrong) {
      setError(issueText([wrong], 'notes'))
      return
    }
    try {
      // What somebody else wrote meanwhile stays, and so do these words.
      const changes = { notes: notes === '' ? undefined : notes }
      await updateRecord('equipment', props.equipment.id, changes, { notes: kept.draft.shown })
      stop()
    } catch (problem) {
      setError(saveErrorText(problem))
    }
  }

  return (
    <Panel
      title={t('notes')}
      action={
        <Show when={props.mayEdit && !editing()}>
          <Button kind="quiet" icon="edit" onClick={start}>
            {t(props.equipment.notes ? 'notesEdit' : 'notesAdd')}
          </Button>
        </Show>
      }
    >
      <Show
        when={editing()}
        fallback={
          <p class="whitespace-pre-line" classList={{ 'text-muted': !props.equipment.notes }}>
            {props.equipment.notes ?? t('notesEmpty')}
          </p>
        }
      >
        <form
          class="grid gap-3"
          onSubmit={(event) => {
            event.preventDefault()
            void save()
          }}
        >
          <TextField
            label={t('notes')}
            hideLabel
            lines={4}
            value={kept.draft.notes}
            onInput={(notes) => {
              kept.setDraft({ notes })
              kept.keep()
            }}
            error={error()}
            hint={kept.restored ? forms('restored') : undefined}
            ref={(element) => queueMicrotask(() => element.focus())}
          />
          <div class="flex justify-end gap-2">
            <Button onClick={stop}>{core('action.cancel')}</Button>
            <Button kind="primary" type="submit">
              {forms('save')}
            </Button>
          </div>
        </form>
      </Show>
    </Panel>
  )
}
