import { cleanupRxCollection, DEFAULT_CLEANUP_POLICY, initialCleanupWait } from 'rxdb/plugins/cleanup'
import type { SyncContext } from './sync-context.ts'

const policy = {
  ...DEFAULT_CLEANUP_POLICY,
  minimumDeletedTime: 31 * 24 * 3_600_000,
  // It reads whole collections: a while after the start, and not one on the heels of the other.
  minimumCollectionAge: 10_000,
  // The replication runs by a web lock of our own.
  waitForLeadership: false,
}

/**
 * Removes from the storage what was deleted a month ago. Only where the replication runs is it known whether a deletion
 * was sent, and only then it goes.
 */
export async function forgetDeletions({ database, signal }: SyncContext): Promise<void> {
  for (const collection of Object.values(database.collections)) {
    await initialCleanupWait(collection, policy)
    if (signal.aborted) return
    await cleanupRxCollection(collection, policy)
  }
}
