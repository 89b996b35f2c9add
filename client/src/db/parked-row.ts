import { isJsonObject } from '../../../shared/json.ts'
import type { PushRow } from '../../../shared/protocol.ts'
import { type CollectionName, isCollectionName } from '../../../shared/registry.ts'
import { requested, type SideStore } from './side-store.ts'

/**
 * A row that the server could not take. RxDB takes its state for the one that the server holds: what was written in it stands
 * nowhere else as unsent, also after a pull has brought another state of the document.
 */
export interface ParkedRow {
  readonly collection: CollectionName
  readonly id: string
  readonly row: PushRow
  /** Corrected time in ms. */
  readonly at: number
}

export function toParkedRow(value: unknown): ParkedRow | undefined {
  if (!isJsonObject(value)) return undefined
  const { collection, id, row, at } = value
  if (typeof collection !== 'string' || !isCollectionName(collection) || typeof id !== 'string')
    return undefined
  if (!isRow(row) || typeof at !== 'number') return undefined
  return { collection, id, row, at }
}

export function isRow(value: unknown): value is PushRow {
  if (!isJsonObject(value)) return false
  const sent = value.newDocumentState
  return isJsonObject(sent) && typeof sent.id === 'string' && typeof sent.stamp === 'string'
}

/** By {@link parkedKey}. */
export async function parkedRows(side: SideStore): Promise<ReadonlyMap<string, ParkedRow>> {
  const kept = await side.read(['parked'], (store) => requested<unknown[]>(store('parked').getAll()))
  return new Map(kept.flatMap((value) => toParkedRow(value) ?? []).map((row) => [parkedKey(row), row]))
}

export function parkedKey({
  collection,
  id,
}: {
  readonly collection: CollectionName
  readonly id: string
}): string {
  return `${collection},${id}`
}
