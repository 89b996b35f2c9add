import { isJsonObject } from '../../../shared/json.ts'
import type { PushRow } from '../../../shared/protocol.ts'
import { type CollectionName, isCollectionName } from '../../../shared/registry.ts'
import { requested, type SideStore } from '../db/side-store.ts'
import { dismissedAfter, readDismissed, writeDismissed } from './dismissed-refusals.ts'

const KEPT_MS = 14 * 24 * 3_600_000

/** A row that the server answered [D11]. */
export interface SentRow {
  readonly collection: CollectionName
  readonly row: PushRow
  /** Corrected time in ms at which it was answered. */
  readonly at: number
}

export function isPushRow(value: unknown): value is PushRow {
  if (!isJsonObject(value)) return false
  const sent = value.newDocumentState
  return isJsonObject(sent) && typeof sent.id === 'string' && typeof sent.stamp === 'string'
}

function isSentRow(value: unknown): value is SentRow {
  if (!isJsonObject(value)) return false
  const { collection, row, at } = value
  return (
    typeof collection === 'string' && isCollectionName(collection) && isPushRow(row) && typeof at === 'number'
  )
}

/** What was confirmed since a time, in the order in which it was. */
export async function sentSince(side: SideStore, since: number): Promise<readonly SentRow[]> {
  // In the order of its own keys: what an answer says of the time may set the clock back between two of them.
  const kept = await side.read(['sent'], (store) => requested<unknown[]>(store('sent').getAll()))
  return kept.filter(isSentRow).filter(({ at }) => at >= since)
}

/** Removes what is older than 14 days; what was dismissed before that cannot be refused again by it. */
export async function pruneSent(side: SideStore, now: number): Promise<void> {
  await side.write(['sent', 'state'], async (store) => {
    const old = await requested(
      store('sent')
        .index('at')
        .getAllKeys(IDBKeyRange.upperBound(now - KEPT_MS)),
    )
    for (const key of old) store('sent').delete(key)
    const dismissed = await readDismissed(store('state'))
    writeDismissed(store('state'), dismissedAfter(dismissed, now - KEPT_MS))
  })
}
