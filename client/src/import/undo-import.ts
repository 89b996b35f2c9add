import type { Equipment } from '../../../shared/collections/equipment.ts'
import { journalEntries } from '../db/journal.ts'
import type { LocalDatabase } from '../db/local-database.ts'
import type { Chunk, ImportRecord, KeptRecord, PlannedEntry } from './import-record.ts'
import type { ImportStore } from './import-store.ts'
import { undoEntryId } from './row-ids.ts'
import { breath } from './run-import.ts'
import { undoNames } from './undo-names.ts'
import { type UndoTurn, undoWrites } from './undo-writes.ts'
import { writeEntries } from './write-entries.ts'

/** How long is waited for the server to take what was given back; offline those things are kept for another try. */
const SENT_WITHIN_MS = 30_000
const LOOK_MS = 400

export interface UndoControl {
  progress(done: number, total: number): void
}

/**
 * Takes an import back: what it made is removed and what it changed gets its former values, unless somebody changed it
 * since; that stays and is listed. May be done again for the rest, and goes on after a reload.
 *
 * @throws StorageError where the device cannot save; what was taken back until then stays so
 */
export async function undoImport(
  database: LocalDatabase,
  store: ImportStore,
  started: ImportRecord,
  control: UndoControl,
): Promise<ImportRecord> {
  const record: ImportRecord = { ...started, state: 'undoing' }
  await store.save(record)
  const chunks: Chunk[] = []
  // The chunk in doubt may be written in part: it is taken back as well.
  for (let number = 0; number < Math.min(record.next + 1, record.chunks); number += 1) {
    const chunk = await store.chunk(record.id, number)
    if (chunk) chunks.push(chunk)
  }
  const entries = chunks.flatMap((chunk) => chunk.entries)
  await takeBack(database, record, entries)
  const unsent = await unsentAfterWaiting(database, record, entries)
  const turn: UndoTurn = { database, record, entries: byThing(entries), unsent }
  const kept: KeptRecord[] = []
  let { removed, restored } = record.undone ?? { removed: 0, restored: 0 }
  for (const [index, chunk] of chunks.toReversed().entries()) {
    const names = chunk.collection !== record.kind && chunk.collection !== 'transactions'
    const outcome = names ? await undoNames(turn, chunk) : await undoWrites(turn, chunk)
    kept.push(...outcome.kept)
    removed += names ? 0 : outcome.removed
    restored += outcome.restored
    control.progress(index + 1, chunks.length)
    await breath()
  }
  await store.saveKept(record.id, kept)
  const undone: ImportRecord = {
    ...record,
    state: 'undone',
    undone: { removed, restored, kept: kept.length },
  }
  await store.save(undone)
  return undone
}

function byThing(entries: readonly PlannedEntry[]): ReadonlyMap<string, PlannedEntry> {
  return new Map(entries.map((entry) => [entry.equipmentId, entry]))
}

/** What the import gave out comes back first: a thing in custody is not removed. */
async function takeBack(database: LocalDatabase, { seed }: ImportRecord, entries: readonly PlannedEntry[]) {
  const out = entries.filter((entry) => entry.followUp.type === 'check_out')
  for (let from = 0; from < out.length; from += 100) {
    await writeEntries(
      database,
      out.slice(from, from + 100).map((entry) => ({
        id: undoEntryId(seed, entry.row),
        equipmentId: entry.equipmentId,
        type: 'check_in',
        details: {},
        may: (thing: Equipment) => thing.status === 'checked_out' && thing.custodyId === entry.id,
      })),
    )
    await breath()
  }
}

/**
 * Things whose ledger entries the server has not taken yet. An entry that came after the thing's removal would bring the
 * thing back for a manager to decide.
 */
async function unsentAfterWaiting(
  database: LocalDatabase,
  { seed }: ImportRecord,
  entries: readonly PlannedEntry[],
): Promise<ReadonlySet<string>> {
  const things = new Map<string, string>()
  for (const entry of entries) {
    things.set(entry.id, entry.equipmentId)
    things.set(undoEntryId(seed, entry.row), entry.equipmentId)
  }
  if (things.size === 0) return new Set()
  for (let waited = 0; ; waited += LOOK_MS) {
    const open = (await journalEntries(database.side)).filter(
      ({ collection, id }) => collection === 'transactions' && things.has(id),
    )
    const offline = typeof navigator !== 'undefined' && navigator.onLine === false
    if (open.length === 0 || offline || waited >= SENT_WITHIN_MS)
      return new Set(open.flatMap(({ id }) => things.get(id) ?? []))
    await new Promise((resolve) => setTimeout(resolve, LOOK_MS))
  }
}
