import { typed } from '../../shared/collections/definition.ts'
import type { CustodyCollections } from '../custody/collections.ts'
import { chainOf } from '../custody/ledger.ts'
import type { Unit } from '../sync/unit.ts'

/**
 * How many pieces of a counted thing each holder has by the ledger, those who have none left out. Asking makes the commit read the
 * entries and decide again.
 */
export function piecesByHolder(
  unit: Unit,
  { transactions }: CustodyCollections,
  equipmentId: string,
): ReadonlyMap<string, number> {
  const pieces = new Map<string, number>()
  const add = (holderId: string | undefined, count: number) => {
    if (holderId !== undefined) pieces.set(holderId, (pieces.get(holderId) ?? 0) + count)
  }
  for (const { id } of chainOf(unit, equipmentId)) {
    const stored = unit.get(transactions, id)
    if (!stored) continue
    const { type, quantity = 1, fromHolderId, toHolderId } = typed(transactions, stored.document)
    if (type === 'check_out' || type === 'transfer') add(toHolderId, quantity)
    if (type === 'check_in' || type === 'report_lost' || type === 'transfer') add(fromHolderId, -quantity)
  }
  return new Map([...pieces].filter(([, count]) => count > 0).toSorted(([a], [b]) => (a < b ? -1 : 1)))
}
