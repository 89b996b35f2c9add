import { defaultHashSha256 } from 'rxdb/plugins/core'
import type { AnyDocument } from '../../../shared/collections/definition.ts'
import { isJsonObject } from '../../../shared/json.ts'
import { toWire } from '../../../shared/json-schema.ts'
import type { PushRow } from '../../../shared/protocol.ts'
import { type CollectionName, collectionNames, registry } from '../../../shared/registry.ts'
import { combineRows } from './combine-rows.ts'
import { sameDocument } from './conflict-handler.ts'
import { toParkedRow } from './parked-row.ts'
import { inTransaction, openExisting, requested, sideStoreName } from './side-store.ts'

/** The name under which a collection is replicated; RxDB keeps what the server holds under it. */
export const REPLICATION = 'etrax'

/** An unsent row with its original base, read from a database that is not open in RxDB. */
export interface KeptRow {
  readonly collection: CollectionName
  readonly row: PushRow
}

/**
 * What is unsent in a local database that cannot be opened here: another person's, or one of a former schema. RxDB's limit of
 * open collections allows one database at a time.
 */
export async function keptRows(databaseName: string): Promise<readonly KeptRow[]> {
  const journal = await readAll(sideStoreName(databaseName), 'journal')
  const parked = (await readAll(sideStoreName(databaseName), 'parked')).flatMap(
    (value) => toParkedRow(value) ?? [],
  )
  const rows: KeptRow[] = []
  for (const collection of collectionNames) {
    const kept = new Map(
      parked.filter((row) => row.collection === collection).map(({ id, row }) => [id, row]),
    )
    // Of a document that was parked and not written since, the parked row is all that is unsent.
    const ids = journal.flatMap((entry) =>
      isJsonObject(entry) &&
      entry.collection === collection &&
      typeof entry.id === 'string' &&
      String(entry.stamp) > (kept.get(entry.id)?.newDocumentState.stamp ?? '')
        ? [entry.id]
        : [],
    )
    const written = ids.length > 0 ? await rowsOf(databaseName, collection, ids) : []
    rows.push(...withParked(collection, kept, written))
  }
  return rows
}

function withParked(
  collection: CollectionName,
  parked: ReadonlyMap<string, PushRow>,
  written: readonly KeptRow[],
): KeptRow[] {
  const rows = new Map(parked)
  for (const { row } of written) {
    const { id, stamp } = row.newDocumentState
    const kept = parked.get(id)
    // The journal names a write before it is made: where it was not made after all, the document says nothing new.
    if (kept && (stamp <= kept.newDocumentState.stamp || saysNothing(row))) continue
    rows.set(id, kept ? combineRows(registry[collection], kept, row) : row)
  }
  return [...rows.values()].map((row) => ({ collection, row }))
}

function saysNothing({ assumedMasterState: base, newDocumentState: next }: PushRow): boolean {
  return base !== undefined && sameDocument(base, next)
}

async function rowsOf(
  databaseName: string,
  collection: CollectionName,
  ids: readonly string[],
): Promise<KeptRow[]> {
  const meta = `rx-replication-meta-${await defaultHashSha256(`${collection}-${REPLICATION}`)}`
  const documents = await newestOf(databaseName, collection)
  const bases = await newestOf(databaseName, meta)
  const definition = registry[collection]
  const wire = (stored: AnyDocument) => toWire<AnyDocument>(definition, ownFields(stored))
  const rows: KeptRow[] = []
  for (const id of ids) {
    const document = documents && asDocument(await read(documents, id))
    if (!document) continue
    const base = bases && baseIn(await read(bases, `${id}|0`))
    const deleted = Reflect.get(document, '_deleted') === '1'
    rows.push({
      collection,
      row: {
        ...(base ? { assumedMasterState: wire(base) } : {}),
        newDocumentState: { ...wire(document), _deleted: deleted },
      },
    })
  }
  return rows
}

function ownFields(stored: AnyDocument): AnyDocument {
  const { _meta, _rev, _attachments, _deleted, ...fields } = stored
  return fields
}

function asDocument(value: unknown): AnyDocument | undefined {
  if (!isJsonObject(value) || typeof value.id !== 'string' || typeof value.stamp !== 'string')
    return undefined
  return { ...value, id: value.id, stamp: value.stamp }
}

function baseIn(meta: unknown): AnyDocument | undefined {
  return isJsonObject(meta) ? asDocument(meta.docData) : undefined
}

/** The name of a stored collection's newest version. */
async function newestOf(databaseName: string, collection: string): Promise<string | undefined> {
  const start = `rxdb-dexie-${databaseName}--`
  const end = `--${collection}`
  const versionIn = (name: string) => Number(name.slice(start.length, -end.length))
  const names = (await indexedDB.databases())
    .map(({ name = '' }) => name)
    .filter((name) => name.startsWith(start) && name.endsWith(end) && Number.isInteger(versionIn(name)))
  return names.sort((a, b) => versionIn(b) - versionIn(a))[0]
}

async function read(database: string, key: string): Promise<unknown> {
  const db = await openExisting(database)
  if (!db) return undefined
  try {
    return await inTransaction(db, ['docs'], 'readonly', (store) =>
      requested<unknown>(store('docs').get(key)),
    )
  } finally {
    db.close()
  }
}

async function readAll(database: string, store: string): Promise<readonly unknown[]> {
  const db = await openExisting(database)
  if (!db) return []
  try {
    return await inTransaction(db, [store], 'readonly', (name) => requested<unknown[]>(name(store).getAll()))
  } finally {
    db.close()
  }
}
