import { createBackoff } from './backoff.ts'
import { createWaker } from './waker.ts'

/**
 * Loads what replicates: the first list is shown from local data and does not wait for it. Tries again where it does not
 * come: on a first visit the network may go before the service worker has stored everything. Resolves to undefined when
 * the signal is aborted.
 */
export async function loadRun(signal: AbortSignal): Promise<typeof import('./run.ts') | undefined> {
  const backoff = createBackoff()
  const waker = createWaker()
  while (!signal.aborted) {
    try {
      return await import('./run.ts')
    } catch (error) {
      console.warn('The replication could not be loaded and is tried again.', error)
      await waker.sleep(backoff.next(), signal).catch(() => undefined)
    }
  }
  return undefined
}
