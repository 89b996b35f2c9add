import { type JSX, Show, splitProps } from 'solid-js'
import { Icon } from './icon.tsx'
import type { IconName } from './icon-paths.ts'

/** `primary`: the one thing to do here; `quiet`: no area until touched; `danger`: takes something away. */
export type ButtonKind = 'primary' | 'secondary' | 'quiet' | 'danger'

export type ButtonProps = Omit<JSX.ButtonHTMLAttributes<HTMLButtonElement>, 'class'> & {
  kind?: ButtonKind
  icon?: IconName
  /** Takes the whole width, words in the middle. */
  wide?: boolean
  /** Something runs: announced as busy, further presses do nothing, the focus stays. */
  busy?: boolean
}

export const buttonLook: Record<ButtonKind, string> = {
  primary: 'edge border-accent-text bg-accent text-on-accent hover:brightness-110 active:brightness-90',
  secondary: 'edge border-line-strong bg-raised text-text hover:bg-hover active:bg-sunken',
  quiet: 'edge border-transparent text-accent-text hover:bg-hover active:bg-sunken',
  danger: 'edge border-danger bg-danger text-on-danger hover:brightness-110 active:brightness-90',
}

export const buttonBase =
  'inline-flex min-h-target min-w-target items-center justify-center gap-2 rounded-md px-4 text-(length:--control-text) ' +
  'font-semibold leading-tight text-center select-none transition-colors ' +
  'disabled:bg-sunken disabled:text-muted disabled:border-line disabled:brightness-100 aria-disabled:opacity-70'

/** A button. `type` is `button` unless said otherwise. */
export function Button(props: ButtonProps) {
  const [own, rest] = splitProps(props, ['kind', 'icon', 'wide', 'busy', 'children', 'onClick', 'type'])
  const onClick: JSX.EventHandler<HTMLButtonElement, MouseEvent> = (event) => {
    if (own.busy) {
      event.preventDefault()
      return
    }
    if (typeof own.onClick === 'function') own.onClick(event)
  }
  return (
    <button
      {...rest}
      type={own.type ?? 'button'}
      aria-busy={own.busy ? 'true' : undefined}
      aria-disabled={own.busy ? 'true' : undefined}
      class={`${buttonBase} ${buttonLook[own.kind ?? 'secondary']} ${own.wide ? 'w-full' : ''}`}
      onClick={onClick}
    >
      <Show when={own.icon}>{(name) => <Icon name={name()} />}</Show>
      {own.children}
    </button>
  )
}
