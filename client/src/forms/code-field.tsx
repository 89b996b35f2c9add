import { createSignal, lazy, Show, Suspense } from 'solid-js'
import { IconButton } from '../ui/icon-button.tsx'
import { TextField } from '../ui/text-field.tsx'
import { t } from './messages.ts'

const ScanDialog = lazy(async () => ({ default: (await import('./scan-dialog.tsx')).ScanDialog }))

export type CodeFieldProps = {
  label: string
  value: string
  onInput: (value: string) => void
  onCommit?: (value: string) => void
  error?: string | undefined
  hint?: string | undefined
  optional?: boolean
}

/** A code that is on a thing or a badge: typed, sent by a hand scanner, or read by the camera. */
export function CodeField(props: CodeFieldProps) {
  const [scanning, setScanning] = createSignal(false)
  const take = (code: string) => {
    setScanning(false)
    props.onInput(code)
    props.onCommit?.(code)
  }
  return (
    <div class="grid grid-cols-[minmax(0,1fr)_auto] gap-2">
      <TextField
        label={props.label}
        code
        autocomplete="off"
        optional={props.optional ?? false}
        value={props.value}
        onInput={props.onInput}
        onCommit={(value) => props.onCommit?.(value)}
        error={props.error}
        hint={props.hint}
      />
      <div class="pt-6">
        <IconButton icon="camera" framed label={t('scanCode')} onClick={() => setScanning(true)} />
      </div>
      <Show when={scanning()}>
        <Suspense>
          <ScanDialog title={props.label} onCode={take} onClose={() => setScanning(false)} />
        </Suspense>
      </Show>
    </div>
  )
}
