import { isJsonObject } from '../../../shared/json.ts'
import { collectionNames } from '../../../shared/registry.ts'
import { type DocumentDatabase, formerDocuments, presentDocuments } from './document-databases.ts'
import { exclusively } from './exclusively.ts'
import { readingKey } from './reading-key.ts'
import { requested, type SideStore } from './side-store.ts'
import { takenKey } from './taken-key.ts'
import { toUnderwayRow, underwayKey, underwayKeys } from './underway-row.ts'

/**
 * A device that moves to other schemas pulls from the beginning [L5], into documents of its own: that is quicker than migrating, and
 * takes nothing away from a tab of the former version that is still open. What is unsent there is taken over by whoever leads.
 */
export async function enterSchema(databaseName: string, side: SideStore): Promise<void> {
  const present = await presentDocuments(databaseName)
  const entered = enteredKey(present)
  // A page and the service worker may open the database at the same time.
  await exclusively(`etrax-schema-${databaseName}`, async () => {
    if (await side.read(['state'], (store) => requested<unknown>(store('state').get(entered)))) return
    const formers = await formerDocuments(databaseName)
    await side.write(['state', 'seen'], async (store) => {
      await leaveAnswered(store('state'))
      await keepHistory(store('state'), present, formers)
      store('seen').clear()
      store('state').put(true, entered)
    })
  })
}

/** Where it is noted that a version has opened this local database before. */
export function enteredKey({ mark }: DocumentDatabase): string {
  return `schema:${mark}`
}

/** What was answered is for the former version's next rows to build on; what was not goes before what is taken over. */
async function leaveAnswered(state: IDBObjectStore): Promise<void> {
  for (const value of await requested<unknown[]>(state.getAll(underwayKeys()))) {
    const row = toUnderwayRow(value)
    if (!row?.answered) continue
    state.put(row, takenKey(row))
    state.delete(underwayKey(row))
  }
}

/** A collection is read anew, by a device that still knows the history that the latest version before this one has read. */
async function keepHistory(
  state: IDBObjectStore,
  present: DocumentDatabase,
  formers: readonly DocumentDatabase[],
): Promise<void> {
  for (const name of collectionNames) {
    for (const mark of [...formers.map((former) => former.mark), '']) {
      const history = historyAlone(await requested<unknown>(state.get(readingKey(mark, name))))
      if (!history) continue
      state.put(history, readingKey(present.mark, name))
      break
    }
  }
}

/**
 * Of what is kept of a collection's sync only the history that was read: after a restore, what this device had confirmed in
 * it is sent again before the first page of another one counts [L3].
 */
export function historyAlone(kept: unknown): { readonly generation: 0; readonly epoch: string } | undefined {
  if (!isJsonObject(kept) || typeof kept.epoch !== 'string') return undefined
  return { generation: 0, epoch: kept.epoch }
}
