import { useBeforeLeave } from '@solidjs/router'
import { type Accessor, createEffect, createSignal, on, onCleanup } from 'solid-js'

const SETTLED_MS = 250

/**
 * Search text as it is typed, and the address that follows it when the typing rests or somebody goes elsewhere, so that a
 * keystroke costs a search and nothing else. The address is changed in place and not by a navigation: it would overtake
 * one that is under way. `inAddress` is the text of the last navigation: back, forward and links change it.
 */
export function createTypedText(
  inAddress: Accessor<string>,
  addressOf: (text: string) => string,
): {
  readonly text: Accessor<string>
  setText(text: string): void
} {
  const [text, setSignal] = createSignal(inAddress())
  let timer: ReturnType<typeof setTimeout> | undefined
  let settled = inAddress()
  const settle = () => {
    clearTimeout(timer)
    if (text() === settled) return
    settled = text()
    history.replaceState(history.state, '', addressOf(settled))
  }
  createEffect(
    on(
      inAddress,
      (value) => {
        clearTimeout(timer)
        settled = value
        setSignal(value)
      },
      { defer: true },
    ),
  )
  // Back and forward have changed the address already: it is no longer this page's.
  useBeforeLeave(({ to }) => (typeof to === 'string' ? settle() : clearTimeout(timer)))
  onCleanup(() => clearTimeout(timer))
  return {
    text,
    setText(next) {
      setSignal(next)
      clearTimeout(timer)
      timer = setTimeout(settle, SETTLED_MS)
    },
  }
}
