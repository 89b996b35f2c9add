import { onCleanup, onMount } from 'solid-js'

const LOOK_MS = 1_000

/** Calls `onIdle` when nobody touched the page, typed or scanned for that long; 0: never. */
export function createIdle(limitMs: () => number, onIdle: () => void): void {
  let last = Date.now()
  const touched = () => {
    last = Date.now()
  }
  const look = () => {
    const limit = limitMs()
    if (limit > 0 && Date.now() - last >= limit) onIdle()
  }
  onMount(() => {
    const timer = setInterval(look, LOOK_MS)
    const events = ['pointerdown', 'keydown'] as const
    for (const event of events) window.addEventListener(event, touched, { capture: true, passive: true })
    document.addEventListener('visibilitychange', look)
    // The camera reads codes without a touch.
    const scans = new PerformanceObserver((list) => {
      if (list.getEntriesByName('etrax:scan-decoded').length > 0) touched()
    })
    scans.observe({ type: 'mark' })
    onCleanup(() => {
      clearInterval(timer)
      scans.disconnect()
      for (const event of events) window.removeEventListener(event, touched, { capture: true })
      document.removeEventListener('visibilitychange', look)
    })
  })
}
