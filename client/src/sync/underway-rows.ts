import type { PushRow } from '../../../shared/protocol.ts'
import type { CollectionName } from '../../../shared/registry.ts'
import { requested, type SideStore, type SideStoreName } from '../db/side-store.ts'
import { hasSameBase, toUnderwayRow, type UnderwayRow, underwayKey } from '../db/underway-row.ts'

type Store = (name: SideStoreName) => IDBObjectStore

/** A document, up to the write of this stamp. */
interface Written {
  readonly collection: CollectionName
  readonly id: string
  readonly stamp: string
}

export async function keepUnderway(side: SideStore, rows: readonly UnderwayRow[]): Promise<void> {
  if (rows.length === 0) return
  try {
    await side.write(['state'], (store) => {
      for (const row of rows) store('state').put(row, underwayKey(row))
    })
  } catch (error) {
    // Where nothing more can be stored, it matters most that what is unsent leaves.
    console.warn('What is being sent could not be kept.', error)
  }
}

/** The server has taken a row: the next one of the document need not wait for it. */
export async function noteTaken(store: Store, collection: CollectionName, row: PushRow): Promise<void> {
  const kept = await keptOf(store, collection, row)
  if (kept) store('state').put({ ...kept, answered: true }, underwayKey(kept))
}

/** The server has taken nothing of a row: the next one says it anew. */
export async function noteNotTaken(store: Store, collection: CollectionName, row: PushRow): Promise<void> {
  const kept = await keptOf(store, collection, row)
  if (kept) store('state').delete(underwayKey(kept))
}

async function keptOf(
  store: Store,
  collection: CollectionName,
  { newDocumentState: { id, stamp } }: PushRow,
) {
  const kept = toUnderwayRow(await requested<unknown>(store('state').get(underwayKey({ collection, id }))))
  return kept?.row.newDocumentState.stamp === stamp ? kept : undefined
}

/** A row that was not RxDB's came to its end: RxDB has nothing to note of it. */
export async function forgetGiven(store: Store, collection: CollectionName, row: PushRow): Promise<void> {
  const kept = await keptOf(store, collection, row)
  if (kept && hasSameBase(kept.given, row)) store('state').delete(underwayKey(kept))
}

/** RxDB knows that the server holds these writes: its next rows name them. */
export function forgetUnderway(store: Store, written: readonly Written[]): Promise<void> {
  return forget(store, written, () => true)
}

/** The same where RxDB knows it by an answer: what was set aside instead may be under way again already. */
export function forgetAnswered(store: Store, written: readonly Written[]): Promise<void> {
  return forget(store, written, ({ answered }) => answered)
}

async function forget(store: Store, written: readonly Written[], isOver: (kept: UnderwayRow) => boolean) {
  await Promise.all(
    written.map(async ({ stamp, ...of }) => {
      const kept = toUnderwayRow(await requested<unknown>(store('state').get(underwayKey(of))))
      if (kept && kept.row.newDocumentState.stamp <= stamp && isOver(kept))
        store('state').delete(underwayKey(of))
    }),
  )
}
