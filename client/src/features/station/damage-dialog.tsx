import type { Condition } from '../../../../shared/collections/equipment.ts'
import { Button } from '../../ui/button.tsx'
import { Dialog } from '../../ui/dialog.tsx'
import { t } from './messages.ts'

export type DamageDialogProps = {
  open: boolean
  /** The thing's name. */
  what: string
  onClose: () => void
  onChoose: (condition: Condition) => void
}

/** Two answers are enough at the counter; the equipment's own page takes more. */
export function DamageDialog(props: DamageDialogProps) {
  return (
    <Dialog open={props.open} onClose={props.onClose} title={t('damage.title')} description={props.what}>
      <div class="grid gap-3">
        <Button wide icon="warning" onClick={() => props.onChoose('poor')}>
          {t('damage.poor')}
        </Button>
        <Button wide kind="danger" icon="danger" onClick={() => props.onChoose('unsafe')}>
          {t('damage.unsafe')}
        </Button>
        <p class="text-note text-muted">{t('damage.unsafeHint')}</p>
      </div>
    </Dialog>
  )
}
