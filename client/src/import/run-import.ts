import type { LocalDatabase } from '../db/local-database.ts'
import { NotAllowedError } from '../db/not-allowed.ts'
import { StorageError } from '../db/storage-error.ts'
import type { ImportRecord, StoredProblem, Tally } from './import-record.ts'
import type { ImportStore } from './import-store.ts'
import { type ChunkOutcome, writeChunk } from './write-chunk.ts'

export interface RunControl {
  /** Asked before each chunk. */
  stopped(): boolean
  /** Called after each chunk, when it is safe. */
  progress(record: ImportRecord): void
}

/**
 * Writes what is not written yet, chunk by chunk, and notes each before the next. Killed at any moment it goes on from
 * there: the chunk that is in doubt is written again and changes nothing that is there.
 *
 * @returns the record as it stands then: `done`, or `paused` with the reason
 */
export async function runImport(
  database: LocalDatabase,
  store: ImportStore,
  started: ImportRecord,
  control: RunControl,
): Promise<ImportRecord> {
  const { stoppedBy: _stoppedBy, ...clean } = started
  let record: ImportRecord = { ...clean, state: 'running' }
  await store.save(record)
  let repeated = true
  while (record.next < record.chunks) {
    if (control.stopped()) return save(store, { ...record, state: 'paused' })
    try {
      const chunk = await store.chunk(record.id, record.next)
      const outcome = chunk ? await writeChunk(database, store, chunk, repeated) : undefined
      repeated = false
      record = {
        ...record,
        next: record.next + 1,
        written: outcome ? sum(record.written, outcome.tally) : record.written,
      }
      await store.save(record, outcome ? await problemsAfter(store, record, outcome) : [])
    } catch (error) {
      return pausedBy(store, record, error)
    }
    control.progress(record)
    await breath()
  }
  return save(store, { ...record, state: 'done', finishedAt: database.stamps.now() })
}

/** A device without room may have none for this note either: the state in memory then says why. */
async function pausedBy(store: ImportStore, record: ImportRecord, error: unknown): Promise<ImportRecord> {
  const stoppedBy =
    error instanceof StorageError ? error.code : error instanceof NotAllowedError ? 'not-allowed' : undefined
  if (stoppedBy === undefined) throw error
  const paused: ImportRecord = { ...record, state: 'paused', stoppedBy }
  await store.save(paused).catch(() => undefined)
  return paused
}

async function save(store: ImportStore, record: ImportRecord): Promise<ImportRecord> {
  await store.save(record)
  return record
}

function sum(a: Tally, b: Tally): Tally {
  return {
    created: a.created + b.created,
    updated: a.updated + b.updated,
    unchanged: a.unchanged + b.unchanged,
    failed: a.failed + b.failed,
    entries: a.entries + b.entries,
  }
}

/** The rows' problems with those that writing found. */
async function problemsAfter(
  store: ImportStore,
  record: ImportRecord,
  { failures }: ChunkOutcome,
): Promise<StoredProblem[]> {
  if (failures.length === 0) return []
  const known = new Map((await store.problems(record.id)).map((problem) => [problem.row, problem]))
  return failures.map(({ row, line, issue }) => {
    const before = known.get(row)
    const refused = issue.severity === 'error'
    return {
      importId: record.id,
      row,
      line,
      refused: refused || (before?.refused ?? false),
      cells: before?.cells ?? [],
      issues: [...(before?.issues.filter(({ code }) => code !== issue.code) ?? []), issue],
    }
  })
}

/** Lets the screen draw and the person tap between two chunks. */
export function breath(): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, 0))
}
