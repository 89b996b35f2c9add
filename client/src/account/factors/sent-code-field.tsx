import type { SentCodeKind } from '../../sync/second-step.ts'
import { TextField } from '../../ui/text-field.tsx'
import { t } from './messages.ts'
import { SendAgain } from './send-again.tsx'

/** Where a code that was sent is typed, with a word that it is on its way, and a way to another one. */
export function SentCodeField(props: {
  kind: SentCodeKind
  value: string
  onInput: (code: string) => void
  error: string | undefined
  onSendAgain: () => Promise<void>
}) {
  return (
    <>
      <p>{t(`sent.${props.kind}`)}</p>
      <TextField
        label={t('code')}
        hint={t('sentHint')}
        name="one-time-code"
        autocomplete="one-time-code"
        inputmode="numeric"
        value={props.value}
        onInput={props.onInput}
        error={props.error}
        ref={(element) => queueMicrotask(() => element.focus())}
      />
      <div>
        <SendAgain onSend={props.onSendAgain} />
      </div>
    </>
  )
}

/** The digits of what was typed; undefined: they cannot be a code. */
export function sentDigits(typed: string): string | undefined {
  const digits = typed.replace(/[\s-]/g, '')
  return /^\d{8}$/.test(digits) ? digits : undefined
}
