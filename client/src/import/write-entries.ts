import type { Equipment } from '../../../shared/collections/equipment.ts'
import {
  transactions as ledger,
  type Transaction,
  type TransactionType,
} from '../../../shared/collections/transactions.ts'
import type { Role } from '../../../shared/roles.ts'
import { checkTransaction, followsLawfully } from '../../../shared/transitions.ts'
import { validateDocument } from '../../../shared/validate.ts'
import { moved } from '../custody/move.ts'
import { repairCustodyUntilDone } from '../custody/repair.ts'
import { mayDo } from '../custody/rights.ts'
import { type Details, makeTransaction } from '../custody/transaction.ts'
import { actor } from '../db/actor.ts'
import type { LocalDatabase } from '../db/local-database.ts'
import { rawDocuments, withoutRaw } from '../db/raw-documents.ts'
import { type Change, saveLocal } from '../db/save-local.ts'
import { typedDocument } from '../db/typed-document.ts'

/** A ledger entry under an id that is known beforehand, so that it is never made twice. */
export interface KnownEntry {
  readonly id: string
  readonly equipmentId: string
  readonly type: TransactionType
  readonly details: Details
  /** Whether the entry may still follow on the thing as it is now. */
  readonly may: (thing: Equipment) => boolean
}

/**
 * Enters what is not entered yet and moves the things by it. Resolves to the ids of entries that are in the ledger; the
 * others had a thing that is gone or has moved on.
 *
 * @throws StorageError where nothing is saved
 */
export async function writeEntries(
  database: LocalDatabase,
  entries: readonly KnownEntry[],
): Promise<ReadonlySet<string>> {
  const { userId, role } = actor()
  const there = await rawDocuments(
    database.collections.transactions,
    entries.map((entry) => entry.id),
  )
  const things = await rawDocuments(
    database.collections.equipment,
    entries.map((entry) => entry.equipmentId),
  )
  const entered = new Set(there.keys())
  const groups = entries.flatMap((entry): Change[][] => {
    const raw = things.get(entry.equipmentId)
    const thing = raw && !raw._deleted ? typedDocument('equipment', withoutRaw(raw)) : undefined
    if (entered.has(entry.id) || !thing || !entry.may(thing) || !mayDo(role, entry.type)) return []
    const make = (stamp: string, now: number) =>
      makeTransaction(
        entry.type,
        entry.id,
        thing,
        { equipmentId: thing.id },
        entry.details,
        { actorId: userId, deviceId: database.deviceId },
        stamp,
        now,
      )
    const probe = make(`${'0'.repeat(13)}-0000-${database.deviceId}`, database.stamps.now())
    if (validateDocument(ledger, probe).length > 0) return []
    if (checkTransaction(probe, thing.kind).length > 0 || !followsLawfully(probe, thing, role)) return []
    entered.add(entry.id)
    return [changesOf(entry, make, role)]
  })
  const { complete } = await saveLocal(database, groups)
  if (!complete) repairCustodyUntilDone(database, role)
  return entered
}

/** The ledger first: if the device dies between the two, the move is derived from it at the next start. */
function changesOf(
  entry: KnownEntry,
  make: (stamp: string, now: number) => Transaction,
  role: Role,
): Change[] {
  let written: Transaction | undefined
  return [
    {
      collection: 'transactions',
      id: entry.id,
      apply(current, stamp, now) {
        if (current) return undefined
        written = make(stamp, now)
        return { ...written }
      },
    },
    {
      collection: 'equipment',
      id: entry.equipmentId,
      apply(current) {
        const stored = current && typedDocument('equipment', current)
        const after = written && stored && moved(stored, written, role)
        return after && { ...after }
      },
    },
  ]
}
