import { Button } from '../../ui/button.tsx'
import { TextField } from '../../ui/text-field.tsx'
import { t } from './messages.ts'

/** New codes that belong to nothing yet. */
export function BlankPanel(props: { count: number; onCount: (count: number) => void; onRenew: () => void }) {
  return (
    <div class="grid gap-3">
      <TextField
        label={t('blankCount')}
        hint={t('blankHint')}
        type="number"
        inputmode="numeric"
        min="1"
        value={String(props.count)}
        onInput={() => undefined}
        onCommit={(text) => {
          const count = Math.round(Number(text))
          if (Number.isFinite(count) && count >= 1) props.onCount(count)
        }}
      />
      <div>
        <Button onClick={props.onRenew}>{t('newCodes')}</Button>
      </div>
    </div>
  )
}
