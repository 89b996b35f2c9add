import { afterAll, beforeAll, expect, test } from 'vitest'
import { uuidv7 } from '../../shared/ids.ts'
import { createTestDatabase, type TestDatabase } from '../db/test-postgres.ts'
import { createLog } from '../observability/log.ts'
import { type TestSchools, testSchools } from '../tenancy/test-schools.ts'
import { type Tenant, withTenant } from '../tenancy/with-tenant.ts'
import { addPartitionsAhead } from './partitions.ts'

let database: TestDatabase
let schools: TestSchools
let tenant: Tenant
const log = createLog('silent')
const now = new Date('2026-11-20T00:00:00.000Z')

beforeAll(async () => {
  database = await createTestDatabase()
  schools = await testSchools(database)
  tenant = await schools.provision('northridge')
})
afterAll(async () => {
  await schools.end()
  await database.drop()
})

function addTransaction(ms: number) {
  return withTenant(schools.app, tenant, async (tx) => {
    const [row] = await tx<{ id: string; part: string }[]>`
      INSERT INTO transactions (id, equipment_id, type, occurred_at, actor_id, device_id, stamp, seq)
      VALUES (${uuidv7(ms)}, ${uuidv7()}, 'inspect', ${new Date(ms)}, ${uuidv7()}, 'tablet', '', 1)
      RETURNING id`
    return row?.id ?? ''
  })
}

async function partitionOf(id: string): Promise<string> {
  const [row] = await schools.admin.unsafe<{ part: string }[]>(
    `SELECT tableoid::regclass::text AS part FROM ${tenant.schema}.transactions WHERE id = $1`,
    [id],
  )
  return row?.part.split('.')[1] ?? ''
}

test('a small school keeps its default partitions alone', async () => {
  expect(await addPartitionsAhead(schools.admin, tenant, log, { now })).toBe(0)
})

test('a large one gets the coming periods once, and rows go where their id says', async () => {
  const options = { now, worthBytes: 0 }
  expect(await addPartitionsAhead(schools.admin, tenant, log, options)).toBe(3 + 2 + 7)
  expect(await addPartitionsAhead(schools.admin, tenant, log, options)).toBe(0)
  const december = await addTransaction(Date.parse('2026-12-01T00:00:00.000Z'))
  const november = await addTransaction(Date.parse('2026-11-30T23:59:59.999Z'))
  const lateFebruary = await addTransaction(Date.parse('2027-02-28T12:00:00.000Z'))
  expect(await partitionOf(december)).toBe('transactions_2026_12')
  expect(await partitionOf(november)).toBe('transactions_default')
  expect(await partitionOf(lateFebruary)).toBe('transactions_2027_02')
})

test('a period whose rows came early stays in the default partition, and the rows stay readable', async () => {
  const early = await addTransaction(Date.parse('2027-03-10T00:00:00.000Z'))
  const later = new Date('2026-12-20T00:00:00.000Z')
  await addPartitionsAhead(schools.admin, tenant, log, { now: later, worthBytes: 0 })
  expect(await partitionOf(early)).toBe('transactions_default')
})
