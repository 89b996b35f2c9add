/** Sleep that ends early when something happens that makes another attempt worth while. */
export interface Waker {
  /** Resolves to true when it was woken, false after `ms`. Rejects with the signal's reason on abort. */
  sleep(ms: number, signal: AbortSignal): Promise<boolean>
  wake(): void
}

export function createWaker(): Waker {
  const sleepers = new Set<() => void>()
  return {
    sleep(ms, signal) {
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
        const woken = () => end(() => resolve(true))
        signal.addEventListener('abort', aborted)
        sleepers.add(woken)
      })
    },
    wake() {
      for (const woken of [...sleepers]) woken()
    },
  }
}
