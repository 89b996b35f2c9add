import { inTransaction, openExisting, requested } from '../db/side-store.ts'
import type { Chunk, ImportRecord, KeptRecord, StoredProblem } from './import-record.ts'
import { importStoreName } from './import-store-name.ts'

/** What the imports of a local database would take with them if it were deleted. */
export interface ImportsLeft {
  /** Begun and not finished: some of their rows are written nowhere yet, or not yet taken back. */
  readonly unfinished: readonly ImportRecord[]
  /** Whether a finished one can still be undone. */
  readonly undoable: boolean
}

const NONE: ImportsLeft = { unfinished: [], undoable: false }

/** By the database's name, as it lies in IndexedDB: nothing is made where there was no import. */
export async function importsLeft(databaseName: string): Promise<ImportsLeft> {
  const db = await openExisting(importStoreName(databaseName))
  if (!db) return NONE
  try {
    return leftOf(
      await inTransaction(db, ['imports'], 'readonly', (store) =>
        requested<ImportRecord[]>(store('imports').getAll()),
      ),
    )
  } finally {
    db.close()
  }
}

/** A plan that is still being stored is not begun: whoever stores it has the file in hand. */
export function leftOf(records: readonly ImportRecord[]): ImportsLeft {
  return {
    unfinished: records
      .filter(({ state }) => state === 'running' || state === 'paused' || state === 'undoing')
      .toSorted((a, b) => b.createdAt - a.createdAt),
    undoable: records.some(({ state, undone }) => state === 'done' || (undone?.kept ?? 0) > 0),
  }
}

/** Names exactly what is left of unfinished imports: one that went on has another name. */
export function importNames({ unfinished }: ImportsLeft): readonly string[] {
  return unfinished.map(({ id, state, next }) => `import/${id}/${state}/${next}`)
}

/** An unfinished import, to be kept by a person. */
export interface ImportToKeep {
  readonly record: ImportRecord
  /** What is not known to be written; of one that is being undone, all that it wrote. */
  readonly remaining: readonly Chunk[]
  /** Rows that stayed out or need a look, as they stand in the file. */
  readonly problems: readonly StoredProblem[]
  readonly kept: readonly KeptRecord[]
}

export async function importsToKeep(databaseName: string): Promise<readonly ImportToKeep[]> {
  const { unfinished } = await importsLeft(databaseName)
  const db = unfinished.length === 0 ? undefined : await openExisting(importStoreName(databaseName))
  if (!db) return []
  try {
    return await inTransaction(db, ['chunks', 'problems', 'kept'], 'readonly', (store) =>
      Promise.all(
        unfinished.map(async (record) => {
          const from = record.state === 'undoing' ? 0 : record.next
          const [remaining, problems, kept] = await Promise.all([
            requested<Chunk[]>(store('chunks').getAll(IDBKeyRange.bound([record.id, from], [record.id, []]))),
            requested<StoredProblem[]>(
              store('problems').getAll(IDBKeyRange.bound([record.id], [record.id, []])),
            ),
            requested<KeptRecord[]>(store('kept').getAll(IDBKeyRange.bound([record.id], [record.id, []]))),
          ])
          return { record, remaining, problems, kept }
        }),
      ),
    )
  } finally {
    db.close()
  }
}
