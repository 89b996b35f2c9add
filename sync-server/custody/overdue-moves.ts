import { typed } from '../../shared/collections/definition.ts'
import type { Database } from '../db/database.ts'
import type { Committer } from '../sync/committer.ts'
import { needDocument } from '../sync/needs.ts'
import { type Tenant, withTenant } from '../tenancy/with-tenant.ts'
import type { CustodyCollections } from './collections.ts'
import { pendingMove, settlePendingMove } from './ledger.ts'
import { custodyOf } from './move-thing.ts'
import { statusEntryId, writeStatusEntry } from './status-entry.ts'

/** How long a move may wait for its transaction [S1]. */
export const MOVE_WAITS_MINUTES = 10
const AT_ONCE = 500

/**
 * Moves whose transaction has not come within ten minutes get a ledger entry from the server [S1]. The thing goes on naming
 * the transaction, so that it supersedes the entry when it comes after all. Returns how many were settled.
 */
export async function settleOverdueMoves(
  database: Database,
  committer: Committer,
  collections: CustodyCollections,
  tenant: Tenant,
  minutes: number = MOVE_WAITS_MINUTES,
): Promise<number> {
  const overdue = await withTenant(
    database,
    tenant,
    (transaction) => transaction<
      { equipment_id: string; custody_id: string; status_stamp: string; actor_id: string }[]
    >`
      select equipment_id, custody_id, status_stamp, actor_id from pending_moves
      where since <= now() - make_interval(mins => ${minutes}) order by since limit ${AT_ONCE}`,
    { mode: 'snapshot' },
  )
  if (overdue.length === 0) return 0
  return committer.run(tenant, {
    size: overdue.length,
    needs(needs) {
      for (const move of overdue) {
        needs.chains.add(move.equipment_id)
        needDocument(needs, collections.equipment, move.equipment_id)
        const entryId = statusEntryId(move.equipment_id, move.status_stamp, move.actor_id)
        needDocument(needs, collections.transactions, entryId)
      }
    },
    decide(unit) {
      let settled = 0
      for (const { equipment_id: equipmentId, custody_id: custodyId, status_stamp: stamp } of overdue) {
        const move = pendingMove(unit, equipmentId, custodyId)
        const stored = unit.get(collections.equipment, equipmentId)
        if (!move) continue
        settlePendingMove(unit, equipmentId, custodyId)
        settled += 1
        if (!stored) continue
        const thing = typed(collections.equipment, stored.document)
        const isCurrent = thing.custodyId === custodyId
        const left = move.after ?? (isCurrent ? custodyOf(thing) : {})
        writeStatusEntry(unit, collections, {
          equipmentId,
          entryId: statusEntryId(equipmentId, stamp, move.actorId),
          before: move.previous,
          after: { ...left, status: left.status ?? thing.status },
          stamp,
          actorId: move.actorId,
          deviceId: move.deviceId,
        })
      }
      return settled
    },
  })
}
