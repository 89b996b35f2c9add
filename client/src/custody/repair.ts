import type { Transaction } from '../../../shared/collections/transactions.ts'
import type { Role } from '../../../shared/roles.ts'
import { journalEntries } from '../db/journal.ts'
import type { LocalDatabase } from '../db/local-database.ts'
import { rawDocuments, withoutRaw } from '../db/raw-documents.ts'
import { saveMoves } from '../db/save-moves.ts'
import { typedDocument } from '../db/typed-document.ts'
import { moved } from './move.ts'

const RETRY_MS = 10_000

/**
 * Derives again the local moves of transactions that are not answered yet: the device may have died, or its disk been
 * full, between the ledger's entry and the thing's move.
 */
export async function repairCustody(database: LocalDatabase, role: Role): Promise<void> {
  const ids = (await journalEntries(database.side))
    .filter((entry) => entry.collection === 'transactions')
    .map((entry) => entry.id)
  const ledger = await rawDocuments(database.collections.transactions, ids)
  const transactions: Transaction[] = []
  for (const raw of ledger.values()) {
    const transaction = typedDocument('transactions', withoutRaw(raw))
    if (transaction) transactions.push(transaction)
  }
  transactions.sort((a, b) => (a.stamp < b.stamp ? -1 : 1))
  await saveMoves(
    database,
    transactions.map((transaction) => ({
      id: transaction.equipmentId,
      stamp: transaction.stamp,
      apply(current) {
        const thing = current && typedDocument('equipment', current)
        const after = thing && moved(thing, transaction, role)
        return after && { ...after }
      },
    })),
  )
}

/** Goes on trying: the disk may have room again later. A reload tries as well. */
export function repairCustodyUntilDone(database: LocalDatabase, role: Role): void {
  repairCustody(database, role).catch(() => {
    setTimeout(() => {
      if (!database.rx.closed) repairCustodyUntilDone(database, role)
    }, RETRY_MS)
  })
}
