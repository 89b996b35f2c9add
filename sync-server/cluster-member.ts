import cluster from 'node:cluster'
import { setTimeout as sleep } from 'node:timers/promises'
import type { RunningServer } from './start-server.ts'

/** What a process of a cluster says to whoever started it, once it can do its work. */
export const READY = 'etrax:ready'

const PAUSE_MS = 200

/**
 * Tells `npm run cluster` that this process may take over. It is asked here and not over the port: during a rolling restart the
 * process that goes listens there as well.
 */
export async function tellReady(server: Pick<RunningServer, 'ready'>): Promise<void> {
  if (!cluster.isWorker) return
  while (!(await server.ready())) await sleep(PAUSE_MS)
  process.send?.(READY)
}
