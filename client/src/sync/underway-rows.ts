import type { PushRow } from '../../../shared/protocol.ts'
import type { CollectionName } from '../../../shared/registry.ts'
import type { SideStore, SideStoreName } from '../db/side-store.ts'
import { hasSameBase, toUnderwayRow, type UnderwayRow, underwayKey } from '../db/underway-row.ts'
import { valuesAt } from '../db/values-at.ts'

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

/** The server has taken rows: the next one of each document need not wait for it. */
export async function noteTaken(store: Store, collection: CollectionName, rows: readonly PushRow[]) {
  for (const kept of await keptOf(store, collection, rows))
    store('state').put({ ...kept, answered: true }, underwayKey(kept))
}

/** The server has taken nothing of rows: the next one of each document says it anew. */
export async function noteNotTaken(store: Store, collection: CollectionName, rows: readonly PushRow[]) {
  for (const kept of await keptOf(store, collection, rows)) store('state').delete(underwayKey(kept))
}

async function keptOf(
  store: Store,
  collection: CollectionName,
  rows: readonly PushRow[],
): Promise<readonly UnderwayRow[]> {
  const keys = rows.map(({ newDocumentState: { id } }) => underwayKey({ collection, id }))
  const found = await valuesAt(store('state'), keys)
  return rows.flatMap(({ newDocumentState: { stamp } }, at) => {
    const kept = toUnderwayRow(found[at])
    return kept?.row.newDocumentState.stamp === stamp ? [kept] : []
  })
}

/** A row that was not RxDB's came to its end: RxDB has nothing to note of it. */
export async function forgetGiven(store: Store, collection: CollectionName, row: PushRow): Promise<void> {
  for (const kept of await keptOf(store, collection, [row]))
    if (hasSameBase(kept.given, row)) store('state').delete(underwayKey(kept))
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
  const keys = written.map(underwayKey)
  const found = await valuesAt(store('state'), keys)
  written.forEach(({ stamp }, at) => {
    const kept = toUnderwayRow(found[at])
    if (kept && kept.row.newDocumentState.stamp <= stamp && isOver(kept))
      store('state').delete(underwayKey(kept))
  })
}
