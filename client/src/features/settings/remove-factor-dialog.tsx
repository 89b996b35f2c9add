import type { Factor } from '../../account/factors/factor-list.ts'
import { t as core } from '../../i18n/core.ts'
import { Button } from '../../ui/button.tsx'
import { Dialog } from '../../ui/dialog.tsx'
import { t } from './messages.ts'

/** Whether a factor is to go, and what that means. */
export function RemoveFactorDialog(props: {
  factor: Factor | undefined
  /** There is no other. */
  last: boolean
  onClose: () => void
  onRemove: (factor: Factor) => void
}) {
  return (
    <Dialog
      open={props.factor !== undefined}
      onClose={props.onClose}
      title={t('removeTitle', { name: props.factor?.name ?? '' })}
      actions={
        <>
          <Button onClick={() => props.onClose()}>{core('action.cancel')}</Button>
          <Button
            kind="danger"
            onClick={() => {
              if (props.factor) props.onRemove(props.factor)
            }}
          >
            {t('removeFactor')}
          </Button>
        </>
      }
    >
      <p>{t('removeHint')}</p>
      <p class="mt-2 font-medium empty:hidden">{props.last ? t('removeLast') : ''}</p>
    </Dialog>
  )
}
