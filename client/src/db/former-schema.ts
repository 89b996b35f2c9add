import { isJsonObject } from '../../../shared/json.ts'
import { deviceSchema } from '../../../shared/json-schema.ts'
import { collectionNames, registry } from '../../../shared/registry.ts'
import { exclusively } from './exclusively.ts'
import { keptRows } from './kept-rows.ts'
import { deleteDatabase, requested, type SideStore } from './side-store.ts'
import { toUnderwayRow, underwayKey, underwayKeys } from './underway-row.ts'

const KEY = 'schema'

/** The schemas of all collections, as one text. */
function presentSchema(): string {
  return JSON.stringify(collectionNames.map((name) => deviceSchema(registry[name])))
}

/**
 * A device that moves to other schemas pulls from the beginning [L5]: that is quicker than migrating. What is unsent is kept
 * first, with its bases, and sent as it was written.
 */
export async function leaveFormerSchema(databaseName: string, side: SideStore, now: number): Promise<void> {
  // A page and the service worker may open the database at the same time.
  await exclusively(`etrax-schema-${databaseName}`, () => leave(databaseName, side, now))
}

async function leave(databaseName: string, side: SideStore, now: number): Promise<void> {
  const present = presentSchema()
  const former = await side.read(['state'], (store) => requested<unknown>(store('state').get(KEY)))
  if (former === present) return
  if (former !== undefined) {
    const kept = await keptRows(databaseName)
    await side.write(['parked'], (store) => {
      for (const { collection, row } of kept)
        store('parked').put({ collection, id: row.newDocumentState.id, row, at: now })
    })
    await deleteDocumentDatabases(databaseName)
    await side.write(['state', 'seen'], async (store) => {
      await forgetAnswered(store('state'))
      for (const name of collectionNames) await forgetReading(store('state'), `sync:${name}`)
      store('seen').clear()
    })
  }
  await side.write(['state'], (store) => void store('state').put(present, KEY))
}

/** What RxDB knew of the server goes with it; rows that were not answered still go before what is kept. */
async function forgetAnswered(state: IDBObjectStore): Promise<void> {
  for (const value of await requested<unknown[]>(state.getAll(underwayKeys()))) {
    const row = toUnderwayRow(value)
    if (row?.answered) state.delete(underwayKey(row))
  }
}

async function forgetReading(state: IDBObjectStore, key: string): Promise<void> {
  const history = historyAlone(await requested<unknown>(state.get(key)))
  if (history) state.put(history, key)
  else state.delete(key)
}

/**
 * Of what is kept of a collection's sync only the history that was read: after a restore, what this device had confirmed in
 * it is sent again before the first page of another one counts [L3].
 */
export function historyAlone(kept: unknown): { readonly generation: 0; readonly epoch: string } | undefined {
  if (!isJsonObject(kept) || typeof kept.epoch !== 'string') return undefined
  return { generation: 0, epoch: kept.epoch }
}

/** Deletes all documents of a local database and what RxDB keeps beside them. Close it everywhere first. */
export async function deleteDocumentDatabases(databaseName: string): Promise<void> {
  const start = `rxdb-dexie-${databaseName}--`
  const names = (await indexedDB.databases())
    .map(({ name = '' }) => name)
    .filter((name) => name.startsWith(start))
  await Promise.all(names.map(deleteDatabase))
}
