import type { AnyDocument } from '../../../shared/collections/definition.ts'
import { toLocal, toWire } from '../../../shared/json-schema.ts'
import { type CollectionName, registry } from '../../../shared/registry.ts'
import type { GrowDocument } from './automerge-library.ts'
import { documentGrower, needsDocument, withDocument } from './grow-document.ts'
import { settleEntries } from './journal.ts'
import type { LocalDatabase } from './local-database.ts'
import { type RawDocument, rawDocuments, type WriteRow, withoutRaw, writeRows } from './raw-documents.ts'
import { savedOrFailed } from './storage-error.ts'

/** A change of one document, made from the state that is stored at the moment of the write. */
export interface Change {
  readonly collection: CollectionName
  readonly id: string
  /** The new state in wire form; 'delete'; or undefined where nothing is to be written after all. */
  apply(current: AnyDocument | undefined, stamp: string, now: number): AnyDocument | 'delete' | undefined
}

type Listener = (database: LocalDatabase) => void
const listeners = new Set<Listener>()

/** Called after each local commit; returns what ends it. */
export function onLocalWrite(listener: Listener): () => void {
  listeners.add(listener)
  return () => listeners.delete(listener)
}

/**
 * The only way in which documents are written here. Each group of changes shares one stamp. The changes are written in the
 * order in which their collections first appear, each collection in one transaction. Resolves after the local commit,
 * made with strict durability [D2]; rejects with a StorageError when nothing is saved [D9]. What follows from the first
 * collection may still be unwritten then, which `complete` tells: the caller derives it again.
 */
export async function saveLocal(
  database: LocalDatabase,
  groups: readonly (readonly Change[])[],
): Promise<{ readonly complete: boolean }> {
  if (groups.length === 0) return { complete: true }
  const complete = await savedOrFailed(async () => {
    const stamps = await database.stamps.take(groups)
    const stamped = groups.flatMap((group, index) =>
      group.map((change) => ({ change, stamp: stamps[index] ?? '' })),
    )
    return writeInOrder(database, stamped)
  })
  for (const listener of listeners) listener(database)
  return { complete }
}

async function writeInOrder(database: LocalDatabase, stamped: readonly Stamped[]): Promise<boolean> {
  const order = [...new Set(stamped.map(({ change }) => change.collection))]
  let written = 0
  try {
    for (const collection of order) {
      await writeCollection(
        database,
        collection,
        stamped.filter(({ change }) => change.collection === collection),
      )
      written += 1
    }
    return true
  } catch (error) {
    const unwritten = order.slice(written)
    await forget(
      database,
      stamped.filter(({ change }) => unwritten.includes(change.collection)),
    )
    if (written === 0) throw error
    return false
  }
}

interface Stamped {
  readonly change: Change
  readonly stamp: string
}

/** More changes at once than a person makes: an import's documents are grown by the server, from their projections. */
const MOST_GROWN = 20

async function writeCollection(database: LocalDatabase, name: CollectionName, changes: readonly Stamped[]) {
  const collection = database.collections[name]
  let open = changes
  // Another tab or a pull may write between the read and the write: then the change is made anew from what is there.
  while (open.length > 0) {
    const current = await rawDocuments(
      collection,
      open.map(({ change }) => change.id),
    )
    const rows = await rowsOf(open, name, current, database.stamps.now())
    const behind = open.filter((one) => rows.some((row) => isBehind(row, one)))
    if (behind.length > 0) {
      // An answer to a push may have brought it: of those no stamp was received before.
      for (const { change } of behind) await database.stamps.receive(current.get(change.id)?.stamp ?? '')
      open = await stampedAnew(database, open, behind)
      continue
    }
    const unwritten = open.filter(({ change }) => !rows.some((row) => row.document.id === change.id))
    if (unwritten.length > 0) await forget(database, unwritten)
    if (rows.length === 0) return
    const overtaken = await writeRows(collection, rows)
    open = open.filter(({ change }) => overtaken.has(change.id))
  }
}

/**
 * Whether something came between the stamp and the write: the server takes no row for a write whose stamp is not later than its
 * base's [P9]. What follows from a ledger's entry has that entry's stamp, and moves nothing that was moved since.
 */
function isBehind({ document, previous }: WriteRow, { change, stamp }: Stamped): boolean {
  return document.id === change.id && document.stamp === stamp && (previous?.stamp ?? '') >= stamp
}

async function stampedAnew(
  database: LocalDatabase,
  open: readonly Stamped[],
  behind: readonly Stamped[],
): Promise<readonly Stamped[]> {
  const stamps = await database.stamps.take(behind.map(({ change }) => [change]))
  return open.map((one) => ({ ...one, stamp: stamps[behind.indexOf(one)] ?? one.stamp }))
}

/** What merges documents is loaded when something needs it: then the changes are made once more, with it. */
async function rowsOf(
  open: readonly Stamped[],
  name: CollectionName,
  current: Map<string, RawDocument>,
  now: number,
): Promise<WriteRow[]> {
  let ungrown = false
  const make = (grow?: GrowDocument) =>
    open.flatMap((stamped) =>
      rowOf(stamped, name, current, now, (live, next) => {
        ungrown ||= needsDocument(registry[name], live, next)
        return withDocument(registry[name], live, next, grow)
      }),
    )
  const rows = make()
  const grow = ungrown && open.length <= MOST_GROWN ? await documentGrower() : undefined
  return grow ? make(grow) : rows
}

function rowOf(
  { change, stamp }: Stamped,
  name: CollectionName,
  current: Map<string, RawDocument>,
  now: number,
  complete: (live: AnyDocument | undefined, next: AnyDocument) => AnyDocument,
): WriteRow[] {
  const definition = registry[name]
  const previous = current.get(change.id)
  const live = previous && !previous._deleted ? toWire(definition, withoutRaw(previous)) : undefined
  const next = change.apply(live, stamp, now)
  if (next === undefined) return []
  if (next === 'delete') {
    return previous ? [{ previous, document: { ...withoutRaw(previous), stamp }, deleted: true }] : []
  }
  return [{ previous, document: toLocal(definition, complete(live, next)), deleted: false }]
}

/** Takes back the journal's entries of what was not written. An entry that stays behind is harmless. */
async function forget(database: LocalDatabase, stamped: readonly Stamped[]) {
  const entries = stamped.map(({ change, stamp }) => ({
    collection: change.collection,
    id: change.id,
    stamp,
  }))
  await database.side
    .write(['journal'], (store) => settleEntries(store('journal'), entries))
    .catch(() => undefined)
}
