import type { Equipment } from '../../../shared/collections/equipment.ts'
import type { CollectionName } from '../../../shared/registry.ts'
import type { LocalDatabase } from '../db/local-database.ts'
import type { Chunk, PlannedEntry, Tally } from './import-record.ts'
import type { ImportStore } from './import-store.ts'
import type { RowIssue } from './row-issue.ts'
import { type KnownEntry, writeEntries } from './write-entries.ts'
import { withBefore, writeRows } from './write-rows.ts'

export interface ChunkOutcome {
  readonly tally: Tally
  /** What went wrong with single rows while they were written. */
  readonly failures: readonly { readonly row: number; readonly line: number; readonly issue: RowIssue }[]
}

/**
 * Writes one chunk of an import; a chunk that was written in part or as a whole comes to the same end.
 *
 * @throws StorageError where nothing of it is saved
 */
export async function writeChunk(
  database: LocalDatabase,
  store: ImportStore,
  chunk: Chunk,
  repeated: boolean,
): Promise<ChunkOutcome> {
  if (chunk.collection === 'transactions') return enter(database, chunk.entries)
  const collection: CollectionName = chunk.collection
  const writes = await withBefore(database, collection, chunk.writes)
  if (writes !== chunk.writes) await store.saveChunks([{ ...chunk, writes }])
  const results = await writeRows(database, collection, writes, repeated)
  const tally = { created: 0, updated: 0, unchanged: 0, failed: 0, entries: 0 }
  const failures: ChunkOutcome['failures'][number][] = []
  for (const { id, row, line } of writes) {
    const result = results.get(id)
    // Names are no rows: the count is of what stands in the file.
    if (result === undefined || row === undefined || line === undefined) continue
    if (typeof result === 'string') tally[result] += 1
    else {
      tally.failed += 1
      failures.push({ row, line, issue: result })
    }
  }
  return { tally, failures }
}

async function enter(database: LocalDatabase, entries: readonly PlannedEntry[]): Promise<ChunkOutcome> {
  const entered = await writeEntries(database, entries.map(knownEntry))
  const failures = entries
    .filter((entry) => !entered.has(entry.id))
    .map(({ row, line }) => ({
      row,
      line,
      issue: { code: 'custody-not-taken', severity: 'warning' } as const,
    }))
  return { tally: { created: 0, updated: 0, unchanged: 0, failed: 0, entries: entered.size }, failures }
}

/** It follows on the thing only as the import made it: who has been faster has the later word. */
function knownEntry({ id, equipmentId, followUp, dueAt }: PlannedEntry): KnownEntry {
  return {
    id,
    equipmentId,
    type: followUp.type,
    details: { ...(followUp.holder ? { to: followUp.holder } : {}), ...(dueAt ? { dueAt } : {}) },
    may: (thing: Equipment) => thing.custodyId === undefined && thing.status === 'available',
  }
}
