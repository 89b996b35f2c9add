import { Show } from 'solid-js'
import { t } from '../i18n/core.ts'
import { controlLook } from './field.tsx'
import { Icon } from './icon.tsx'
import { IconButton } from './icon-button.tsx'

export type SearchFieldProps = {
  /** What is searched, read aloud and shown while empty. */
  label: string
  value: string
  onInput: (value: string) => void
  /** Enter: for hand scanners, which type a code and Enter, and for choosing the first hit. */
  onEnter?: (value: string) => void
  /** Arrow down: into the list. */
  onDown?: () => void
  autofocus?: boolean
  ref?: (element: HTMLInputElement) => void
}

/** Search as one types; Escape or the cross empties it. */
export function SearchField(props: SearchFieldProps) {
  let input: HTMLInputElement | undefined
  const onKeyDown = (event: KeyboardEvent & { currentTarget: HTMLInputElement }) => {
    if (event.key === 'Escape' && props.value !== '') {
      event.preventDefault()
      event.stopPropagation()
      props.onInput('')
    } else if (event.key === 'Enter' && props.onEnter) {
      event.preventDefault()
      props.onEnter(event.currentTarget.value)
    } else if (event.key === 'ArrowDown' && props.onDown) {
      event.preventDefault()
      props.onDown()
    }
  }
  return (
    <div class="relative min-w-0 flex-1">
      <Icon name="search" class="pointer-events-none absolute top-1/2 left-3 -translate-y-1/2 text-muted" />
      <input
        ref={(element) => {
          input = element
          props.ref?.(element)
          if (props.autofocus) queueMicrotask(() => element.focus())
        }}
        type="search"
        enterkeyhint="search"
        autocomplete="off"
        autocapitalize="none"
        spellcheck={false}
        aria-label={props.label}
        placeholder={props.label}
        value={props.value}
        class={`${controlLook} search-input pr-12 pl-10`}
        onInput={(event) => props.onInput(event.currentTarget.value)}
        onKeyDown={onKeyDown}
      />
      <Show when={props.value !== ''}>
        <div class="absolute inset-y-0 right-0 flex items-center">
          <IconButton
            icon="close"
            label={t('action.clear')}
            onClick={() => {
              props.onInput('')
              input?.focus()
            }}
          />
        </div>
      </Show>
    </div>
  )
}
