import { type JSX, splitProps } from 'solid-js'
import { Icon } from './icon.tsx'
import type { IconName } from './icon-paths.ts'

export type IconButtonProps = Omit<JSX.ButtonHTMLAttributes<HTMLButtonElement>, 'class' | 'children'> & {
  icon: IconName
  /** What it does; read aloud and shown as a tooltip. */
  label: string
  /** For a button that stays pressed. */
  pressed?: boolean
  /** Draws an edge, for a button that stands alone. */
  framed?: boolean
}

/** A button that shows only an icon. The target is as large as a finger even where the icon is small. */
export function IconButton(props: IconButtonProps) {
  const [own, rest] = splitProps(props, ['icon', 'label', 'pressed', 'framed', 'type'])
  return (
    <button
      {...rest}
      type={own.type ?? 'button'}
      aria-label={own.label}
      title={own.label}
      aria-pressed={own.pressed}
      class="inline-grid size-target shrink-0 place-items-center rounded-md text-text transition-colors hover:bg-hover active:bg-sunken disabled:text-muted aria-pressed:bg-accent-soft aria-pressed:text-accent-text"
      classList={{ 'edge border-line-strong bg-raised': own.framed === true }}
    >
      <Icon name={own.icon} size="md" />
    </button>
  )
}
