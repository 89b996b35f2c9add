import { syncLockName } from './sync-names.ts'

/** Longer than whoever syncs takes to see that the person has left. */
const LONGEST_WAIT_MS = 10_000

/**
 * Does something to a local database that is closed here while no tab and no worker syncs it: what they would store meanwhile
 * would come after a deletion, and stay. One that the system froze is waited for no longer than that.
 */
export async function whileNobodySyncs<T>(databaseName: string, work: () => Promise<T>): Promise<T> {
  if (!('locks' in navigator)) return work()
  let begun = false
  const alone = () => {
    begun = true
    return work()
  }
  try {
    const signal = AbortSignal.timeout(LONGEST_WAIT_MS)
    return await navigator.locks.request(syncLockName(databaseName), { signal }, alone)
  } catch (error) {
    if (begun) throw error
    return work()
  }
}
