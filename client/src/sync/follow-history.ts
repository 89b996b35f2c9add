import type { CollectionName } from '../../../shared/registry.ts'
import type { ApiError } from './api-error.ts'
import { askServer } from './pull-page.ts'
import type { Resync } from './resync.ts'
import type { SyncContext } from './sync-context.ts'
import { isUnpreparedHistory } from './sync-memory.ts'

/**
 * Follows the school into another history where that refuses a push [L3]. A push is tried until it is answered, and RxDB pulls
 * nothing meanwhile, so that no page would ever tell in which history it is to go out. What the restore may have lost is answered
 * first, as before a pull. Resolves to whether the push may go out again at once.
 */
export function createHistoryFollower(
  context: SyncContext,
  collection: CollectionName,
  resync: Resync,
): (refusal: ApiError) => Promise<boolean> {
  const { memory } = context
  const ask = askServer(context, collection)
  return async ({ details }) => {
    const { epoch, generation } = memory.of(collection)
    // Asked for before anything is sent again: if yet another history follows, the push is refused in that.
    const { checkpoint } = await ask(undefined, 1)
    if (isUnpreparedHistory(memory.of(collection), checkpoint.epoch))
      await resync.begin(collection, generation, details)
    // A page that was taken meanwhile knows better.
    if (memory.of(collection).epoch === epoch) await memory.change(collection, { epoch: checkpoint.epoch })
    return memory.of(collection).epoch !== epoch
  }
}
