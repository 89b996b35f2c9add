import { equipment } from '../../shared/collections/equipment.ts'
import { transactions } from '../../shared/collections/transactions.ts'
import { EtraxError } from '../../shared/errors.ts'
import { isUuid } from '../../shared/ids.ts'
import type { PushAnswer, PushRow } from '../../shared/protocol.ts'
import type { Database } from '../db/database.ts'
import type { Sync } from '../sync/create-sync.ts'
import type { Sender } from '../sync/sender.ts'
import { type Tenant, withTenant } from '../tenancy/with-tenant.ts'
import { staffSubjects } from './staff.ts'

type Push = Sync['push']

/**
 * The push of the school's devices, and of its stations: what was done at a station is judged by the rights of whom it names,
 * and only of its staff. Of the things themselves a station sends nothing: its transactions move them [S1].
 */
export function pushWithStations(sync: Sync, database: Database): Push {
  return async (tenant, definition, sender, rows, condition) => {
    if (sender.subject.role !== 'STATION') return sync.push(tenant, definition, sender, rows, condition)
    if (definition === transactions)
      return await pushTransactions(sync, database, tenant, sender, rows, condition)
    if (definition !== equipment) return sync.push(tenant, definition, sender, rows, condition)
    await requireLedger(database, tenant, rows)
    // No row is a write then [P9]: each is answered with the thing as it is stored.
    return sync.push(tenant, definition, sender, rows.map(unstamped), condition)
  }
}

async function pushTransactions(
  sync: Sync,
  database: Database,
  tenant: Tenant,
  sender: Sender,
  rows: readonly PushRow[],
  condition: Parameters<Push>[4],
): Promise<PushAnswer> {
  const staff = await staffSubjects(database, tenant, sender.subject.userId)
  const documents: PushAnswer['documents'][number][] = []
  const rejected: PushAnswer['rejected'][number][] = []
  for (const run of runsByActor(rows)) {
    const subject = staff.get(run.actorId)
    const answer = subject
      ? await sync.push(tenant, transactions, { ...sender, subject }, run.rows, condition)
      : await refuse(sync, tenant, sender, run)
    documents.push(...answer.documents)
    rejected.push(...answer.rejected)
  }
  return { documents, rejected }
}

interface Run {
  readonly actorId: string
  readonly rows: readonly PushRow[]
}

/** Rows one after the other, as long as they name one person. */
function runsByActor(rows: readonly PushRow[]): readonly Run[] {
  const runs: { actorId: string; rows: PushRow[] }[] = []
  for (const row of rows) {
    const named = row.newDocumentState.actorId
    const actorId = typeof named === 'string' ? named : ''
    const last = runs.at(-1)
    if (last?.actorId === actorId) last.rows.push(row)
    else runs.push({ actorId, rows: [row] })
  }
  return runs
}

/** Nobody of this station did it, or nobody who may now: nothing of it is applied, and a manager finds it in a review. */
async function refuse(
  sync: Sync,
  tenant: Tenant,
  sender: Sender,
  { actorId, rows }: Run,
): Promise<PushAnswer> {
  if (!isUuid(actorId)) return sync.push(tenant, transactions, sender, rows)
  try {
    await sync.handOver(tenant, transactions, sender, actorId, rows, 'not-at-station')
  } catch (error) {
    if (!(error instanceof EtraxError) || error.code !== 'not-found') throw error
    // Who is named is no user of the school: the station's own word, which it has no right to.
    return sync.push(tenant, transactions, sender, rows)
  }
  const message = 'The person that it names may not act at this station.'
  return {
    documents: [],
    rejected: rows.map(({ newDocumentState: { id } }) => ({ id, code: 'forbidden', message })),
  }
}

/**
 * A thing that was moved here goes out with its transaction or after it: answered before, it would be shown as it was.
 * @throws EtraxError `database-unavailable`, to be tried again
 */
async function requireLedger(database: Database, tenant: Tenant, rows: readonly PushRow[]): Promise<void> {
  const named = rows.flatMap(({ newDocumentState: { custodyId } }) => (isUuid(custodyId) ? [custodyId] : []))
  const ids = [...new Set(named)]
  if (ids.length === 0) return
  const found = await withTenant(
    database,
    tenant,
    (tx) => tx<{ id: string }[]>`
      SELECT id::text FROM transactions WHERE id = ANY(${ids}::text[]::uuid[])
      UNION SELECT document_id FROM reviews WHERE collection = 'transactions' AND document_id = ANY(${ids}::text[])`,
  )
  const known = new Set(found.map(({ id }) => id))
  if (ids.some((id) => !known.has(id)))
    throw new EtraxError('database-unavailable', 'The transaction of this move has not come yet.', {
      retryAfter: 1,
    })
}

function unstamped({ newDocumentState }: PushRow): PushRow {
  return { newDocumentState: { ...newDocumentState, stamp: '' } }
}
