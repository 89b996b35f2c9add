import type { LocalDatabase } from '../db/local-database.ts'
import { createLimiter } from './limiter.ts'
import type { SyncContext } from './sync-context.ts'
import { openSyncMemory } from './sync-memory.ts'
import { createWaker } from './waker.ts'

/** What a run of sync works with, over a real local database; nobody listens to what it reports. */
export async function testContext(database: LocalDatabase, signal: AbortSignal): Promise<SyncContext> {
  const none = () => undefined
  return {
    database,
    access: { tenant: 'test', token: async () => 'token', refused: none, replace: none },
    memory: await openSyncMemory(database),
    report: {
      contact: none,
      offline: none,
      updateNeeded: none,
      held: none,
      changed: none,
      synced: none,
      pulled: none,
    },
    waker: createWaker(),
    pulls: createLimiter(3),
    signal,
    broken: none,
  }
}
