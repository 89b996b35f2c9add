import { Key } from '@solid-primitives/keyed'
import { Show, splitProps } from 'solid-js'
import { controlLook, Field, type FieldProps } from './field.tsx'
import { Icon } from './icon.tsx'

export type SelectOption<V extends string> = { value: V; label: string; disabled?: boolean }
export type SelectProps<V extends string> = FieldProps & {
  options: readonly SelectOption<V>[]
  value: V | undefined
  onChange: (value: V) => void
  /** Words while nothing is chosen; without them the first option stands. */
  placeholder?: string
  name?: string
  disabled?: boolean
}

/** One of many. The browser's own list: it is what a phone's wheel and every screen reader handle best. */
export function Select<V extends string>(props: SelectProps<V>) {
  const [field] = splitProps(props, ['label', 'hint', 'error', 'optional', 'hideLabel'])
  const choose = (text: string) => {
    const option = props.options.find((one) => one.value === text)
    if (option) props.onChange(option.value)
  }
  return (
    <Field {...field}>
      {(ids) => (
        <div class="relative min-w-0">
          <select
            id={ids().id}
            name={props.name}
            disabled={props.disabled}
            aria-describedby={ids().describedBy}
            aria-invalid={ids().invalid ? 'true' : undefined}
            class={`${controlLook} appearance-none truncate pr-10`}
            onChange={(event) => choose(event.currentTarget.value)}
          >
            <Show when={props.placeholder}>
              <option value="" disabled selected={props.value === undefined}>
                {props.placeholder}
              </option>
            </Show>
            <Key each={props.options} by="value">
              {(option) => (
                <option
                  value={option().value}
                  disabled={option().disabled}
                  selected={props.value === option().value}
                >
                  {option().label}
                </option>
              )}
            </Key>
          </select>
          <Icon
            name="chevron-down"
            class="pointer-events-none absolute top-1/2 right-3 -translate-y-1/2 text-muted"
          />
        </div>
      )}
    </Field>
  )
}
