import { cancelRxStorageReplication } from 'rxdb/plugins/core'
import type { RxReplicationState } from 'rxdb/plugins/replication'
import type { AnyDocument } from '../../../shared/collections/definition.ts'
import { isJsonObject } from '../../../shared/json.ts'

/** A document that was written meanwhile: RxDB goes on with that by itself. */
const CONFLICT = 409

/**
 * Stops RxDB where it could not store something, in the same turn, and calls back: it swallows that, and the next page or frame
 * would move the checkpoint beyond what is missing then. What a handler of a pull or push rejects with is no such fault. Returns
 * what ends it.
 */
export function onStorageFault<Checkpoint>(
  state: RxReplicationState<AnyDocument, Checkpoint>,
  callback: (error: unknown) => void,
): () => void {
  const subscription = state.error$.subscribe((error: unknown) => {
    if (isPassing(error)) return
    const internal = state.internalReplicationState
    if (internal) void cancelRxStorageReplication(internal).catch(() => undefined)
    callback(error)
  })
  return () => subscription.unsubscribe()
}

/**
 * Rejects where RxDB could not note how far it is, or ended in the midst of something: it waits for that in all that it would do
 * next, and says nothing.
 */
export async function requireWorking<Checkpoint>({
  internalReplicationState: at,
}: RxReplicationState<AnyDocument, Checkpoint>): Promise<void> {
  if (!at) return
  const { streamQueue, checkpointQueue } = at
  const queues = Promise.all([streamQueue.up, streamQueue.down, checkpointQueue])
  // Those that are under way may be for long.
  await Promise.race([queues, new Promise((resolve) => setTimeout(resolve, 0))])
}

/** Ends a replication, also one that could not note how far it is: RxDB would wait for that, and end nothing. */
export async function endReplication<Checkpoint>(
  state: RxReplicationState<AnyDocument, Checkpoint>,
): Promise<void> {
  const at = state.internalReplicationState
  if (at) at.checkpointQueue = at.checkpointQueue.catch(() => undefined)
  await state.cancel()
}

function isPassing(error: unknown): boolean {
  const parameters = error instanceof Error ? Reflect.get(error, 'parameters') : undefined
  if (!isJsonObject(parameters)) return false
  const { direction, writeError } = parameters
  return direction !== undefined || (isJsonObject(writeError) && writeError.status === CONFLICT)
}
