import type { PushRow } from '../../../shared/protocol.ts'
import { type CollectionName, collectionNames } from '../../../shared/registry.ts'
import { pushRows } from './push-rows.ts'
import { forgetSeen } from './seen.ts'
import { isPushRow, sentSince } from './sent-log.ts'
import type { SyncContext } from './sync-context.ts'
import { toResyncReason } from './wire.ts'

const BATCH = 100

/**
 * What a device does when the server says that its checkpoint no longer holds [L3]. The documents stay where they are while
 * everything is read again from the beginning, so that a station works on with its whole catalogue, and the bases of what
 * is unsent are kept; what the server did not send again leaves the device at the end. Unsent writes go out meanwhile as
 * always, with their original bases.
 */
export interface Resync {
  /** Resolves when no resync is being prepared. */
  ready(): Promise<void>
  /**
   * @param asked the generation under which the refused request was made: a later one has been prepared already
   * @param details of the refusal: `reason`
   */
  begin(collection: CollectionName, asked: number, details: Readonly<Record<string, unknown>>): Promise<void>
}

export function createResync(context: SyncContext): Resync {
  const { memory } = context
  let prepared: Promise<void> = Promise.resolve()

  async function prepare(
    collection: CollectionName,
    asked: number,
    details: Readonly<Record<string, unknown>>,
  ) {
    if (memory.of(collection).generation !== asked) return
    const reason = toResyncReason(details.reason)
    // Restored from a backup: the server lacks what this device had confirmed since [D11].
    if (reason === 'epoch') await sendAgain(context)
    const concerned = reason === 'purged' ? [collection] : collectionNames
    for (const name of concerned) {
      await forgetSeen(context.database.side, name)
      await memory.change(name, { generation: memory.of(name).generation + 1 })
    }
  }

  return {
    ready: () => prepared,
    begin(collection, asked, details) {
      const turn = prepared.catch(() => undefined).then(() => prepare(collection, asked, details))
      prepared = turn.catch(() => undefined)
      return turn
    },
  }
}

/**
 * Sends all that was confirmed in the last 14 days once more, in its order. What the restored server still has changes
 * nothing there [P2].
 */
async function sendAgain(context: SyncContext): Promise<void> {
  const sent = await sentSince(context.database.side, 0)
  let batch: PushRow[] = []
  let of: CollectionName | undefined
  const flush = async () => {
    if (of && batch.length > 0) await pushRows(context, of, batch.filter(isPushRow), undefined)
    batch = []
  }
  for (const { collection, row } of sent) {
    const again = batch.some((before) => before.newDocumentState.id === row.newDocumentState.id)
    if (collection !== of || again || batch.length >= BATCH) await flush()
    of = collection
    batch.push(row)
  }
  await flush()
}
