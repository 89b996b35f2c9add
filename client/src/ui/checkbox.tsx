import { createEffect, type JSX, Show } from 'solid-js'
import { Icon } from './icon.tsx'

export type CheckboxProps = {
  label: JSX.Element
  /** A second line in small words. */
  hint?: string
  checked: boolean
  onChange: (checked: boolean) => void
  disabled?: boolean
  name?: string
  /** Some, but not all, of what it stands for. */
  mixed?: boolean
  /** Says the label only to screen readers: boxes in a table's first column. */
  hideLabel?: boolean
}

/** A native checkbox; the whole row of words is the target. */
export function Checkbox(props: CheckboxProps) {
  return (
    <label
      class="flex min-h-target cursor-pointer items-center gap-3 has-disabled:cursor-not-allowed has-disabled:text-muted"
      classList={{ 'min-w-target justify-center': props.hideLabel === true }}
    >
      <span class="relative grid size-6 shrink-0 place-items-center">
        <input
          type="checkbox"
          class="peer edge absolute inset-0 cursor-pointer appearance-none rounded-sm border-line-strong bg-raised checked:border-accent-text checked:bg-accent indeterminate:border-accent-text indeterminate:bg-accent disabled:bg-sunken"
          name={props.name}
          checked={props.checked}
          disabled={props.disabled}
          ref={(box) =>
            createEffect(() => {
              box.indeterminate = props.mixed === true
            })
          }
          onChange={(event) => props.onChange(event.currentTarget.checked)}
        />
        <Icon
          name={props.mixed ? 'minus' : 'check'}
          class="pointer-events-none relative text-on-accent opacity-0 peer-checked:opacity-100 peer-indeterminate:opacity-100"
        />
      </span>
      <span class={props.hideLabel ? 'sr-only' : 'min-w-0'}>
        <span class="font-medium">{props.label}</span>
        <Show when={props.hint}>
          <span class="block text-note text-muted">{props.hint}</span>
        </Show>
      </span>
    </label>
  )
}
