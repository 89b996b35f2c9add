import { createUniqueId, type JSX, Show } from 'solid-js'
import { t } from '../i18n/core.ts'
import { Icon } from './icon.tsx'

export type FieldProps = {
  label: string
  hint?: string | undefined
  /** What is wrong, as a sentence; empty or absent: nothing. */
  error?: string | undefined
  /** Says "optional" beside the label; required is the rule and needs no star. */
  optional?: boolean
  hideLabel?: boolean
}

/** What the control inside takes over, so that it is announced with its hint and its error. */
export type ControlIds = { id: string; describedBy: string | undefined; invalid: boolean }

/** Label above, hint and error below. The error has a shape, a colour and words, and is announced when it comes. */
export function Field(props: FieldProps & { children: (ids: () => ControlIds) => JSX.Element }) {
  const id = createUniqueId()
  const ids = () => ({
    id,
    describedBy:
      [props.hint && `${id}-hint`, props.error && `${id}-error`].filter(Boolean).join(' ') || undefined,
    invalid: Boolean(props.error),
  })
  return (
    <div class="grid min-w-0 content-start gap-1.5">
      <label for={id} class={props.hideLabel ? 'sr-only' : 'text-note font-semibold text-text'}>
        {props.label}
        <Show when={props.optional}>
          <span class="ml-1.5 font-normal text-muted">{t('field.optional')}</span>
        </Show>
      </label>
      {props.children(ids)}
      <Show when={props.hint}>
        <p id={`${id}-hint`} class="text-note text-muted">
          {props.hint}
        </p>
      </Show>
      <div aria-live="polite">
        <Show when={props.error}>
          <p id={`${id}-error`} class="flex items-start gap-1.5 text-note font-medium text-danger-text">
            <Icon name="danger" size="xs" class="mt-px" />
            {props.error}
          </p>
        </Show>
      </div>
    </div>
  )
}

/** The look of everything that is typed or chosen into. */
export const controlLook =
  'edge min-h-target w-full min-w-0 rounded-md border-line-strong bg-raised px-3 py-1.5 text-(length:--control-text) leading-snug text-text ' +
  'hover:border-text disabled:bg-sunken disabled:text-muted [&[readonly]]:bg-sunken ' +
  'aria-invalid:border-danger-text aria-invalid:bg-danger-soft'
