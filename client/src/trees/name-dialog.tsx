import { createEffect, createSignal, on } from 'solid-js'
import { issueText } from '../forms/issue-text.ts'
import { t as forms } from '../forms/messages.ts'
import { saveErrorText } from '../forms/save-error.ts'
import { t as core } from '../i18n/core.ts'
import { Button } from '../ui/button.tsx'
import { Dialog } from '../ui/dialog.tsx'
import { TextField } from '../ui/text-field.tsx'

const MAX_NAME = 200

/** Asks for a name and saves it; an empty one is said to be needed. */
export function NameDialog(props: {
  open: boolean
  title: string
  onClose: () => void
  onSave: (name: string) => Promise<void>
}) {
  const [name, setName] = createSignal('')
  const [error, setError] = createSignal<string>()
  const [busy, setBusy] = createSignal(false)
  createEffect(
    on(
      () => props.open,
      (open) => {
        if (!open) return
        setName('')
        setError(undefined)
      },
    ),
  )
  const save = async () => {
    const text = name().trim()
    if (text === '') {
      setError(issueText([{ field: 'name', code: 'required' }], 'name'))
      return
    }
    if (text.length > MAX_NAME) {
      setError(issueText([{ field: 'name', code: 'too-long', limit: MAX_NAME }], 'name'))
      return
    }
    setBusy(true)
    try {
      await props.onSave(text)
    } catch (problem) {
      setError(saveErrorText(problem))
    } finally {
      setBusy(false)
    }
  }
  return (
    <Dialog
      open={props.open}
      onClose={props.onClose}
      firm
      title={props.title}
      actions={
        <>
          <Button onClick={() => props.onClose()}>{core('action.cancel')}</Button>
          <Button kind="primary" busy={busy()} onClick={() => void save()}>
            {forms('create')}
          </Button>
        </>
      }
    >
      <form
        onSubmit={(event) => {
          event.preventDefault()
          event.stopPropagation()
          void save()
        }}
      >
        <TextField label={forms('name')} value={name()} onInput={setName} error={error()} />
      </form>
    </Dialog>
  )
}
