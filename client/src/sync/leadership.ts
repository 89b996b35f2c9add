/** Between a lead that failed and the next attempt. */
const PAUSE_MS = 1_000

/** Holds what only one tab or worker may do at a time [D8]. */
export interface Leadership {
  /** Takes the lead from a holder that does not answer any more: a tab that the system froze keeps its locks. */
  takeOver(): void
}

/**
 * Runs `lead` whenever this context holds the lock, until `stop`. The signal that it gets is aborted when the lead is lost;
 * it must end then. The lock falls to the next in line as soon as its holder dies.
 */
export function startLeadership(
  name: string,
  stop: AbortSignal,
  lead: (signal: AbortSignal) => Promise<void>,
): Leadership {
  if (!('locks' in navigator)) {
    // Without locks every tab replicates: pushes are idempotent, so that costs traffic and nothing else.
    void lead(stop)
    return { takeOver: () => undefined }
  }
  let waiting = new AbortController()
  let steal = false
  let leading = false

  async function loop() {
    while (!stop.aborted) {
      const tenure = new AbortController()
      waiting = new AbortController()
      const options: LockOptions = steal
        ? { steal: true }
        : { signal: AbortSignal.any([stop, waiting.signal]) }
      steal = false
      try {
        await navigator.locks.request(name, options, async () => {
          leading = true
          await lead(AbortSignal.any([stop, tenure.signal]))
        })
      } catch {
        // The wait was ended, the lock was taken from this tab, or the lead failed: the loop asks again.
        if (!steal) await new Promise((resolve) => setTimeout(resolve, PAUSE_MS))
      } finally {
        leading = false
        tenure.abort()
      }
    }
  }
  void loop()

  return {
    takeOver() {
      if (leading || stop.aborted) return
      steal = true
      waiting.abort()
    },
  }
}
