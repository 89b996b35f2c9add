import { type JSX, Show, splitProps } from 'solid-js'
import { controlLook, Field, type FieldProps } from './field.tsx'

export type TextFieldProps = FieldProps & {
  value: string
  onInput: (value: string) => void
  /** When the field is left or Enter is pressed, with the value then. */
  onCommit?: (value: string) => void
  type?: 'text' | 'email' | 'password' | 'tel' | 'url' | 'date' | 'datetime-local' | 'number'
  name?: string
  autocomplete?: string
  inputmode?: JSX.HTMLAttributes<HTMLInputElement>['inputmode']
  enterkeyhint?: JSX.HTMLAttributes<HTMLInputElement>['enterkeyhint']
  placeholder?: string
  maxlength?: number
  min?: string
  max?: string
  disabled?: boolean
  readonly?: boolean
  required?: boolean
  /** Codes and serials: slashed zeroes, no autocorrection, no capitals made by the keyboard. */
  code?: boolean
  /** More than one line, growing with what is written. */
  lines?: number
  ref?: (element: HTMLInputElement | HTMLTextAreaElement) => void
}

/** One line or several of text, a date or a number. The value stays text: what was typed is never changed in silence. */
export function TextField(props: TextFieldProps) {
  const [field] = splitProps(props, ['label', 'hint', 'error', 'optional', 'hideLabel'])
  const [shared] = splitProps(props, [
    'name',
    'placeholder',
    'maxlength',
    'disabled',
    'readonly',
    'required',
    'autocomplete',
    'inputmode',
    'enterkeyhint',
  ])
  return (
    <Field {...field}>
      {(ids) => (
        <Show
          when={props.lines}
          fallback={
            <input
              {...shared}
              ref={(element) => props.ref?.(element)}
              id={ids().id}
              type={props.type ?? 'text'}
              min={props.min}
              max={props.max}
              value={props.value}
              aria-describedby={ids().describedBy}
              aria-invalid={ids().invalid ? 'true' : undefined}
              autocapitalize={props.code ? 'characters' : undefined}
              autocorrect={props.code ? 'off' : undefined}
              spellcheck={props.code ? false : undefined}
              class={controlLook}
              classList={{ code: props.code === true }}
              onInput={(event) => props.onInput(event.currentTarget.value)}
              onChange={(event) => props.onCommit?.(event.currentTarget.value)}
            />
          }
        >
          {(lines) => (
            <textarea
              {...shared}
              ref={(element) => props.ref?.(element)}
              id={ids().id}
              rows={lines()}
              value={props.value}
              aria-describedby={ids().describedBy}
              aria-invalid={ids().invalid ? 'true' : undefined}
              class={`${controlLook} field-sizing-content resize-y`}
              onInput={(event) => props.onInput(event.currentTarget.value)}
              onChange={(event) => props.onCommit?.(event.currentTarget.value)}
            />
          )}
        </Show>
      )}
    </Field>
  )
}
