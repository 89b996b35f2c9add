import { collectionNames } from '../../../shared/registry.ts'
import type { LocalDatabase } from './local-database.ts'
import { readingKey } from './reading-key.ts'
import { deleteDatabase, open, openSideStore, requested } from './side-store.ts'

/**
 * As if this device's documents had been stored by a version of the client whose documents had no version in their names. Who has
 * the database open can store nothing any more: what is looked at is the next one.
 */
export async function pretendFormerSchema({ name, mark }: LocalDatabase): Promise<void> {
  const present = `rxdb-dexie-${name}.${mark}--`
  const all = (await indexedDB.databases()).flatMap((database) =>
    database.name?.startsWith(present) ? [database.name] : [],
  )
  for (const from of all) await move(from, `rxdb-dexie-${name}--${from.slice(present.length)}`)
  const side = await openSideStore(name)
  await side.write(['state'], async (store) => {
    for (const collection of collectionNames) {
      const reading = await requested<unknown>(store('state').get(readingKey(mark, collection)))
      if (reading === undefined) continue
      store('state').put(reading, readingKey('', collection))
      store('state').delete(readingKey(mark, collection))
    }
    store('state').delete(`schema:${mark}`)
  })
  side.close()
}

interface CopiedStore {
  readonly name: string
  readonly options: IDBObjectStoreParameters
  readonly indexes: readonly IDBIndex[]
  readonly values: readonly unknown[]
  readonly keys: readonly IDBValidKey[]
}

async function move(from: string, to: string): Promise<void> {
  const source = await requested(indexedDB.open(from))
  const { version } = source
  const stores = await Promise.all([...source.objectStoreNames].map((name) => copyOf(source, name)))
  source.close()
  const target = await open(to, version, (database) => {
    for (const { name, options, indexes } of stores) {
      const store = database.createObjectStore(name, options)
      for (const { name: index, keyPath, unique, multiEntry } of indexes)
        store.createIndex(index, keyPath, { unique, multiEntry })
    }
  })
  for (const { name, options, values, keys } of stores) {
    const transaction = target.transaction([name], 'readwrite')
    const store = transaction.objectStore(name)
    for (const [at, value] of values.entries())
      if (options.keyPath === null) store.put(value, keys[at])
      else store.put(value)
    await new Promise((resolve) => {
      transaction.oncomplete = resolve
    })
  }
  target.close()
  await deleteDatabase(from)
}

async function copyOf(source: IDBDatabase, name: string): Promise<CopiedStore> {
  const store = source.transaction([name], 'readonly').objectStore(name)
  const { keyPath, autoIncrement } = store
  return {
    name,
    options: { keyPath, autoIncrement },
    indexes: [...store.indexNames].map((index) => store.index(index)),
    values: await requested<unknown[]>(store.getAll()),
    keys: await requested(store.getAllKeys()),
  }
}
