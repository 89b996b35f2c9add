import { afterAll, beforeAll, expect, test } from 'vitest'
import type { AnyDocument } from '../../shared/collections/definition.ts'
import { uuidv7 } from '../../shared/ids.ts'
import type { PushRow } from '../../shared/protocol.ts'
import { connectDatabase, type Database } from '../db/database.ts'
import { withTenant } from '../tenancy/with-tenant.ts'
import { createTestSchool, entry, helmet, type TestDevice, type TestSchool } from './test-school.ts'

let school: TestSchool
let manager: TestDevice
let admin: Database

beforeAll(async () => {
  school = await createTestSchool()
  manager = await school.device('EQUIPMENT_MANAGER')
  admin = connectDatabase(school.database.adminUrl, { max: 1, name: 'test-admin' })
})
afterAll(async () => {
  await admin.end()
  await school.close()
})

const row = (newDocumentState: AnyDocument, assumedMasterState?: AnyDocument): PushRow =>
  assumedMasterState ? { newDocumentState, assumedMasterState } : { newDocumentState }

/**
 * Rows of one push that write in every place a push can: a plain creation, an edit that loses to a colleague's (a review), a
 * rejected one (another), a counted thing (its opening entry in the ledger), a bare change of status (another entry), and a
 * move whose transaction is to come. With the edited things, they are five documents, two ledger entries and two reviews.
 */
async function mixedBatch(): Promise<readonly PushRow[]> {
  const colleague = await school.device('EQUIPMENT_MANAGER')
  const [edited, lost, issued] = [helmet(manager.stamp()), helmet(manager.stamp()), helmet(manager.stamp())]
  await manager.push('equipment', [row(edited), row(lost), row(issued)])
  await colleague.write('equipment', { ...edited, name: 'Theirs', stamp: colleague.stamp() }, edited)
  const out = entry(manager, 'check_out', issued.id, { toHolderId: uuidv7() })
  const stamp = manager.stamp()
  return [
    row(helmet(manager.stamp())),
    row({ ...edited, name: 'Ours', size: 'L', stamp: manager.stamp() }, edited),
    row(helmet(manager.stamp(), { name: '' })),
    row(helmet(manager.stamp(), { kind: 'bulk', name: 'Cones', quantity: 12 })),
    row({ ...lost, status: 'lost', statusStamp: stamp, stamp }, lost),
    row(
      {
        ...issued,
        status: 'checked_out',
        holderId: out.toHolderId,
        custodyId: out.id,
        statusStamp: out.stamp,
        stamp: out.stamp,
      },
      issued,
    ),
  ]
}

const TABLES = ['equipment', 'transactions', 'reviews', 'pending_moves', 'audit', 'sync_state'] as const

/** All that a push writes, as one moment has it. */
function snapshot() {
  return withTenant(
    school.pool,
    school.tenant,
    async (tx) => {
      const found: Record<string, readonly unknown[]> = {}
      for (const table of TABLES)
        found[table] = (await tx`select to_jsonb(t) as row from ${tx(table)} as t order by 1`).map(
          (r) => r.row,
        )
      return found
    },
    { mode: 'snapshot' },
  )
}

/** How much there is, and where the counters stand. */
function counts() {
  return withTenant(
    school.pool,
    school.tenant,
    async (tx) => {
      const [found] = await tx<Record<string, number>[]>`
        select (select count(*)::int from equipment) as equipment,
          (select count(*)::int from transactions) as ledger,
          (select count(*)::int from reviews) as reviews,
          (select count(*)::int from pending_moves) as pending,
          (select coalesce(max(n), 0)::int from audit) as audit,
          (select seq::int from sync_state) as seq,
          greatest((select max(seq) from equipment), (select max(seq) from transactions),
            (select max(seq) from reviews), (select max(seq) from users))::int as newest`
      return { ...found }
    },
    { mode: 'snapshot' },
  )
}

test('[P5] where a late statement of a batch fails, nothing of it is stored, and it can be sent again', async () => {
  const rows = await mixedBatch()
  const before = await snapshot()
  const table = `${school.tenant.schema}.pending_moves`
  await admin.unsafe(`ALTER TABLE ${table} ADD CONSTRAINT refused CHECK (false) NOT VALID`)
  await expect(manager.push('equipment', rows)).rejects.toMatchObject({ code: '23514' })
  expect(await snapshot()).toEqual(before)

  await admin.unsafe(`ALTER TABLE ${table} DROP CONSTRAINT refused`)
  const answer = await manager.push('equipment', rows)
  expect(answer.rejected).toMatchObject([{ code: 'invalid' }])
  const after = await snapshot()
  const added = (name: (typeof TABLES)[number]) => (after[name]?.length ?? 0) - (before[name]?.length ?? 0)
  expect(TABLES.map((name) => [name, added(name)])).toEqual([
    ['equipment', 2],
    ['transactions', 2],
    ['reviews', 2],
    ['pending_moves', 1],
    ['audit', 8],
    ['sync_state', 0],
  ])
})

test('[P5] whoever looks while batches are stored sees all of one or nothing, and all of it once it is answered', async () => {
  const batches: (readonly PushRow[])[] = []
  for (let index = 0; index < 12; index += 1) batches.push(await mixedBatch())
  const prepared = await counts()
  /** What one batch adds: two new things, two entries, two reviews; nine numbers, since three more things change. */
  const after = (stored: number) => ({
    equipment: Number(prepared.equipment) + 2 * stored,
    ledger: Number(prepared.ledger) + 2 * stored,
    reviews: Number(prepared.reviews) + 2 * stored,
    pending: Number(prepared.pending) + stored,
    audit: Number(prepared.audit) + 8 * stored,
    seq: Number(prepared.seq) + 9 * stored,
    newest: Number(prepared.seq) + 9 * stored,
  })

  let done = false
  const seen: Awaited<ReturnType<typeof counts>>[] = []
  const watch = async () => {
    while (!done) seen.push(await counts())
  }
  const watching = [watch(), watch()]
  try {
    for (const [index, rows] of batches.entries()) {
      await manager.push('equipment', rows)
      expect(await counts()).toEqual(after(index + 1))
    }
  } finally {
    done = true
    await Promise.all(watching)
  }
  const possible = Array.from({ length: batches.length + 1 }, (_, stored) => JSON.stringify(after(stored)))
  expect(seen.map((counted) => JSON.stringify(counted)).filter((text) => !possible.includes(text))).toEqual(
    [],
  )
  expect(new Set(seen.map(({ seq }) => seq)).size).toBeGreaterThan(1)
})
