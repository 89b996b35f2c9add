import type { LoanStep } from '../../../shared/loans.ts'
import { t as core } from '../i18n/core.ts'
import { Button } from '../ui/button.tsx'
import { Dialog } from '../ui/dialog.tsx'
import { t } from './messages.ts'

/** Steps by which the lender ends a loan without the borrower. */
export type EndingStep = 'reclaim' | 'write_off'

export function isEnding(step: LoanStep): step is EndingStep {
  return step === 'reclaim' || step === 'write_off'
}

/** Asks first: the things leave another school's list, whoever has them there. */
export function EndDialog(props: {
  step: EndingStep | undefined
  borrower: string
  onClose: () => void
  onSure: (step: EndingStep) => void
}) {
  const step = () => props.step ?? 'reclaim'
  return (
    <Dialog
      open={props.step !== undefined}
      onClose={props.onClose}
      title={t(`sure.${step()}`)}
      actions={
        <>
          <Button onClick={props.onClose}>{core('action.cancel')}</Button>
          <Button kind="primary" onClick={() => props.onSure(step())}>
            {t(`step.${step()}`)}
          </Button>
        </>
      }
    >
      <p>{t(`sure.${step()}Hint`, { borrower: props.borrower })}</p>
    </Dialog>
  )
}
