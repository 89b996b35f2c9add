/** Sleep that ends early when something happens that makes another attempt worth while. */
export interface Waker {
  /**
   * Resolves to true when somebody, or the browser, woke it, else to false. Rejects with the signal's reason on abort. `askedFor`:
   * by the server, or of no use before; another's success does not cut it short.
   */
  sleep(ms: number, signal: AbortSignal, askedFor?: boolean): Promise<boolean>
  wake(): void
  /** Something got through after a failure. */
  wakeOthers(): void
}

export function createWaker(): Waker {
  /** What ends each sleep, and whether the server asked for it. */
  const sleepers = new Map<(bySomebody: boolean) => void, boolean>()
  return {
    sleep(ms, signal, askedFor = false) {
      return new Promise((resolve, reject) => {
        if (signal.aborted) {
          reject(signal.reason)
          return
        }
        const end = (finish: () => void) => {
          clearTimeout(timer)
          signal.removeEventListener('abort', aborted)
          sleepers.delete(woken)
          finish()
        }
        const timer = setTimeout(() => end(() => resolve(false)), ms)
        const aborted = () => end(() => reject(signal.reason))
        const woken = (bySomebody: boolean) => end(() => resolve(bySomebody))
        signal.addEventListener('abort', aborted)
        sleepers.set(woken, askedFor)
      })
    },
    wake() {
      for (const woken of [...sleepers.keys()]) woken(true)
    },
    wakeOthers() {
      for (const [woken, askedFor] of [...sleepers]) if (!askedFor) woken(false)
    },
  }
}
