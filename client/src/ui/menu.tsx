import { Key } from '@solid-primitives/keyed'
import { createUniqueId, Show } from 'solid-js'
import { buttonBase, buttonLook } from './button.tsx'
import { Icon } from './icon.tsx'
import type { IconName } from './icon-paths.ts'

export type MenuItem = {
  label: string
  icon?: IconName
  onSelect: () => void
  danger?: boolean
  disabled?: boolean
}
export type MenuProps = {
  /** What the button says; with `icon` alone it is read aloud only. */
  label: string
  items: readonly MenuItem[]
  /** Shows only this icon on the button. */
  icon?: IconName
}

/** A button that opens a list of actions: arrow keys, first letters, Home, End and Escape as in every menu. */
export function Menu(props: MenuProps) {
  const id = createUniqueId()
  let button: HTMLButtonElement | undefined
  let list: HTMLDivElement | undefined

  const items = () => [...(list?.querySelectorAll<HTMLElement>('[role=menuitem]:not(:disabled)') ?? [])]
  const place = () => {
    if (!button || !list) return
    const at = button.getBoundingClientRect()
    const { offsetWidth: width, offsetHeight: height } = list
    const below = at.bottom + 4 + height <= innerHeight || at.top < height
    list.style.setProperty('left', `${Math.max(8, Math.min(at.right - width, innerWidth - width - 8))}px`)
    list.style.setProperty('top', `${below ? at.bottom + 4 : at.top - height - 4}px`)
  }
  const open = (last: boolean) => {
    list?.showPopover()
    place()
    items()
      .at(last ? -1 : 0)
      ?.focus()
  }
  const close = () => {
    list?.hidePopover()
    button?.focus()
  }
  const onListKey = (event: KeyboardEvent) => {
    const all = items()
    const active = document.activeElement
    const at = active instanceof HTMLElement ? all.indexOf(active) : -1
    const moves: Record<string, number> = { ArrowDown: at + 1, ArrowUp: at - 1, Home: 0, End: all.length - 1 }
    const to = moves[event.key]
    if (to !== undefined) all[(to + all.length) % all.length]?.focus()
    else if (event.key === 'Tab') list?.hidePopover()
    else if (/^\S$/u.test(event.key)) {
      const letter = event.key.toLocaleLowerCase()
      const rest = [...all.slice(at + 1), ...all.slice(0, at + 1)]
      rest.find((item) => item.textContent?.trim().toLocaleLowerCase().startsWith(letter))?.focus()
    } else return
    if (event.key !== 'Tab') event.preventDefault()
    event.stopPropagation()
  }

  return (
    <>
      <button
        ref={button}
        type="button"
        popovertarget={id}
        aria-haspopup="menu"
        aria-label={props.icon ? props.label : undefined}
        title={props.icon ? props.label : undefined}
        class={
          props.icon
            ? 'inline-grid size-target shrink-0 place-items-center rounded-md hover:bg-hover active:bg-sunken'
            : `${buttonBase} ${buttonLook.secondary}`
        }
        onKeyDown={(event) => {
          if (event.key !== 'ArrowDown' && event.key !== 'ArrowUp') return
          event.preventDefault()
          open(event.key === 'ArrowUp')
        }}
      >
        <Show when={props.icon} fallback={props.label}>
          {(icon) => <Icon name={icon()} size="md" />}
        </Show>
        <Show when={!props.icon}>
          <Icon name="chevron-down" />
        </Show>
      </button>
      <div
        ref={list}
        id={id}
        popover="auto"
        role="menu"
        tabindex="-1"
        aria-label={props.label}
        class="settle edge fixed m-0 min-w-52 rounded-md border-line bg-raised p-1 text-text shadow-float"
        onToggle={(event) => {
          if (event.newState !== 'open') return
          place()
          if (!list?.contains(document.activeElement)) items()[0]?.focus()
        }}
        onKeyDown={onListKey}
      >
        <Key each={props.items} by="label">
          {(item) => (
            <button
              type="button"
              role="menuitem"
              tabindex="-1"
              disabled={item().disabled}
              class="flex min-h-target w-full items-center gap-3 rounded-sm px-3 text-left font-medium hover:bg-hover focus:bg-hover disabled:text-muted"
              classList={{ 'text-danger-text': item().danger === true }}
              onClick={() => {
                close()
                item().onSelect()
              }}
            >
              <Show when={item().icon}>{(icon) => <Icon name={icon()} />}</Show>
              {item().label}
            </button>
          )}
        </Key>
      </div>
    </>
  )
}
