import { Key } from '@solid-primitives/keyed'
import { createUniqueId, Show } from 'solid-js'
import { Icon } from './icon.tsx'
import type { IconName } from './icon-paths.ts'

export type SegmentedOption<V extends string> = { value: V; label: string; icon?: IconName }
export type SegmentedProps<V extends string> = {
  label: string
  options: readonly SegmentedOption<V>[]
  value: V
  onChange: (value: V) => void
  /** Says the label only to screen readers, where the place makes it plain. */
  hideLabel?: boolean
}

/** One of a few, all in sight. Native radio buttons: arrow keys move, the group is one stop of the tab key. */
export function Segmented<V extends string>(props: SegmentedProps<V>) {
  const name = createUniqueId()
  return (
    <fieldset class="min-w-0">
      <legend class={props.hideLabel ? 'sr-only' : 'mb-1.5 text-note font-semibold text-muted'}>
        {props.label}
      </legend>
      <div class="edge inline-flex max-w-full flex-wrap gap-1 rounded-md border-line bg-sunken p-1">
        <Key each={props.options} by="value">
          {(option) => (
            <label class="relative flex min-h-[calc(var(--target)-0.5rem)] before:absolute before:inset-x-0 before:-inset-y-1 before:content-[''] cursor-pointer items-center gap-2 rounded-sm px-3 font-medium text-muted transition-colors hover:text-text has-checked:bg-raised has-checked:font-semibold has-checked:text-text has-checked:shadow-mark has-focus-visible:outline-3 has-focus-visible:outline-offset-2 has-focus-visible:outline-focus">
              <input
                type="radio"
                class="absolute inset-0 cursor-pointer appearance-none outline-none"
                name={name}
                value={option().value}
                checked={props.value === option().value}
                onChange={() => props.onChange(option().value)}
              />
              <Show when={option().icon}>{(icon) => <Icon name={icon()} />}</Show>
              {option().label}
            </label>
          )}
        </Key>
      </div>
    </fieldset>
  )
}
