import type { PushRow } from '../../../shared/protocol.ts'
import { type CollectionName, collectionNames } from '../../../shared/registry.ts'
import { writtenRows } from '../db/kept-rows.ts'
import { noteAnswerAgain } from './push-answers.ts'
import { pushRows } from './push-rows.ts'
import { forgetSeen } from './seen.ts'
import { isPushRow, sentSince } from './sent-log.ts'
import type { SyncContext } from './sync-context.ts'
import { toResyncReason } from './wire.ts'

const BATCH = 100

/**
 * What a device does when the server says that its checkpoint no longer holds [L3]. Before anything is read anew, the server
 * has answered what this device had confirmed and the server may have lost, and then what is unsent, with the original bases.
 * The documents stay where they are meanwhile, so that a station works on with its whole catalogue; what the server did not
 * send again leaves the device at the end. What is not answered stays in the journal, or among what is parked.
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

/** Resolves when the server has answered the rows of a collection. */
export type SendFirst = (collection: CollectionName, rows: readonly PushRow[]) => Promise<void>

/** @param readAnew makes a collection be pulled: one that is at rest would be read anew with the next change alone */
export function createResync(
  context: SyncContext,
  sendFirst: SendFirst,
  readAnew: (collection: CollectionName) => void,
): Resync {
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
    await sendUnsent(context, concerned, sendFirst)
    for (const name of concerned) {
      await forgetSeen(context.database.side, name)
      const { generation, epoch } = memory.of(name)
      await memory.change(name, {
        generation: generation + 1,
        reason,
        ...(reason === 'epoch' ? { left: epoch } : {}),
      })
    }
    context.report.changed()
    for (const name of concerned) readAnew(name)
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

/** What was written before the refusal. Rows over which the server stumbles are parked, and hold back nobody. */
async function sendUnsent(
  context: SyncContext,
  collections: readonly CollectionName[],
  sendFirst: SendFirst,
): Promise<void> {
  const unsent = await writtenRows(context.database.name)
  for (const name of collections) {
    const rows = unsent.get(name) ?? []
    for (let from = 0; from < rows.length; from += BATCH)
      await sendFirst(name, rows.slice(from, from + BATCH))
  }
}

/**
 * Sends all that was confirmed in the last 14 days once more, in its order. What the restored server still has changes
 * nothing there [P2], so nothing has to be known of when the backup was made.
 */
async function sendAgain(context: SyncContext): Promise<void> {
  const sent = await sentSince(context.database.side, 0)
  let batch: PushRow[] = []
  let of: CollectionName | undefined
  const flush = async () => {
    if (of && batch.length > 0)
      await pushRows(context, of, batch.filter(isPushRow), { note: noteAnswerAgain, anyHistory: true })
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
