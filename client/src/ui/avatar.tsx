import { initials } from './initials.ts'

export type AvatarProps = { name: string; size?: 'sm' | 'md' | 'lg' }

const sizes = { sm: 'size-8 text-note', md: 'size-10 text-body', lg: 'size-14 text-title' }

/** Initials on a plain field; decoration beside the full name. */
export function Avatar(props: AvatarProps) {
  return (
    <span
      aria-hidden="true"
      class={`narrow inline-grid shrink-0 place-items-center rounded-md bg-accent-soft leading-none text-accent-text ${sizes[props.size ?? 'md']}`}
    >
      {initials(props.name)}
    </span>
  )
}
