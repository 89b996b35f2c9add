import type { Equipment } from '../../../shared/collections/equipment.ts'
import type { Transaction, TransactionType } from '../../../shared/collections/transactions.ts'
import { bulkChange } from '../../../shared/custody.ts'
import { findDocuments } from '../db/query.ts'

/** Somebody's pieces of a bulk thing. */
export interface BulkHolding {
  readonly holderId: string
  readonly count: number
}

/** Several have pieces of a bulk thing, and nobody said whose these are. Nothing was written. */
export class GiverNeededError extends Error {
  override name = 'GiverNeededError'
  readonly equipmentId: string
  readonly holdings: readonly BulkHolding[]

  constructor(equipmentId: string, holdings: readonly BulkHolding[]) {
    super(`${holdings.length} have some of ${equipmentId}: who gives them back is to be named.`)
    this.equipmentId = equipmentId
    this.holdings = holdings
  }
}

/** Types that take pieces of a bulk thing from whoever has them. */
const takesFromHolder: readonly TransactionType[] = ['check_in', 'report_lost']

/**
 * Who has how many pieces of a bulk thing, by the entries of its ledger in any order; whoever took some last comes first.
 * A thing itself names no holder of pieces: only the ledger does.
 */
export function bulkHoldings(entries: readonly Transaction[]): readonly BulkHolding[] {
  const counts = new Map<string, number>()
  const add = (holderId: string | undefined, change: number) => {
    if (holderId !== undefined) counts.set(holderId, (counts.get(holderId) ?? 0) + change)
  }
  const taken = new Map<string, string>()
  for (const { type, fromHolderId, toHolderId, quantity = 1, occurredAt } of entries) {
    if (type === 'check_out' || type === 'transfer') {
      add(toHolderId, quantity)
      if (toHolderId !== undefined && occurredAt > (taken.get(toHolderId) ?? ''))
        taken.set(toHolderId, occurredAt)
      if (type === 'transfer') add(fromHolderId, -quantity)
    } else if (takesFromHolder.includes(type)) add(fromHolderId, -quantity)
  }
  return [...counts]
    .flatMap(([holderId, count]) => (count > 0 ? [{ holderId, count }] : []))
    .toSorted((a, b) => ((taken.get(a.holderId) ?? '') < (taken.get(b.holderId) ?? '') ? 1 : -1))
}

const entriesOf = (thing: Equipment) => findDocuments('transactions', { selector: { equipmentId: thing.id } })

/** The same of what this device knows. */
export async function findBulkHoldings(thing: Equipment): Promise<readonly BulkHolding[]> {
  return bulkHoldings(await entriesOf(thing))
}

/** How many of a bulk thing are out: the server's count and what this device has not been told is counted. */
export async function bulkOut(thing: Equipment): Promise<number> {
  const uncounted = (await entriesOf(thing))
    .filter((entry) => entry.receivedAt === undefined)
    .reduce((sum, entry) => sum + bulkChange(entry.type, entry.quantity ?? 1).out, 0)
  return (thing.quantityOut ?? 0) + uncounted
}

/**
 * Who gives pieces of a bulk thing back, or lost them: whoever was named, else the only one who has any. Undefined where
 * no entry on this device says that anybody has some, and for what takes from nobody.
 * @throws GiverNeededError
 */
export async function giverOf(
  thing: Equipment,
  type: TransactionType,
  named: string | undefined,
): Promise<string | undefined> {
  if (thing.kind !== 'bulk' || !takesFromHolder.includes(type)) return undefined
  if (named !== undefined) return named
  const holdings = await findBulkHoldings(thing)
  if (holdings.length > 1) throw new GiverNeededError(thing.id, holdings)
  return holdings[0]?.holderId
}
