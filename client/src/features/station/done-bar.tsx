import { createSignal, Show } from 'solid-js'
import { TypedCode } from '../../scan/typed-code.tsx'
import { Button } from '../../ui/button.tsx'
import { IconButton } from '../../ui/icon-button.tsx'
import { t } from './messages.ts'

export type DoneBarProps = {
  /** Things of this visit that are saved. */
  saved: number
  onCode: (code: string) => void
  onDone: () => void
}

/** The one tap of an issue, always under the thumb; and the camera's twin beside it. */
export function DoneBar(props: DoneBarProps) {
  const [typing, setTyping] = createSignal(false)
  return (
    <div class="action-bar station-bar" data-print="no">
      <Show when={typing()}>
        <TypedCode focus onCode={props.onCode} />
      </Show>
      <div class="flex gap-2">
        <IconButton
          icon="keyboard"
          framed
          label={t('done.type')}
          pressed={typing()}
          onClick={() => setTyping((open) => !open)}
        />
        <Button kind="primary" icon="arrow-right" wide onClick={() => props.onDone()}>
          <span class="grid">
            <span>{t('done')}</span>
            <span class="text-note font-medium">
              {props.saved > 0 ? t('done.count', { count: props.saved }) : t('done.nothing')}
            </span>
          </span>
        </Button>
      </div>
    </div>
  )
}
