import { defaultHashSha256 } from 'rxdb/plugins/core'
import type { AnyDocument } from '../../../shared/collections/definition.ts'
import { isJsonObject } from '../../../shared/json.ts'
import { toWire } from '../../../shared/json-schema.ts'
import type { PushRow } from '../../../shared/protocol.ts'
import { type CollectionName, collectionNames, registry } from '../../../shared/registry.ts'
import { combineRows } from './combine-rows.ts'
import { sameDocument } from './conflict-handler.ts'
import { toParkedRow } from './parked-row.ts'
import { inTransaction, openExisting, readSideStore, requested, sideStoreName } from './side-store.ts'
import { goesBefore, onTopOf, toUnderwayRow, type UnderwayRow, underwayKeys } from './underway-row.ts'

/** The name under which a collection is replicated; RxDB keeps what the server holds under it. */
export const REPLICATION = 'etrax'

/** An unsent row on the state that it was made on, read from a database that is not open in RxDB. */
export interface KeptRow {
  readonly collection: CollectionName
  readonly row: PushRow
  /** An earlier one of the document whose answer never came: it goes before. */
  readonly before?: PushRow
}

/**
 * What is unsent in a local database, as it lies in IndexedDB: also in one that cannot be opened here, another person's, or
 * one of a former schema. RxDB's limit of open collections allows one database at a time.
 */
export async function keptRows(databaseName: string): Promise<readonly KeptRow[]> {
  const rows: KeptRow[] = []
  for (const { collection, parked, written, underway } of await unsentIn(databaseName)) {
    const last = new Map(parked)
    for (const row of written) {
      const { id } = row.newDocumentState
      const sent = underway.get(id)
      const kept =
        sent && goesBefore(sent, row) && isSame(sent.row, parked.get(id)) ? undefined : parked.get(id)
      const next = onTopOf(sent, row)
      last.set(id, kept ? combineRows(registry[collection], kept, next) : next)
    }
    for (const [id, row] of last) {
      const sent = underway.get(id)
      rows.push({ collection, row, ...(sent && goesBefore(sent, row) ? { before: sent.row } : {}) })
    }
  }
  return rows
}

/** What was written and not only set aside, as RxDB gives it: for whoever sends it as it is sent from here. */
export async function writtenRows(
  databaseName: string,
): Promise<ReadonlyMap<CollectionName, readonly PushRow[]>> {
  return new Map((await unsentIn(databaseName)).map(({ collection, written }) => [collection, written]))
}

interface Unsent {
  readonly collection: CollectionName
  readonly parked: ReadonlyMap<string, PushRow>
  /** Later than what is parked of their documents. */
  readonly written: readonly PushRow[]
  readonly underway: ReadonlyMap<string, UnderwayRow>
}

async function unsentIn(databaseName: string): Promise<readonly Unsent[]> {
  const side = sideStoreName(databaseName)
  const journal = await readSideStore(side, 'journal')
  const parkedRows = (await readSideStore(side, 'parked')).flatMap((value) => toParkedRow(value) ?? [])
  const sentRows = (await readSideStore(side, 'state', underwayKeys())).flatMap(
    (value) => toUnderwayRow(value) ?? [],
  )
  const unsent: Unsent[] = []
  for (const collection of collectionNames) {
    const isOfIt = (row: { readonly collection: CollectionName }) => row.collection === collection
    const parked = new Map(parkedRows.filter(isOfIt).map(({ id, row }) => [id, row]))
    // Of a document that was parked and not written since, the parked row is all that is unsent.
    const ids = journal.flatMap((entry) =>
      isJsonObject(entry) &&
      entry.collection === collection &&
      typeof entry.id === 'string' &&
      String(entry.stamp) > (parked.get(entry.id)?.newDocumentState.stamp ?? '')
        ? [entry.id]
        : [],
    )
    const rows = ids.length > 0 ? [...(await storedRows(databaseName, collection, ids)).values()] : []
    unsent.push({
      collection,
      parked,
      written: rows.filter((row) => isLater(row, parked.get(row.newDocumentState.id))),
      underway: new Map(sentRows.filter(isOfIt).map((row) => [row.id, row])),
    })
  }
  return unsent
}

/** The journal names a write before it is made: where it was not made after all, the document says nothing new. */
function isLater(row: PushRow, parked: PushRow | undefined): boolean {
  return !parked || (row.newDocumentState.stamp > parked.newDocumentState.stamp && !saysNothing(row))
}

function isSame(one: PushRow, other: PushRow | undefined): boolean {
  return one.newDocumentState.stamp === other?.newDocumentState.stamp
}

function saysNothing({ assumedMasterState: base, newDocumentState: next }: PushRow): boolean {
  return base !== undefined && sameDocument(base, next)
}

/** By id, with the bases that RxDB keeps. */
async function storedRows(
  databaseName: string,
  collection: CollectionName,
  ids: readonly string[],
): Promise<ReadonlyMap<string, PushRow>> {
  const meta = `rx-replication-meta-${await defaultHashSha256(`${collection}-${REPLICATION}`)}`
  const documents = await readDocuments(await newestOf(databaseName, collection), ids)
  const bases = await readDocuments(
    await newestOf(databaseName, meta),
    ids.map((id) => `${id}|0`),
  )
  const definition = registry[collection]
  const wire = (stored: AnyDocument) => toWire<AnyDocument>(definition, ownFields(stored))
  const rows = new Map<string, PushRow>()
  for (const [index, id] of ids.entries()) {
    const document = asDocument(documents[index])
    if (document?.id !== id) continue
    const base = baseIn(bases[index])
    rows.set(id, {
      ...(base ? { assumedMasterState: wire(base) } : {}),
      newDocumentState: { ...wire(document), _deleted: Reflect.get(document, '_deleted') === '1' },
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

/** One for each key, in order; undefined where there is none. */
async function readDocuments(
  database: string | undefined,
  keys: readonly string[],
): Promise<readonly unknown[]> {
  const db = database === undefined ? undefined : await openExisting(database)
  if (!db) return []
  try {
    return await inTransaction(db, ['docs'], 'readonly', (store) =>
      Promise.all(keys.map((key) => requested<unknown>(store('docs').get(key)))),
    )
  } finally {
    db.close()
  }
}
