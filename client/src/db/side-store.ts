import { StorageError, toStorageError } from './storage-error.ts'

/**
 * What is kept beside the documents, in an IndexedDB database of its own: the open version of RxDB limits collections, and
 * what is unsent must survive a loss of the document database.
 * - `state`: values by name; by `underway/...` the rows whose answers RxDB has not noted, and by `echo/...` what the server made
 *   of such rows
 * - `journal`: one entry for each document with a local write that the server has not answered
 * - `sent`: what was sent, with its bases, for 14 days [D11]
 * - `parked`: rows that the server could not take, to be sent again
 * - `attention`: what somebody must look at
 * - `outbox`: work that is no document [D5]
 * - `seen`: ids that a pull from the beginning has met [L3]
 */
export const SIDE_STORES = ['state', 'journal', 'sent', 'parked', 'attention', 'outbox', 'seen'] as const
export type SideStoreName = (typeof SIDE_STORES)[number]

const VERSION = 1

function createStores(db: IDBDatabase) {
  db.createObjectStore('state')
  db.createObjectStore('journal', { keyPath: ['collection', 'id'] })
  db.createObjectStore('sent', { autoIncrement: true }).createIndex('at', 'at')
  db.createObjectStore('parked', { keyPath: ['collection', 'id'] })
  db.createObjectStore('attention', { keyPath: 'key' })
  db.createObjectStore('outbox', { keyPath: 'key' })
  db.createObjectStore('seen', { autoIncrement: true }).createIndex('collection', 'collection')
}

/** The result of a request, inside of its transaction. */
export function requested<T>(request: IDBRequest<T>): Promise<T> {
  return new Promise((resolve, reject) => {
    request.onsuccess = () => resolve(request.result)
    request.onerror = () => reject(request.error)
  })
}

export interface SideStore {
  readonly name: string
  /**
   * Runs `work` in one transaction and resolves after its commit, made with strict durability. `work` may await requests
   * of this transaction and nothing else. Rejects with a StorageError; then nothing of it is stored.
   */
  write<T>(
    stores: readonly SideStoreName[],
    work: (store: (name: SideStoreName) => IDBObjectStore) => T | Promise<T>,
  ): Promise<T>
  read<T>(
    stores: readonly SideStoreName[],
    work: (store: (name: SideStoreName) => IDBObjectStore) => T | Promise<T>,
  ): Promise<T>
  close(): void
}

export function sideStoreName(databaseName: string): string {
  return `${databaseName}-side`
}

const lossListeners = new Set<() => void>()

/** Called when the browser takes an open side store away: it deleted the data, or can't reach it any more [D9]. */
export function onStorageLost(listener: () => void): void {
  lossListeners.add(listener)
}

export async function openSideStore(databaseName: string): Promise<SideStore> {
  const name = sideStoreName(databaseName)
  const db = await open(name, VERSION, createStores)
  // Not for a close of our own.
  db.onclose = () => {
    for (const listener of lossListeners) listener()
  }
  return {
    name,
    write: (stores, work) => inTransaction(db, stores, 'readwrite', work),
    read: (stores, work) => inTransaction(db, stores, 'readonly', work),
    close: () => db.close(),
  }
}

/** All of a store, or of a range of its keys, of a side store that need not be open, and need not be there. */
export async function readSideStore(
  sideName: string,
  store: SideStoreName,
  keys?: IDBKeyRange,
): Promise<readonly unknown[]> {
  const db = await openExisting(sideName)
  if (!db) return []
  try {
    return await inTransaction(db, [store], 'readonly', (name) =>
      requested<unknown[]>(name(store).getAll(keys)),
    )
  } finally {
    db.close()
  }
}

export function open(
  name: string,
  version: number,
  create: (db: IDBDatabase, upgrade: IDBTransaction | null) => void,
): Promise<IDBDatabase> {
  return new Promise((resolve, reject) => {
    const request = indexedDB.open(name, version)
    request.onupgradeneeded = () => create(request.result, request.transaction)
    request.onblocked = () =>
      reject(new StorageError('blocked', 'Another window of this site must be closed first.'))
    request.onerror = () => reject(toStorageError(request.error))
    request.onsuccess = () => {
      const db = request.result
      // Whoever deletes or upgrades the database must not wait for this page.
      db.onversionchange = () => db.close()
      resolve(db)
    }
  })
}

/** A database as it is; undefined where there is none of that name. */
export async function openExisting(name: string): Promise<IDBDatabase | undefined> {
  const all = await indexedDB.databases()
  const found = all.find((database) => database.name === name)
  if (found?.version === undefined) return undefined
  let isGone = false
  try {
    // One that was deleted meanwhile is not made anew: it would have no stores, for good.
    return await open(name, found.version, (_, upgrade) => {
      isGone = true
      upgrade?.abort()
    })
  } catch (error) {
    if (isGone) return undefined
    throw error
  }
}

export async function inTransaction<Name extends string, T>(
  db: IDBDatabase,
  stores: readonly Name[],
  mode: IDBTransactionMode,
  work: (store: (name: Name) => IDBObjectStore) => T | Promise<T>,
): Promise<T> {
  try {
    const transaction = db.transaction(stores, mode, { durability: 'strict' })
    const committed = new Promise<void>((resolve, reject) => {
      transaction.oncomplete = () => resolve()
      transaction.onabort = () => reject(transaction.error ?? new Error('The transaction was aborted.'))
    })
    // Where the work fails first, the abort's own rejection has nobody who waits for it.
    committed.catch(() => undefined)
    let result: T
    try {
      result = await work((name) => transaction.objectStore(name))
    } catch (error) {
      abort(transaction)
      throw transaction.error ?? error
    }
    await committed
    return result
  } catch (error) {
    throw toStorageError(error)
  }
}

function abort(transaction: IDBTransaction) {
  try {
    transaction.abort()
  } catch {
    // It ended by itself: there is nothing left to abort.
  }
}

export function deleteDatabase(name: string): Promise<void> {
  return new Promise((resolve, reject) => {
    const request = indexedDB.deleteDatabase(name)
    request.onsuccess = () => resolve()
    request.onerror = () => reject(toStorageError(request.error))
    // The deletion goes through as soon as the last connection closes; there is nothing to wait for here.
    request.onblocked = () => resolve()
  })
}
