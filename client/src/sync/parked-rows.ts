import type { PushRow } from '../../../shared/protocol.ts'
import { type CollectionName, registry } from '../../../shared/registry.ts'
import { combineRows } from '../db/combine-rows.ts'
import { type ParkedRow, parkedKey, parkedRows, toParkedRow } from '../db/parked-row.ts'
import { requested, type SideStoreName } from '../db/side-store.ts'
import { valuesAt } from '../db/values-at.ts'
import { type AttentionItem, attentionKey } from './attention-item.ts'
import type { SyncContext } from './sync-context.ts'

type Store = (name: SideStoreName) => IDBObjectStore

/**
 * Joins later writes with what is parked of their documents: the server would take the parked row for too late once it has
 * taken a later one [P9], and what was pulled meanwhile may lack its words. The joined row is parked in its place first, so
 * that whatever ends in between nothing of it is lost.
 */
export async function withParked(
  { database }: SyncContext,
  collection: CollectionName,
  rows: readonly PushRow[],
): Promise<readonly PushRow[]> {
  const parked = await parkedRows(database.side)
  const joined: ParkedRow[] = []
  const all = rows.map((row) => {
    const sent = row.newDocumentState
    const kept = parked.get(parkedKey({ collection, id: sent.id }))
    const before = kept?.row.newDocumentState
    if (!kept || !before || before.stamp > sent.stamp) return row
    const whole = before.stamp === sent.stamp ? kept.row : combineRows(registry[collection], kept.row, row)
    if (before.stamp !== sent.stamp) joined.push({ ...kept, row: whole })
    return whole
  })
  if (joined.length > 0) {
    await database.side.write(['parked'], (store) => {
      for (const row of joined) store('parked').put(row)
    })
  }
  return all
}

/** Parks a row, unless a later one of the document, which then says the same, is parked already. */
export async function putParked(store: Store, parked: ParkedRow, item: AttentionItem): Promise<void> {
  const kept = await parkedIn(store, parked)
  if (kept && kept.row.newDocumentState.stamp > parked.row.newDocumentState.stamp) return
  store('parked').put(parked)
  await forgetRefusals(store, parked.collection, parked.row)
  store('attention').put(item)
}

/** The server has answered these rows: of those that are parked as they are nothing waits any more. */
export async function settleParked(store: Store, collection: CollectionName, rows: readonly PushRow[]) {
  const found = await valuesAt(
    store('parked'),
    rows.map(({ newDocumentState: { id } }) => [collection, id]),
  )
  for (const [at, row] of rows.entries()) {
    const { id, stamp } = row.newDocumentState
    if (toParkedRow(found[at])?.row.newDocumentState.stamp !== stamp) continue
    store('parked').delete([collection, id])
    await forgetRefusals(store, collection, row)
  }
}

async function parkedIn(
  store: Store,
  { collection, id }: { readonly collection: CollectionName; readonly id: string },
): Promise<ParkedRow | undefined> {
  return toParkedRow(await requested<unknown>(store('parked').get([collection, id])))
}

/** What was said of this row and of earlier ones of its document, whose words this one carries. */
async function forgetRefusals(store: Store, collection: CollectionName, { newDocumentState }: PushRow) {
  const { id, stamp } = newDocumentState
  const upToIt = IDBKeyRange.bound(attentionKey(collection, id, ''), attentionKey(collection, id, stamp))
  const items = await requested<AttentionItem[]>(store('attention').getAll(upToIt))
  for (const { key, kind } of items) if (kind === 'refused') store('attention').delete(key)
}
