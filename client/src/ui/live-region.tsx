import { createSignal } from 'solid-js'

const [polite, setPolite] = createSignal('')
const [urgent, setUrgent] = createSignal('')

/**
 * Says something to screen readers without showing it; for results that are shown elsewhere in another form. The same
 * words twice are said twice. `urgent` interrupts: the result of a scan.
 */
export function announce(text: string, kind: 'polite' | 'urgent' = 'polite'): void {
  const set = kind === 'urgent' ? setUrgent : setPolite
  // A region speaks when its text changes: an invisible space makes a repetition a change.
  set((before) => (before === text ? `${text}\u00a0` : text))
}

/** The two regions; the shell holds the only ones. */
export function LiveRegions() {
  return (
    <div class="sr-only">
      <div role="status">{polite()}</div>
      <div role="alert">{urgent()}</div>
    </div>
  )
}
