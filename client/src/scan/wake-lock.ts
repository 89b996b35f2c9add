import { onCleanup, onMount } from 'solid-js'

/** Keeps the screen on while the owner lives, where the browser can. The lock ends whenever the page is hidden. */
export function createWakeLock(): void {
  let lock: WakeLockSentinel | undefined
  let ended = false

  const ask = async () => {
    if (ended || document.visibilityState !== 'visible' || !('wakeLock' in navigator)) return
    if (lock && !lock.released) return
    try {
      lock = await navigator.wakeLock.request('screen')
      if (ended) await lock.release()
    } catch {
      // Refused while the battery is low: the screen then dims as it always does.
    }
  }
  onMount(() => {
    document.addEventListener('visibilitychange', ask)
    void ask()
  })
  onCleanup(() => {
    ended = true
    document.removeEventListener('visibilitychange', ask)
    lock?.release().catch(() => undefined)
  })
}
