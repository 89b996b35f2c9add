import { A, type AnchorProps } from '@solidjs/router'
import { Show, splitProps } from 'solid-js'
import { type ButtonKind, buttonBase, buttonLook } from './button.tsx'
import { Icon } from './icon.tsx'
import type { IconName } from './icon-paths.ts'

export type ButtonLinkProps = Omit<AnchorProps, 'class'> & {
  kind?: ButtonKind
  icon?: IconName
  wide?: boolean
}

/** A link that looks like a button: it goes somewhere, so it can be opened in a new tab. */
export function ButtonLink(props: ButtonLinkProps) {
  const [own, rest] = splitProps(props, ['kind', 'icon', 'wide', 'children'])
  return (
    <A {...rest} class={`${buttonBase} ${buttonLook[own.kind ?? 'secondary']} ${own.wide ? 'w-full' : ''}`}>
      <Show when={own.icon}>{(name) => <Icon name={name()} />}</Show>
      {own.children}
    </A>
  )
}
