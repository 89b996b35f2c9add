import type { AnyDocument } from '../../../shared/collections/definition.ts'
import { sameJson } from '../../../shared/json.ts'
import { type CollectionName, registry } from '../../../shared/registry.ts'
import { normalizeDocument } from '../../../shared/validate.ts'
import type { LocalDatabase } from '../db/local-database.ts'
import { type Change, saveLocal } from '../db/save-local.ts'
import { withGroupStamps } from '../db/write.ts'
import type {
  Chunk,
  ImportRecord,
  KeptReason,
  KeptRecord,
  PlannedEntry,
  PlannedWrite,
} from './import-record.ts'
import { undoEntryId } from './row-ids.ts'
import { updatedFields } from './write-rows.ts'

/** What all chunks of one undoing share. */
export interface UndoTurn {
  readonly database: LocalDatabase
  readonly record: ImportRecord
  /** The import's own ledger entries by thing. */
  readonly entries: ReadonlyMap<string, PlannedEntry>
  /** Things whose entries have not been sent. */
  readonly unsent: ReadonlySet<string>
}

export interface UndoOutcome {
  readonly removed: number
  readonly restored: number
  readonly kept: readonly KeptRecord[]
}

/** Set by the server or by every write: no sign that somebody changed the record. */
const passing = new Set([
  'stamp',
  'createdAt',
  'updatedAt',
  'merge',
  'quantityOut',
  'statusStamp',
  'conditionStamp',
  'pendingDeletion',
])
/** Moved by the ledger, whose last entry tells who moved it. */
const custody = new Set(['status', 'holderId', 'locationId', 'dueAt', 'custodyId'])

/** Removes what a chunk made and restores what it changed. */
export async function undoWrites(turn: UndoTurn, chunk: Chunk): Promise<UndoOutcome> {
  if (chunk.collection === 'transactions') return { removed: 0, restored: 0, kept: [] }
  const collection = chunk.collection
  const inUse = await bulkInUse(turn, chunk)
  const results = new Map<string, 'removed' | 'restored' | KeptRecord>()
  const changes: Change[] = chunk.writes.map((write) => ({
    collection,
    id: write.id,
    apply(current, stamp) {
      results.delete(write.id)
      if (!current) return undefined
      if (write.action === 'update') {
        const { document, kept } = restored(collection, write, current, stamp)
        if (kept) results.set(write.id, keptRecord(turn, chunk, write, current, 'changed'))
        else if (document) results.set(write.id, 'restored')
        return document
      }
      const reason = inUse.has(write.id) ? 'out' : whyKept(turn, write, current)
      results.set(write.id, reason ? keptRecord(turn, chunk, write, current, reason) : 'removed')
      return reason ? undefined : 'delete'
    },
  }))
  await saveLocal(turn.database, changes.length === 0 ? [] : [changes])
  const all = [...results.values()]
  return {
    removed: all.filter((result) => result === 'removed').length,
    restored: all.filter((result) => result === 'restored').length,
    kept: all.filter((result) => typeof result === 'object'),
  }
}

export function keptRecord(
  { record }: UndoTurn,
  chunk: Chunk,
  write: PlannedWrite,
  current: AnyDocument,
  reason: KeptReason,
): KeptRecord {
  return {
    importId: record.id,
    id: write.id,
    collection: chunk.collection,
    name: typeof current.name === 'string' ? current.name : '',
    ...(write.line === undefined ? {} : { line: write.line }),
    reason,
  }
}

function whyKept(turn: UndoTurn, write: PlannedWrite, current: AnyDocument): KeptReason | undefined {
  const entry = turn.entries.get(write.id)
  const own = entry ? [entry.id, undoEntryId(turn.record.seed, entry.row)] : []
  if (current.status === 'checked_out') return 'out'
  if (current.custodyId !== undefined && !own.includes(String(current.custodyId))) return 'changed'
  if (differs(write.fields, current)) return 'changed'
  return turn.unsent.has(write.id) ? 'unsent' : undefined
}

/** Whether anything but custody is other than the import made it. */
export function differs(fields: Readonly<Record<string, unknown>>, current: AnyDocument): boolean {
  const names = new Set([...Object.keys(fields), ...Object.keys(current)])
  names.delete('id')
  // A count of nothing is written by the server and by nobody else.
  if ((fields.quantity ?? 0) === (current.quantity ?? 0)) names.delete('quantity')
  return [...names].some(
    (name) => !passing.has(name) && !custody.has(name) && !sameJson(fields[name], current[name]),
  )
}

/** Counted things that are out, or were: their history is worth more than a clean undo. */
async function bulkInUse({ database }: UndoTurn, chunk: Chunk): Promise<ReadonlySet<string>> {
  const used = new Set<string>()
  if (chunk.collection !== 'equipment') return used
  for (const { id, action, fields } of chunk.writes) {
    if (action !== 'create' || fields.kind !== 'bulk') continue
    const entries = await database.collections.transactions
      .find({ selector: { equipmentId: id, type: { $ne: 'adjust' } }, limit: 1 })
      .exec()
    if (entries.length > 0) used.add(id)
  }
  return used
}

/** Former values where the import's are still there; `kept` where somebody changed one of them since. */
function restored(
  collection: CollectionName,
  write: PlannedWrite,
  current: AnyDocument,
  stamp: string,
): { readonly document?: AnyDocument; readonly kept: boolean } {
  const { before } = write
  // Nothing was noted, so nothing was written.
  if (!before) return { kept: false }
  const after = updatedFields(before.fields, write.fields)
  const next: Record<string, unknown> = { ...current }
  let kept = false
  let changes = false
  for (const [name, value] of Object.entries(after)) {
    if (sameJson(before.fields[name], value) || sameJson(current[name], before.fields[name])) continue
    if (!sameJson(current[name], value)) {
      kept = true
      continue
    }
    next[name] = before.fields[name]
    changes = true
  }
  if (!changes) return { kept }
  const document = withGroupStamps(registry[collection], current, { ...next, id: current.id, stamp })
  return { document: normalizeDocument(registry[collection], document), kept }
}
