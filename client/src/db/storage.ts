import { getRxStorageDexie } from 'rxdb/plugins/storage-dexie'
import { manyAtOnce } from './many-at-once.ts'

type Settings = NonNullable<Parameters<typeof getRxStorageDexie>[0]>
type Opened = Parameters<NonNullable<Settings['onCreate']>>[0]

const opened = new Map<string, Opened>()

/** Strict: Chrome's commits wait for the disk, so that "saved" means it [D2]. */
export const storage = getRxStorageDexie({
  chromeTransactionDurability: 'strict',
  onCreate(database, name) {
    database.use(manyAtOnce)
    opened.set(name, database)
  },
})

/** A collection's documents as they lie in IndexedDB, for reading many of them at once. */
export function documentTable(databaseName: string, version: number, collection: string) {
  const database = opened.get(`rxdb-dexie-${databaseName}--${version}--${collection}`)
  if (!database) throw new Error(`The local database of ${collection} is not open.`)
  return database.table<unknown, string>('docs')
}
