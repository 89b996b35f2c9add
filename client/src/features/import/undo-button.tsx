import { createSignal, Show } from 'solid-js'
import type { ImportRecord } from '../../import/import-record.ts'
import { startUndo } from '../../import/import-runs.ts'
import { Banner } from '../../ui/banner.tsx'
import { Button } from '../../ui/button.tsx'
import { Dialog } from '../../ui/dialog.tsx'
import { failureText } from './import-work.tsx'
import { t } from './run-messages.ts'

/** The way back from an import, finished or not; again for what was kept the first time. */
export function UndoButton(props: { record: ImportRecord; kept: number }) {
  const [open, setOpen] = createSignal(false)
  const [failure, setFailure] = createSignal<string>()
  const undo = async () => {
    setOpen(false)
    setFailure(undefined)
    try {
      await startUndo(props.record.id)
    } catch (error) {
      setFailure(failureText(error))
    }
  }
  const again = () => props.record.state === 'undone'
  return (
    <>
      <Show when={props.record.state !== 'preparing' && (!again() || props.kept > 0)}>
        <Button icon="history" onClick={() => (again() ? undo() : setOpen(true))}>
          {again() ? t('undoAgain') : t('undo')}
        </Button>
      </Show>
      <Dialog
        open={open()}
        onClose={() => setOpen(false)}
        title={t('undoAsk', { name: props.record.fileName })}
        actions={
          <Button kind="danger" onClick={undo}>
            {t('undoNow')}
          </Button>
        }
      >
        <p>{t('undoExplain')}</p>
      </Dialog>
      <Show when={failure()}>{(text) => <Banner tone="danger" urgent title={text()} />}</Show>
    </>
  )
}
