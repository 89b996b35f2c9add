import { isJsonObject } from '../../../shared/json.ts'
import type { PushRow } from '../../../shared/protocol.ts'
import { type CollectionName, isCollectionName } from '../../../shared/registry.ts'
import { sameDocument } from './conflict-handler.ts'
import { isRow } from './parked-row.ts'
import { requested, type SideStore } from './side-store.ts'
import { valuesAt } from './values-at.ts'

/**
 * A row that went out, or was about to, kept until RxDB has noted its answer. Where the answer is lost, RxDB goes on naming the
 * state before that row as the one that the server holds: a field that is changed back says there what it says in that state,
 * which is no change [P3]. So the row is answered first, and the next one is made on top of it.
 */
export interface UnderwayRow {
  readonly collection: CollectionName
  readonly id: string
  /** As it goes out. */
  readonly row: PushRow
  /** As RxDB gave it: without what was set aside of the document, and on the state that RxDB knew. */
  readonly given: PushRow
  /** The server has taken it, or had before. */
  readonly answered: boolean
}

/**
 * Where it lies in `state`, which every version of the client has: a store of its own would take the side store away from pages
 * of the former version that are still open.
 */
export function underwayKey({
  collection,
  id,
}: {
  readonly collection: string
  readonly id: string
}): string {
  return `underway/${collection}/${id}`
}

export function underwayKeys(): IDBKeyRange {
  return IDBKeyRange.bound('underway/', 'underway0', false, true)
}

export function toUnderwayRow(value: unknown): UnderwayRow | undefined {
  if (!isJsonObject(value)) return undefined
  const { collection, id, row, given, answered } = value
  if (typeof collection !== 'string' || !isCollectionName(collection) || typeof id !== 'string')
    return undefined
  if (!isRow(row) || !isRow(given) || typeof answered !== 'boolean') return undefined
  return { collection, id, row, given, answered }
}

/** By document id. */
export async function underwayRows(
  side: SideStore,
  collection: CollectionName,
  ids: readonly string[],
): Promise<ReadonlyMap<string, UnderwayRow>> {
  const keys = ids.map((id) => underwayKey({ collection, id }))
  const kept = await side.read(['state'], (store) => valuesAt(store('state'), keys))
  return new Map(kept.flatMap((value) => toUnderwayRow(value) ?? []).map((one) => [one.id, one]))
}

/** Those that the server has taken, of all collections: RxDB has not noted that yet. */
export async function answeredRows(side: SideStore): Promise<readonly UnderwayRow[]> {
  const kept = await side.read(['state'], (store) =>
    requested<unknown[]>(store('state').getAll(underwayKeys())),
  )
  return kept.flatMap((value) => toUnderwayRow(value) ?? []).filter(({ answered }) => answered)
}

/** Whether a row is still to be answered before this one of its document goes out. */
export function goesBefore({ row, answered }: UnderwayRow, { newDocumentState: next }: PushRow): boolean {
  return !answered && row.newDocumentState.stamp < next.stamp
}

/**
 * The row as it is to go out when what goes before it was answered: the same write exactly as it was, and a later one that
 * RxDB gives with the same base on top of what was given before.
 */
export function onTopOf(before: UnderwayRow | undefined, row: PushRow): PushRow {
  if (!before) return row
  const { newDocumentState } = row
  const earlier = before.given.newDocumentState
  if (earlier.stamp === newDocumentState.stamp) return before.row
  if (earlier.stamp > newDocumentState.stamp || !hasSameBase(before.given, row)) return row
  return { assumedMasterState: earlier, newDocumentState }
}

/** Whether RxDB knew the same of the server's state at both rows. */
export function hasSameBase(one: PushRow, other: PushRow): boolean {
  const [a, b] = [one.assumedMasterState, other.assumedMasterState]
  return a && b ? sameDocument(a, b) : a === b
}
