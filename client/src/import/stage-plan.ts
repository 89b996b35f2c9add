import type { Chunk, ChunkCollection, PlannedEntry, PlannedWrite, StoredProblem } from './import-record.ts'
import type { NewName } from './names.ts'
import type { RawRecord } from './records.ts'
import { writes } from './report.ts'
import type { PlannedRow } from './row-draft.ts'
import { entryId, type ImportSeed } from './row-ids.ts'
import type { ImportKind } from './targets.ts'

/** Few enough that one chunk is no long task on a phone. */
export const CHUNK_ROWS = 100

/** What is written, in the order in which it is written: names, then the rows that use them, then what follows on rows. */
export function chunksOf(input: {
  readonly importId: string
  readonly kind: ImportKind
  readonly seed: ImportSeed
  readonly rows: readonly PlannedRow[]
  readonly newNames: readonly NewName[]
  /** The instant at which a day of the school ends. */
  readonly endOfDay: (day: string) => string | undefined
}): Chunk[] {
  const { importId, kind, seed, rows, newNames, endOfDay } = input
  const parts: Omit<Chunk, 'importId' | 'number'>[] = []
  for (const collection of ['categories', 'locations', 'teams'] as const) {
    const named = newNames.filter((name) => name.collection === collection)
    addParts(parts, collection, named.map(nameWrite), [])
  }
  addParts(parts, kind, rows.flatMap(rowWrite), [])
  addParts(
    parts,
    'transactions',
    [],
    rows.flatMap((row) => rowEntry(row, seed, endOfDay)),
  )
  return parts.map((part, number) => ({ importId, number, ...part }))
}

function addParts(
  parts: Omit<Chunk, 'importId' | 'number'>[],
  collection: ChunkCollection,
  all: readonly PlannedWrite[],
  entries: readonly PlannedEntry[],
) {
  for (let from = 0; from < Math.max(all.length, entries.length); from += CHUNK_ROWS) {
    const to = from + CHUNK_ROWS
    parts.push({ collection, writes: all.slice(from, to), entries: entries.slice(from, to) })
  }
}

function nameWrite({ id, collection, name, parentId }: NewName): PlannedWrite {
  const fields = {
    name,
    ...(collection === 'teams' ? { active: true } : {}),
    ...(parentId ? { parentId } : {}),
  }
  return { id, action: 'create', fields }
}

function rowWrite({ row, line, action, id, fields }: PlannedRow): PlannedWrite[] {
  return id !== undefined && (action === 'create' || action === 'update')
    ? [{ id, action, fields, row, line }]
    : []
}

function rowEntry(
  { row, line, id, followUp }: PlannedRow,
  seed: ImportSeed,
  endOfDay: (day: string) => string | undefined,
): PlannedEntry[] {
  if (!followUp || id === undefined) return []
  const dueAt = followUp.dueDay === undefined ? undefined : endOfDay(followUp.dueDay)
  return [{ id: entryId(seed, row), equipmentId: id, row, line, followUp, ...(dueAt ? { dueAt } : {}) }]
}

/** Rows with something to say about, with their cells. */
export function problemsOf(
  importId: string,
  rows: readonly PlannedRow[],
  records: readonly RawRecord[],
): StoredProblem[] {
  return rows
    .filter((row) => row.issues.length > 0)
    .map((row) => ({
      importId,
      row: row.row,
      line: row.line,
      refused: !writes(row) && row.action !== 'skip',
      cells: records[row.row]?.cells ?? [],
      issues: row.issues,
    }))
}
