import type { Equipment } from '../../../../shared/collections/equipment.ts'
import type { ReviewKind } from '../../../../shared/collections/reviews.ts'
import type { TransactionType } from '../../../../shared/collections/transactions.ts'
import { bulkChange } from '../../../../shared/custody.ts'
import { findDocuments } from '../../db/query.ts'
import type { Deed, Line } from './line.ts'

/** The ledger's word for each deed. */
export const typeOfDeed: Record<Deed, TransactionType> = {
  issued: 'check_out',
  returned: 'check_in',
  moved: 'transfer',
  found: 'report_found',
}

/** Reviews that say that it is not known who has a thing, which thing it is, or whether it stays. */
export const standsInTheWay: readonly ReviewKind[] = ['custody-fork', 'duplicate-tag', 'deletion']

/** How many of a bulk thing are out: the server's count and what this device has not been told is counted. */
export async function bulkOut(thing: Equipment): Promise<number> {
  const entries = await findDocuments('transactions', { selector: { equipmentId: thing.id } })
  const uncounted = entries
    .filter((entry) => entry.receivedAt === undefined)
    .reduce((sum, entry) => sum + bulkChange(entry.type, entry.quantity ?? 1).out, 0)
  return (thing.quantityOut ?? 0) + uncounted
}

/** To whom a bulk thing was given last; undoing a return gives it back to them. */
export async function lastTaker(thing: Equipment): Promise<string | undefined> {
  const entries = await findDocuments('transactions', { selector: { equipmentId: thing.id } })
  const given = entries.filter((entry) => entry.type === 'check_out' && entry.toHolderId !== undefined)
  return given.toSorted((a, b) => (a.occurredAt < b.occurredAt ? 1 : -1))[0]?.toHolderId
}

/** Whether what a line wanted stands in the ledger after all: the page ended between the commit and the list. */
export async function stoodInLedger(line: Line): Promise<boolean> {
  if (line.equipmentId === undefined || line.savingSince === undefined || line.state.kind === 'refused')
    return false
  const type = typeOfDeed[line.state.deed]
  const since = new Date(line.savingSince).toISOString()
  const entries = await findDocuments('transactions', {
    selector: { equipmentId: line.equipmentId, occurredAt: { $gte: since } },
  })
  return entries.some((entry) => entry.type === type && entry.toHolderId === line.to?.id)
}
