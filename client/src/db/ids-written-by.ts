import { parseStamp } from '../../../shared/clock.ts'
import type { CollectionName } from '../../../shared/registry.ts'
import { inTransaction, openExisting, requested } from './side-store.ts'
import { asDocument, newestOf } from './stored-rows.ts'

const READ_AT_ONCE = 500

/** Ids of all documents whose last write is of this device. */
export async function idsWrittenBy(
  deviceId: string,
  databaseName: string,
  collection: CollectionName,
): Promise<readonly string[]> {
  const name = await newestOf(databaseName, collection)
  const db = name === undefined ? undefined : await openExisting(name)
  if (!db) return []
  const ids: string[] = []
  try {
    for (let after: string | undefined = ''; after !== undefined; ) {
      const range = IDBKeyRange.lowerBound(after, true)
      const page = await inTransaction(db, ['docs'], 'readonly', (store) =>
        requested<unknown[]>(store('docs').getAll(range, READ_AT_ONCE)),
      )
      const documents = page.flatMap((value) => asDocument(value) ?? [])
      for (const { id, stamp } of documents) if (parseStamp(stamp)?.deviceId === deviceId) ids.push(id)
      after = page.length < READ_AT_ONCE ? undefined : documents.at(-1)?.id
    }
    return ids
  } finally {
    db.close()
  }
}
