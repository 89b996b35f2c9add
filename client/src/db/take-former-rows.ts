import { parseStamp } from '../../../shared/clock.ts'
import type { PushRow } from '../../../shared/protocol.ts'
import { type CollectionName, collectionNames, registry } from '../../../shared/registry.ts'
import { combineRows } from './combine-rows.ts'
import { formerDocuments, presentDocuments } from './document-databases.ts'
import { idsWrittenBy } from './ids-written-by.ts'
import { journalEntries } from './journal.ts'
import { saysNothing } from './kept-rows.ts'
import type { LocalDatabase } from './local-database.ts'
import { type ParkedRow, toParkedRow } from './parked-row.ts'
import { requested } from './side-store.ts'
import { storedRows } from './stored-rows.ts'
import { takenKey } from './taken-key.ts'
import { goesBefore, onTopOf, toUnderwayRow, type UnderwayRow, underwayKey } from './underway-row.ts'

/**
 * Sets aside, to be sent from here, what tabs of former versions stored and nobody sent: what the journal names, or with
 * `everything` whatever this device wrote. Nothing is taken twice. Resolves to how many rows that were. For one tab or worker at
 * a time.
 */
export async function takeFormerRows(database: LocalDatabase, everything = false): Promise<number> {
  const { name, deviceId, side } = database
  const formers = await formerDocuments(name)
  if (formers.length === 0) return 0
  const present = await presentDocuments(name)
  const journal = await journalEntries(side)
  let taken = 0
  for (const former of formers) {
    for (const collection of collectionNames) {
      const noted = journal.filter((entry) => entry.collection === collection).map(({ id }) => id)
      const ids = everything ? await idsWrittenBy(deviceId, former.name, collection) : noted
      if (ids.length === 0) continue
      const written = [...(await storedRows(former.name, collection, ids)).values()].filter(
        (row) => isBy(deviceId, row) && !saysNothing(row),
      )
      const here = await storedRows(present.name, collection, written.map(idOf))
      taken += await take(database, collection, written, here)
    }
  }
  return taken
}

async function take(
  database: LocalDatabase,
  collection: CollectionName,
  written: readonly PushRow[],
  here: ReadonlyMap<string, PushRow>,
): Promise<number> {
  const { side, stamps, deviceId } = database
  const known = await side.read(['parked', 'state'], (store) =>
    Promise.all(
      written.map(async (row) => {
        const of = { collection, id: idOf(row) }
        return {
          row,
          parked: toParkedRow(await requested<unknown>(store('parked').get([collection, of.id]))),
          taken: toUnderwayRow(await requested<unknown>(store('state').get(takenKey(of)))),
          sent: toUnderwayRow(await requested<unknown>(store('state').get(underwayKey(of)))),
        }
      }),
    ),
  )
  const untaken = known.filter(({ row, taken }) => !taken || stampOf(taken.given) < stampOf(row))
  if (untaken.length === 0) return 0
  const rows = untaken.map(({ row, parked, taken, sent }) => {
    // What is set aside lies there with the state that it was made on, of which RxDB may know no more.
    const isSetAside = parked !== undefined && stampOf(parked.row) === stampOf(row)
    const next = isSetAside ? parked.row : onTopOf(taken ?? sent, row)
    const now = here.get(idOf(row))
    const later = [
      ...(now && isBy(deviceId, now) && stampOf(now) > stampOf(row) ? [now] : []),
      ...(parked && stampOf(parked.row) > stampOf(row) ? [parked.row] : []),
    ]
    // What was set aside and is under way goes out before by itself.
    const before =
      parked && stampOf(parked.row) < stampOf(row) && !(sent && goesBefore(sent, row) && isSame(sent, parked))
        ? parked.row
        : undefined
    const combined = [...(before ? [before] : []), next, ...later].reduce((earlier, one) =>
      combineRows(registry[collection], earlier, one),
    )
    return { row, combined, isLate: later.length > 0 }
  })
  // Where this version wrote the document since, the server may have that already, and takes no earlier write after it [P9].
  const late = rows.filter(({ isLate }) => isLate)
  const fresh = await stamps.take(late.map(({ row }) => [{ collection, id: idOf(row) }]))
  const at = stamps.now()
  await side.write(['parked', 'state'], (store) => {
    for (const one of rows) {
      const { row, combined } = one
      const of = { collection, id: idOf(row) }
      const stamp = fresh[late.indexOf(one)]
      const parked: ParkedRow = { ...of, row: stamp === undefined ? combined : stamped(combined, stamp), at }
      store('parked').put(parked)
      const noted: UnderwayRow = { ...of, row, given: row, answered: true }
      store('state').put(noted, takenKey(of))
    }
  })
  return rows.length
}

const idOf = (row: PushRow) => row.newDocumentState.id
const stampOf = (row: PushRow) => row.newDocumentState.stamp
const isSame = (sent: UnderwayRow, parked: ParkedRow) => stampOf(sent.row) === stampOf(parked.row)

function isBy(deviceId: string, row: PushRow): boolean {
  return parseStamp(stampOf(row))?.deviceId === deviceId
}

function stamped(row: PushRow, stamp: string): PushRow {
  return { ...row, newDocumentState: { ...row.newDocumentState, stamp } }
}
