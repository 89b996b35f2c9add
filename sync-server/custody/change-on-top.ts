import { laterStamp } from '../../shared/clock.ts'
import { typed } from '../../shared/collections/definition.ts'
import type { CustodyState } from '../../shared/custody.ts'
import type { Stored, Unit } from '../sync/unit.ts'
import type { CustodyCollections } from './collections.ts'
import type { PendingMove } from './ledger.ts'
import { custodyOf, putThing } from './move-thing.ts'
import { statusEntryId, writeStatusEntry } from './status-entry.ts'

/** A transaction that has come now, or was refused. */
export interface NamedTransaction {
  readonly id: string
  readonly stamp: string
  readonly actorId: string
  readonly deviceId: string
}

/**
 * [S1] A change of status carries the stamp of its transaction. One that names a transaction and has a later stamp was made on
 * top of that move, before either was sent, and stands for itself: it gets the server's entry, and a thing that is still where
 * it led names that entry. Returns whether there was one.
 */
export function keepChangeOnTop(
  unit: Unit,
  collections: CustodyCollections,
  stored: Stored,
  named: NamedTransaction,
  options: { readonly move: PendingMove | undefined; readonly before: Partial<CustodyState> },
): boolean {
  const { move, before } = options
  const thing = typed(collections.equipment, stored.document)
  const isCurrent = thing.custodyId === named.id && laterStamp(thing.statusStamp, named.stamp)
  const stamp = isCurrent ? thing.statusStamp : move?.statusStamp
  if (stamp === undefined || !laterStamp(stamp, named.stamp)) return false
  const actorId = move?.actorId ?? named.actorId
  const entryId = statusEntryId(thing.id, stamp, actorId)
  const left = move?.after ?? (isCurrent ? custodyOf(thing) : {})
  writeStatusEntry(unit, collections, {
    equipmentId: thing.id,
    entryId,
    before,
    after: { ...left, status: left.status ?? thing.status },
    stamp,
    actorId,
    deviceId: move?.deviceId ?? named.deviceId,
  })
  if (isCurrent) putThing(unit, collections, stored, { ...thing, custodyId: entryId }, ['custodyId'], stamp)
  return true
}
