import { isJsonObject } from '../../../shared/json.ts'
import type { PushRow } from '../../../shared/protocol.ts'
import { type CollectionName, collectionNames, registry } from '../../../shared/registry.ts'
import { combineRows } from './combine-rows.ts'
import { sameDocument } from './conflict-handler.ts'
import { otherDocuments, presentDocuments } from './document-databases.ts'
import { toParkedRow } from './parked-row.ts'
import { readSideStore, sideStoreName } from './side-store.ts'
import { storedRows } from './stored-rows.ts'
import { goesBefore, onTopOf, toUnderwayRow, type UnderwayRow, underwayKeys } from './underway-row.ts'

/** An unsent row on the state that it was made on, read from a database that is not open in RxDB. */
export interface KeptRow {
  readonly collection: CollectionName
  readonly row: PushRow
  /** An earlier one of the document whose answer never came: it goes before. */
  readonly before?: PushRow
}

/**
 * What is unsent in a local database, as it lies in IndexedDB, whatever version of the client stored it: also in one that cannot
 * be opened here, another person's. RxDB's limit of open collections allows one database at a time.
 */
export async function keptRows(databaseName: string): Promise<readonly KeptRow[]> {
  const present = await presentDocuments(databaseName)
  const all = [present, ...(await otherDocuments(databaseName))].map(({ name }) => name)
  const rows: KeptRow[] = []
  for (const { collection, parked, written, underway } of await unsentIn(databaseName, all)) {
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

/** What was written by this version and not only set aside, as RxDB gives it: for whoever sends it as it is sent from here. */
export async function writtenRows(
  databaseName: string,
): Promise<ReadonlyMap<CollectionName, readonly PushRow[]>> {
  const { name } = await presentDocuments(databaseName)
  const unsent = await unsentIn(databaseName, [name])
  return new Map(unsent.map(({ collection, written }) => [collection, written]))
}

interface Unsent {
  readonly collection: CollectionName
  readonly parked: ReadonlyMap<string, PushRow>
  /** Later than what is parked of their documents. */
  readonly written: readonly PushRow[]
  readonly underway: ReadonlyMap<string, UnderwayRow>
}

async function unsentIn(databaseName: string, documents: readonly string[]): Promise<readonly Unsent[]> {
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
    const wanted = new Map(
      journal.flatMap((entry) =>
        isJsonObject(entry) &&
        entry.collection === collection &&
        typeof entry.id === 'string' &&
        String(entry.stamp) > (parked.get(entry.id)?.newDocumentState.stamp ?? '')
          ? [[entry.id, String(entry.stamp)]]
          : [],
      ),
    )
    const rows = wanted.size > 0 ? await writtenIn(documents, collection, wanted) : []
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

export function saysNothing({ assumedMasterState: base, newDocumentState: next }: PushRow): boolean {
  return base !== undefined && sameDocument(base, next)
}

/** Of each document the state with the stamp of its write, or else the latest, from wherever it is. */
async function writtenIn(
  documents: readonly string[],
  collection: CollectionName,
  wanted: ReadonlyMap<string, string>,
): Promise<readonly PushRow[]> {
  const found = new Map<string, PushRow>()
  for (const name of documents) {
    for (const [id, row] of await storedRows(name, collection, [...wanted.keys()])) {
      const { stamp } = row.newDocumentState
      const other = found.get(id)?.newDocumentState.stamp
      if (other === undefined || (other !== wanted.get(id) && (stamp === wanted.get(id) || stamp > other)))
        found.set(id, row)
    }
  }
  return [...found.values()]
}
