import { onCleanup, onMount } from 'solid-js'

/** What the letters do while nothing is typed: j and k go through the rows, x marks the one that has the keyboard. */
export function createQueueKeys(keys: { onMark: (index: number) => void }): void {
  const rowOf = (element: Element | null) => element?.closest<HTMLElement>('[data-index]')
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.ctrlKey || event.metaKey || event.altKey || event.defaultPrevented) return
    if (document.querySelector('dialog[open]') || isTyped(event.target)) return
    const row = rowOf(document.activeElement)
    if (event.key === 'j' || event.key === 'k') {
      event.preventDefault()
      // The list itself moves by arrows; it knows rows that are out of sight.
      if (row && document.activeElement)
        document.activeElement.dispatchEvent(
          new KeyboardEvent('keydown', { key: event.key === 'j' ? 'ArrowDown' : 'ArrowUp', bubbles: true }),
        )
      else document.querySelector<HTMLElement>('[data-index] a')?.focus()
    } else if (event.key === 'x' && row) {
      event.preventDefault()
      keys.onMark(Number(row.dataset.index))
    }
  }
  onMount(() => {
    document.addEventListener('keydown', onKeyDown)
    onCleanup(() => document.removeEventListener('keydown', onKeyDown))
  })
}

function isTyped(target: EventTarget | null): boolean {
  if (target instanceof HTMLInputElement) return target.type !== 'checkbox' && target.type !== 'radio'
  return target instanceof HTMLTextAreaElement || target instanceof HTMLSelectElement
}
