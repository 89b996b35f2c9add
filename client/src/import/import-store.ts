import { inTransaction, open, requested } from '../db/side-store.ts'
import type { Chunk, ImportRecord, KeptRecord, StoredProblem } from './import-record.ts'
import { importStoreName } from './import-store-name.ts'

/**
 * Imports in an IndexedDB of their own: what will be written, chunk by chunk, is stored before the first of it is, so that
 * an import goes on after a reload without its file.
 */
const STORES = ['imports', 'chunks', 'problems', 'kept'] as const
type StoreName = (typeof STORES)[number]

const VERSION = 1
/** A plan that was not stored whole within this time never will be: the page was closed meanwhile. */
const ABANDONED_MS = 15 * 60_000

function create(db: IDBDatabase) {
  db.createObjectStore('imports', { keyPath: 'id' })
  db.createObjectStore('chunks', { keyPath: ['importId', 'number'] })
  db.createObjectStore('problems', { keyPath: ['importId', 'row'] })
  db.createObjectStore('kept', { keyPath: ['importId', 'id'] })
}

export interface ImportStore {
  imports(): Promise<readonly ImportRecord[]>
  find(id: string): Promise<ImportRecord | undefined>
  save(record: ImportRecord, problems?: readonly StoredProblem[]): Promise<void>
  chunk(importId: string, number: number): Promise<Chunk | undefined>
  saveChunks(chunks: readonly Chunk[]): Promise<void>
  saveProblems(problems: readonly StoredProblem[]): Promise<void>
  problems(importId: string): Promise<readonly StoredProblem[]>
  saveKept(importId: string, kept: readonly KeptRecord[]): Promise<void>
  kept(importId: string): Promise<readonly KeptRecord[]>
  remove(importId: string): Promise<void>
  /** Forgets plans that were never stored whole. Nothing of them was written. */
  dropAbandoned(now: number): Promise<void>
  close(): void
}

const all = (importId: string) => IDBKeyRange.bound([importId], [importId, []])

export async function openImportStore(databaseName: string): Promise<ImportStore> {
  const db = await open(importStoreName(databaseName), VERSION, create)
  const read = <T>(name: StoreName, get: (store: IDBObjectStore) => IDBRequest<T>): Promise<T> =>
    inTransaction(db, [name], 'readonly', (store) => requested(get(store(name))))
  const write = (names: readonly StoreName[], work: (store: (name: StoreName) => IDBObjectStore) => void) =>
    inTransaction(db, names, 'readwrite', (store) => work(store))
  const imports = async (): Promise<readonly ImportRecord[]> => {
    const found = await read<ImportRecord[]>('imports', (store) => store.getAll())
    return found.toSorted((a, b) => b.createdAt - a.createdAt)
  }
  const remove = (importId: string) =>
    write(STORES, (store) => {
      store('imports').delete(importId)
      for (const name of ['chunks', 'problems', 'kept'] as const) store(name).delete(all(importId))
    })

  return {
    imports,
    find: (id) => read<ImportRecord | undefined>('imports', (store) => store.get(id)),
    save: (record, problems = []) =>
      write(['imports', 'problems'], (store) => {
        store('imports').put(record)
        for (const problem of problems) store('problems').put(problem)
      }),
    chunk: (importId, number) => read<Chunk | undefined>('chunks', (store) => store.get([importId, number])),
    saveChunks: (chunks) =>
      write(['chunks'], (store) => {
        for (const chunk of chunks) store('chunks').put(chunk)
      }),
    saveProblems: (problems) =>
      write(['problems'], (store) => {
        for (const problem of problems) store('problems').put(problem)
      }),
    problems: (importId) => read<StoredProblem[]>('problems', (store) => store.getAll(all(importId))),
    saveKept: (importId, kept) =>
      write(['kept'], (store) => {
        store('kept').delete(all(importId))
        for (const record of kept) store('kept').put(record)
      }),
    kept: (importId) => read<KeptRecord[]>('kept', (store) => store.getAll(all(importId))),
    remove,
    async dropAbandoned(now) {
      for (const record of await imports()) {
        if (record.state === 'preparing' && now - record.createdAt > ABANDONED_MS) await remove(record.id)
      }
    },
    close: () => db.close(),
  }
}
