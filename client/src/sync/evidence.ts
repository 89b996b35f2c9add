import type { Review } from '../../../shared/collections/reviews.ts'
import { rawDocuments } from '../db/raw-documents.ts'
import { requested } from '../db/side-store.ts'
import { openDisputes } from './open-disputes.ts'
import type { Resync } from './resync.ts'
import type { SyncContext } from './sync-context.ts'

const ASKED = 'evidence-asked'
const MOST_ASKED = 500

/**
 * Brings entries back that had left this device as old ones [D7] and that an open review needs now: a device that was away for
 * weeks may bring the other side of them. Nobody decides without them. The ledger is read anew, once for each state of a review.
 */
export async function bringEvidence(context: SyncContext, resync: Pick<Resync, 'begin'>): Promise<void> {
  const { database, memory } = context
  const { generation, complete } = memory.of('transactions')
  if (complete !== generation) return
  const asked = new Set(await askedBefore(context))
  const lacking = await withoutEntries(context, await openDisputes(database))
  const keys = lacking.map(({ id, version }) => `${id} ${version}`).filter((key) => !asked.has(key))
  if (keys.length === 0) return
  await database.side.write(['state'], (store) => {
    store('state').put([...asked, ...keys].slice(-MOST_ASKED), ASKED)
  })
  await resync.begin('transactions', generation, { reason: 'purged' })
}

async function askedBefore({ database }: SyncContext): Promise<readonly string[]> {
  const kept = await database.side.read(['state'], (store) => requested<unknown>(store('state').get(ASKED)))
  return Array.isArray(kept) ? kept.filter((one) => typeof one === 'string') : []
}

async function withoutEntries(
  { database }: SyncContext,
  disputes: readonly Review[],
): Promise<readonly Review[]> {
  const ids = disputes.flatMap(({ transactionIds = [] }) => transactionIds)
  if (ids.length === 0) return []
  const here = await rawDocuments(database.collections.transactions, [...new Set(ids)])
  return disputes.filter(({ transactionIds = [] }) =>
    transactionIds.some((id) => (here.get(id)?._deleted ?? true) === true),
  )
}
