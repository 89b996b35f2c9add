import { Show } from 'solid-js'
import type { AnyDocument } from '../../../../../shared/collections/definition.ts'
import type { Review } from '../../../../../shared/collections/reviews.ts'
import { t as forms } from '../../../forms/messages.ts'
import { t as core } from '../../../i18n/core.ts'
import { Banner } from '../../../ui/banner.tsx'
import { Button } from '../../../ui/button.tsx'
import { Dialog } from '../../../ui/dialog.tsx'
import { createPreview } from './create-preview.ts'
import { t } from './messages.ts'
import { OutcomePreview } from './outcome-preview.tsx'

/** Says what undoing the last decision puts back, before it does. */
export function UndoDialog(props: {
  review: Review
  live: AnyDocument | undefined
  failure: string | undefined
  onUndo: () => void
  onClose: () => void
}) {
  const preview = createPreview({
    review: () => props.review,
    choice: () => ({ action: 'undo' }),
    follows: () => props.live,
  })
  const possible = () => {
    const made = preview()
    return made !== undefined && made.problem === undefined
  }
  return (
    <Dialog
      open
      title={t('undo')}
      onClose={() => props.onClose()}
      actions={
        <>
          <Button onClick={() => props.onClose()}>{core('action.cancel')}</Button>
          <Show when={possible()}>
            <Button kind="primary" icon="back" onClick={() => props.onUndo()}>
              {core('action.undo')}
            </Button>
          </Show>
        </>
      }
    >
      <div class="grid gap-3">
        <Show when={props.failure}>
          {(reason) => (
            <Banner tone="danger" title={forms('notSaved')} urgent>
              {reason()}
            </Banner>
          )}
        </Show>
        <p>{t('undoMeans')}</p>
        <OutcomePreview preview={preview()} />
      </div>
    </Dialog>
  )
}
