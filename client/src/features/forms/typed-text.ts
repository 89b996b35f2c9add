import { type Accessor, createEffect, createSignal, on, onCleanup } from 'solid-js'

const SETTLED_MS = 250

/**
 * Search text as it is typed, and the address that follows it when the typing rests, so that a keystroke costs a search
 * and nothing else. `inAddress` is the text that the address says; back, forward and links change it.
 */
export function createTypedText(
  inAddress: Accessor<string>,
  changeAddress: (text: string) => void,
): {
  readonly text: Accessor<string>
  setText(text: string): void
  /** Brings the address up to date at once: before somebody goes elsewhere. */
  settle(): void
} {
  const [text, setSignal] = createSignal(inAddress())
  let timer: ReturnType<typeof setTimeout> | undefined
  const settle = () => {
    clearTimeout(timer)
    if (text() !== inAddress()) changeAddress(text())
  }
  createEffect(on(inAddress, (value) => setSignal(value), { defer: true }))
  onCleanup(() => clearTimeout(timer))
  return {
    text,
    setText(next) {
      setSignal(next)
      clearTimeout(timer)
      timer = setTimeout(settle, SETTLED_MS)
    },
    settle,
  }
}
