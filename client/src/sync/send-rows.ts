import type { WireDocument } from '../../../shared/collections/definition.ts'
import type { PushRow } from '../../../shared/protocol.ts'
import { withReceived } from '../../../shared/pushed-row.ts'
import { type CollectionName, registry } from '../../../shared/registry.ts'
import { sameDocument } from '../db/conflict-handler.ts'
import { goesBefore, onTopOf, type UnderwayRow, underwayRows } from '../db/underway-row.ts'
import { withParked } from './parked-rows.ts'
import { type PushOptions, pushRows } from './push-rows.ts'
import type { SyncContext } from './sync-context.ts'
import { keepUnderway } from './underway-rows.ts'

export interface SentRows {
  /** The stored documents of those that differ from what was sent. */
  readonly stored: readonly WireDocument[]
  /** States that went out otherwise than they were given, because they say what was set aside as well. */
  readonly differing: readonly WireDocument[]
}

/**
 * Sends writes of this device, one a document, so that each reaches the server on the state that it was made on: behind an
 * earlier one of its document whose answer never came, and together with what was set aside. Resolves when the server has
 * answered all of them.
 */
export async function sendRows(
  context: SyncContext,
  collection: CollectionName,
  given: readonly PushRow[],
  options: PushOptions = {},
): Promise<SentRows> {
  const { side } = context.database
  const ids = given.map((row) => row.newDocumentState.id)
  let underway = await underwayRows(side, collection, ids)
  const before = given.flatMap((row) => {
    const kept = underway.get(row.newDocumentState.id)
    return kept && goesBefore(kept, row) ? [kept.row] : []
  })
  if (before.length > 0) {
    const { note: _, ...rest } = options
    await pushRows(context, collection, before, rest)
    underway = await underwayRows(side, collection, ids)
  }
  const rows = await withParked(
    context,
    collection,
    given.map((row) => onAnswered(underway.get(row.newDocumentState.id), row)),
  )
  const sent = given.flatMap((one, at) => {
    const row = rows[at]
    return row ? [{ given: one, row }] : []
  })
  const isKept = ({ row }: (typeof sent)[number]) => {
    const { id, stamp } = row.newDocumentState
    return (underway.get(id)?.row.newDocumentState.stamp ?? '') >= stamp
  }
  await keepUnderway(
    side,
    sent
      .filter((one) => !isKept(one))
      .map((one) => ({ ...one, collection, id: one.row.newDocumentState.id, answered: false })),
  )
  const stored = await pushRows(context, collection, rows, options)
  const differing = sent.flatMap(({ given: { newDocumentState: was }, row }) => {
    // A row that was set aside as it was sent again lacks what is only received, and RxDB stores what differs.
    const is = withReceived(registry[collection], row.newDocumentState, was)
    return sameDocument(is, was) ? [] : [{ ...is, _deleted: is._deleted === true }]
  })
  return { stored, differing }
}

/** One that was set aside instead is no base: its words go out with the later row. */
function onAnswered(before: UnderwayRow | undefined, row: PushRow): PushRow {
  return before && goesBefore(before, row) ? row : onTopOf(before, row)
}
