import { createClock } from '../../shared/clock.ts'
import { typed } from '../../shared/collections/definition.ts'
import type { Equipment } from '../../shared/collections/equipment.ts'
import type { Transaction } from '../../shared/collections/transactions.ts'
import type { CustodyCollections } from '../custody/collections.ts'
import { addLink } from '../custody/ledger.ts'
import { SERVER_DEVICE } from '../sync/server-stamp.ts'
import type { Stored, Unit } from '../sync/unit.ts'

/** A stamp of the server's, later than what the thing carries: its own clock may be ahead. */
export function stampAfter(unit: Unit, thing: Equipment | undefined): string {
  const clock = createClock(SERVER_DEVICE, () => unit.now.getTime())
  for (const stamp of [thing?.stamp, thing?.statusStamp, thing?.conditionStamp])
    if (stamp !== undefined && stamp !== '') clock.receive(stamp)
  return clock.next()
}

/** Writes an entry of a loan into the school's ledger, with its line in the audit log. */
export function writeEntry(
  unit: Unit,
  { transactions }: CustodyCollections,
  entry: Omit<Transaction, 'occurredAt' | 'deviceId' | 'receivedAt' | 'createdAt' | 'updatedAt'>,
  loanId: string,
): Transaction {
  const now = unit.now.toISOString()
  const times = { occurredAt: now, receivedAt: now, createdAt: now, updatedAt: now }
  const written: Transaction = { ...entry, ...times, deviceId: SERVER_DEVICE }
  unit.put(transactions, {
    document: { ...written },
    deleted: false,
    seq: 0,
    fieldStamps: { '': entry.stamp },
    deviceStamps: {},
  })
  addLink(unit, entry.equipmentId, typed(transactions, { ...written }))
  unit.audit({
    actorId: entry.actorId,
    deviceId: undefined,
    action: 'create',
    collection: transactions.name,
    documentId: entry.id,
    detail: { type: entry.type, equipmentId: entry.equipmentId, loan: loanId },
  })
  return written
}

/** The thing with its loan named, or without one. */
export function putLoan(
  unit: Unit,
  { equipment }: CustodyCollections,
  stored: Stored,
  loan: Equipment['loan'],
): void {
  const { loan: _before, ...rest } = stored.document
  const document = { ...rest, id: stored.document.id, stamp: stored.document.stamp }
  unit.put(equipment, {
    ...stored,
    document: {
      ...document,
      ...(loan === undefined ? {} : { loan }),
      stamp: stampAfter(unit, typed(equipment, stored.document)),
      updatedAt: unit.now.toISOString(),
    },
  })
}
