import { createSignal } from 'solid-js'

function follow(query: string) {
  const media = globalThis.matchMedia?.(query)
  const [matches, setMatches] = createSignal(media?.matches ?? false)
  media?.addEventListener('change', (event) => setMatches(event.matches))
  return matches
}

/** Whether the screen is as narrow as a phone held upright (below the breakpoint `sm`). Reactive. */
export const onPhone = follow('(max-width: 29.99rem)')

/** Whether lists show their columns side by side (from the breakpoint `lg`). Reactive. */
export const onDesktop = follow('(min-width: 68rem)')
