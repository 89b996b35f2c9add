import { createSignal } from 'solid-js'
import { MANAGERS } from '../../../shared/roles.ts'
import { actor } from '../db/actor.ts'
import { openedDatabase } from '../db/current.ts'
import type { LocalDatabase } from '../db/local-database.ts'
import { NotAllowedError } from '../db/not-allowed.ts'
import type { ImportRecord } from './import-record.ts'
import { type ImportStore, openImportStore } from './import-store.ts'
import { runImport } from './run-import.ts'
import { undoImport } from './undo-import.ts'

/** What goes on in this page: it goes on while other pages of the app are looked at. */
export interface Underway {
  readonly id: string
  readonly what: 'import' | 'undo'
  readonly done: number
  readonly total: number
}

const [underway, setUnderway] = createSignal<Underway>()
const [changes, setChanges] = createSignal(0)
const [failure, setFailure] = createSignal<{ readonly id: string; readonly error: unknown }>()
const stopping = new Set<string>()

/** Reactive; `runFailure` is why the last run ended that did not end by itself. */
export { failure as runFailure, underway }
/** Rises with each change of an import, so that lists read again. */
export const importChanges = changes

export function importsChanged() {
  setChanges((count) => count + 1)
}

let opened: { readonly database: LocalDatabase; readonly store: Promise<ImportStore> } | undefined

/** The imports of whoever is signed in. */
export async function importStore(): Promise<ImportStore> {
  const database = await openedDatabase()
  if (opened?.database !== database) opened = { database, store: openImportStore(database.name) }
  return opened.store
}

/** Somebody else, here or in another tab, is at work on an import. */
export class ImportBusyError extends Error {
  override name = 'ImportBusyError'
}

/** Runs or goes on with an import, and resolves when it ends or stops. */
export function startImport(id: string): Promise<ImportRecord> {
  return alone(id, 'import', async (database, store, record) => {
    stopping.delete(id)
    const show = (at: ImportRecord) => setUnderway({ id, what: 'import', done: at.next, total: at.chunks })
    show(record)
    return runImport(database, store, record, { stopped: () => stopping.has(id), progress: show })
  })
}

/** Ends the run after the chunk that is being written. */
export function stopImport(id: string): void {
  stopping.add(id)
}

export function startUndo(id: string): Promise<ImportRecord> {
  return alone(id, 'undo', (database, store, record) => {
    setUnderway({ id, what: 'undo', done: 0, total: Math.min(record.next + 1, record.chunks) })
    return undoImport(database, store, record, {
      progress: (done, total) => setUnderway({ id, what: 'undo', done, total }),
    })
  })
}

/** One import at a time, over all tabs: the lock is the browser's, and falls with the tab that holds it. */
async function alone(
  id: string,
  what: Underway['what'],
  work: (database: LocalDatabase, store: ImportStore, record: ImportRecord) => Promise<ImportRecord>,
): Promise<ImportRecord> {
  if (!MANAGERS.some((role) => role === actor().role)) throw new NotAllowedError('import')
  const database = await openedDatabase()
  const store = await importStore()
  if (underway()) throw new ImportBusyError(`An ${what} is under way.`)
  const done = await navigator.locks.request(lockName(database), { ifAvailable: true }, async (lock) => {
    const record = lock ? await store.find(id) : undefined
    if (!record) return undefined
    setFailure(undefined)
    try {
      return await work(database, store, record)
    } catch (error) {
      setFailure({ id, error })
      throw error
    } finally {
      setUnderway(undefined)
      importsChanged()
    }
  })
  if (!done) throw new ImportBusyError('Another window is at work on an import.')
  return done
}

function lockName(database: LocalDatabase): string {
  return `etrax-import-${database.name}`
}

let waiting = false

/** Whether any tab is at work on an import. Where one is, `importChanges` rises when it ends, or when its tab does. */
export async function importLockHeld(): Promise<boolean> {
  const name = lockName(await openedDatabase())
  const { held } = await navigator.locks.query()
  if (!held?.some((lock) => lock.name === name)) return false
  if (!waiting) {
    waiting = true
    void navigator.locks
      .request(name, { mode: 'shared' }, () => undefined)
      .finally(() => {
        waiting = false
        importsChanged()
      })
  }
  return true
}
