import { parseStamp } from '../../shared/clock.ts'
import { typed } from '../../shared/collections/definition.ts'
import type { EquipmentStatus } from '../../shared/collections/equipment.ts'
import type { Transaction } from '../../shared/collections/transactions.ts'
import type { CustodyState } from '../../shared/custody.ts'
import { derivedId } from '../sync/file-review.ts'
import type { Unit } from '../sync/unit.ts'
import type { CustodyCollections } from './collections.ts'
import { addLink } from './ledger.ts'

/**
 * The id of the server's own ledger entry for a status change, the same for the same change. Its author is part of it: a device id
 * is no proof of the device [C4], and who sends the stamp of somebody else's change has an entry of their own.
 */
export function statusEntryId(equipmentId: string, statusStamp: string, actorId: string): string {
  return derivedId('status_set', equipmentId, statusStamp, actorId)
}

export interface StatusChange {
  readonly equipmentId: string
  readonly entryId: string
  readonly before: Partial<CustodyState>
  readonly after: Partial<CustodyState> & { readonly status: EquipmentStatus }
  readonly stamp: string
  readonly actorId: string
  readonly deviceId: string
}

/** The ledger entry that the server writes for a change of status that no transaction stands for [S1]. */
export function writeStatusEntry(unit: Unit, { transactions }: CustodyCollections, change: StatusChange) {
  if (unit.get(transactions, change.entryId)) return
  const now = unit.now.toISOString()
  const { before, after } = change
  const entry: Transaction = {
    id: change.entryId,
    equipmentId: change.equipmentId,
    type: 'status_set',
    ...(before.holderId === undefined ? {} : { fromHolderId: before.holderId }),
    ...(after.holderId === undefined ? {} : { toHolderId: after.holderId }),
    ...(after.locationId === undefined ? {} : { locationId: after.locationId }),
    ...(after.dueAt === undefined ? {} : { dueAt: after.dueAt }),
    ...(before.custodyId === undefined ? {} : { previousId: before.custodyId }),
    note: `${before.status ?? 'available'} > ${after.status}`,
    occurredAt: new Date(parseStamp(change.stamp)?.ms ?? unit.now.getTime()).toISOString(),
    stamp: change.stamp,
    actorId: change.actorId,
    deviceId: change.deviceId,
    receivedAt: now,
    createdAt: now,
    updatedAt: now,
  }
  unit.put(transactions, {
    document: { ...entry },
    deleted: false,
    seq: 0,
    fieldStamps: { '': change.stamp },
    deviceStamps: {},
  })
  addLink(unit, change.equipmentId, typed(transactions, { ...entry }))
  unit.audit({
    actorId: change.actorId,
    deviceId: change.deviceId,
    action: 'create',
    collection: transactions.name,
    documentId: entry.id,
    detail: { type: 'status_set', equipmentId: change.equipmentId },
  })
}
