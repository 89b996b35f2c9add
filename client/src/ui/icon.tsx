import { For } from 'solid-js'
import { type IconName, iconPaths } from './icon-paths.ts'

export type IconProps = {
  name: IconName
  /** Side in `em`-independent steps: 16, 20 (default), 24, 32, 48 px. */
  size?: 'xs' | 'sm' | 'md' | 'lg' | 'xl'
  class?: string | undefined
}

const sizes = { xs: 'size-4', sm: 'size-5', md: 'size-6', lg: 'size-8', xl: 'size-12' }

/** An icon beside words that say the same: hidden from assistive technology. */
export function Icon(props: IconProps) {
  return (
    <svg
      viewBox="0 0 24 24"
      class={`${sizes[props.size ?? 'sm']} shrink-0 ${props.class ?? ''}`}
      fill="none"
      stroke="currentColor"
      stroke-width="2"
      stroke-linecap="round"
      stroke-linejoin="round"
      aria-hidden="true"
    >
      <For each={iconPaths[props.name]}>
        {(path) =>
          path.startsWith('!') ? (
            <path d={path.slice(1)} fill="currentColor" stroke="none" />
          ) : (
            <path d={path} />
          )
        }
      </For>
    </svg>
  )
}
