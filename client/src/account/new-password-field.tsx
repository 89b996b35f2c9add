import { createSignal } from 'solid-js'
import { Checkbox } from '../ui/checkbox.tsx'
import { TextField } from '../ui/text-field.tsx'
import { t } from './messages.ts'
import type { PasswordIssue } from './password-issue.ts'

/** A password that is being chosen: once, since it can be looked at; managers fill and keep it. */
export function NewPasswordField(props: {
  value: string
  onInput: (value: string) => void
  issue: PasswordIssue | undefined
  ref?: (element: HTMLElement) => void
}) {
  const [shown, setShown] = createSignal(false)
  return (
    <div class="grid">
      <TextField
        label={t('newPassword')}
        hint={t('newPasswordHint')}
        type={shown() ? 'text' : 'password'}
        name="new-password"
        autocomplete="new-password"
        value={props.value}
        onInput={props.onInput}
        error={props.issue && t(`issue.${props.issue}`)}
        ref={(element) => {
          element.autocapitalize = 'none'
          element.spellcheck = false
          props.ref?.(element)
        }}
      />
      <Checkbox label={t('showPassword')} checked={shown()} onChange={setShown} />
    </div>
  )
}
