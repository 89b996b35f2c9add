import { isJsonObject } from '../../../shared/json.ts'
import { type CollectionName, isCollectionName } from '../../../shared/registry.ts'
import { requested, type SideStore } from './side-store.ts'
import { valuesAt } from './values-at.ts'

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

/**
 * The same, none of a time that is still to come: a clock that went wrong and was set right may have taken writes for later ones than
 * they are, and nothing of them would be old enough to be looked after until then.
 */
export async function presentEntries(side: SideStore, now: number): Promise<readonly JournalEntry[]> {
  const entries = await journalEntries(side)
  if (entries.every(({ at }) => at <= now)) return entries
  await side.write(['journal'], async (store) => {
    for (const entry of await requested<JournalEntry[]>(store('journal').getAll()))
      if (entry.at > now) store('journal').put({ ...entry, at: now })
  })
  return journalEntries(side)
}

/** The entries of these documents, in their order; undefined where nothing of one is unsent. */
export async function entriesAt(
  store: IDBObjectStore,
  documents: readonly { readonly collection: CollectionName; readonly id: string }[],
): Promise<readonly (JournalEntry | undefined)[]> {
  const found = await valuesAt(
    store,
    documents.map(({ collection, id }) => [collection, id]),
  )
  return found.map(toJournalEntry)
}

function toJournalEntry(value: unknown): JournalEntry | undefined {
  if (!isJsonObject(value)) return undefined
  const { collection, id, stamp, at } = value
  if (typeof collection !== 'string' || !isCollectionName(collection)) return undefined
  if (typeof id !== 'string' || typeof stamp !== 'string' || typeof at !== 'number') return undefined
  return { collection, id, stamp, at }
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
  const entries = await entriesAt(store, answered)
  answered.forEach(({ collection, id, stamp }, at) => {
    const entry = entries[at]
    if (entry && entry.stamp <= stamp) store.delete([collection, id])
  })
}
