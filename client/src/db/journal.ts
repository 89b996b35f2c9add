import type { CollectionName } from '../../../shared/registry.ts'
import { requested, type SideStore } from './side-store.ts'

/**
 * One document with a local write that the server has not answered. It is written before the document itself, in a
 * transaction of its own: an entry without its write is harmless and falls away, a write without an entry would be
 * forgotten if the replication passed over it (its own checkpoint follows the device's clock, which may be set back).
 */
export interface JournalEntry {
  readonly collection: CollectionName
  readonly id: string
  /** Stamp of the last local write. */
  readonly stamp: string
  /** Corrected time in ms of the oldest unanswered write. */
  readonly at: number
}

export function journalEntries(side: SideStore): Promise<readonly JournalEntry[]> {
  return side.read(['journal'], (store) => requested<JournalEntry[]>(store('journal').getAll()))
}

export interface Unsent {
  readonly count: number
  readonly oldestAt?: number
}

/** Removes the entries of writes that were answered: those whose stamp is not later than the one that was sent. */
export async function settleEntries(
  store: IDBObjectStore,
  answered: readonly { readonly collection: CollectionName; readonly id: string; readonly stamp: string }[],
): Promise<void> {
  await Promise.all(
    answered.map(async ({ collection, id, stamp }) => {
      const entry: JournalEntry | undefined = await requested(store.get([collection, id]))
      if (entry && entry.stamp <= stamp) store.delete([collection, id])
    }),
  )
}
