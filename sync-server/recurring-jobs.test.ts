import { randomBytes } from 'node:crypto'
import { tmpdir } from 'node:os'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { uuidv7 } from '../shared/ids.ts'
import { registry } from '../shared/registry.ts'
import { schoolCustody } from './create-school-sync.ts'
import { dataProtection } from './data-protection/data-protection.ts'
import { masterKeys } from './data-protection/master-keys.ts'
import { connectDatabase, type Database } from './db/database.ts'
import { createMessages } from './messages/messages.ts'
import { createLog } from './observability/log.ts'
import { erasureLedger } from './privacy/erasure-ledger.ts'
import { recurringJobs } from './recurring-jobs.ts'
import { derivedId } from './sync/file-review.ts'
import { writeAsServer } from './sync/server-write.ts'
import { createTestSchool, entry, helmet, openReview, type TestSchool } from './sync/test-school.ts'
import { APP_ROLE } from './tenancy/test-schools.ts'
import { withTenant } from './tenancy/with-tenant.ts'

let school: TestSchool
let admin: Database
const logged: Record<string, unknown>[] = []

beforeAll(async () => {
  school = await createTestSchool()
  admin = connectDatabase(school.database.adminUrl, { max: 1, name: 'test-admin' })
  // Lakeview comes before Northridge.
  for (const table of ['pending_moves', 'idempotency_keys'])
    await admin.unsafe(`ALTER TABLE ${school.other.schema}.${table} RENAME TO ${table}_lost`)
})
afterAll(async () => {
  await admin.end()
  await school.close()
})

async function run(name: string) {
  const log = createLog('error', { write: (line) => void logged.push(JSON.parse(line)) })
  const databases = {
    app: school.pool,
    admin: { database: admin, url: school.database.adminUrl },
    appRole: APP_ROLE,
  }
  const messages = createMessages({
    database: school.pool,
    protection: dataProtection({
      database: school.pool,
      masterKeys: masterKeys(tmpdir(), [randomBytes(32)]),
    }),
    settings: { mail: undefined, sms: undefined },
    log,
  })
  const erasure = {
    database: school.pool,
    committer: school.sync.committer,
    collections: schoolCustody,
    ledger: erasureLedger(school.pool, tmpdir()),
  }
  const job = recurringJobs(databases, school.sync, messages, erasure, log).find(
    (recurring) => recurring.name === name,
  )
  if (!job) throw new Error(`There is no job ${name}.`)
  logged.length = 0
  await job.run()
}

test('[S1] a school whose tables are broken is logged, and the moves of the schools after it get their entries', async () => {
  const manager = await school.device('EQUIPMENT_MANAGER')
  const made = helmet(manager.stamp())
  await manager.write('equipment', made)
  const lost = entry(manager, 'report_lost', made.id)
  const copy = { ...made, status: 'lost', custodyId: lost.id, statusStamp: lost.stamp, stamp: lost.stamp }
  await manager.write('equipment', copy, made)
  await withTenant(
    school.pool,
    school.tenant,
    (tx) => tx`UPDATE pending_moves SET since = now() - interval '11 minutes'`,
  )
  await run('overdue-moves')
  expect(logged).toMatchObject([{ job: 'overdue-moves', tenant: 'lakeview', err: { code: '42P01' } }])
  expect(await manager.all('transactions')).toMatchObject([
    { equipmentId: made.id, type: 'status_set', note: 'available > lost' },
  ])
})

test('a school whose tables are broken is logged, and the schools after it are kept in order', async () => {
  const [hash, id] = [Buffer.alloc(32), uuidv7()]
  await withTenant(
    school.pool,
    school.tenant,
    (tx) => tx`
      INSERT INTO idempotency_keys (user_id, key, request_hash, document_id, stamp, created_at)
      VALUES (${id}, 'old', ${hash}, ${id}, '', now() - interval '3 days'), (${id}, 'new', ${hash}, ${id}, '', now())`,
  )
  await run('housekeeping')
  expect(logged).toMatchObject([{ job: 'housekeeping', tenant: 'lakeview', err: { code: '42P01' } }])
  expect((await school.rows('idempotency_keys')).map(({ key }) => key)).toEqual(['new'])
})

test('what is open about a borrowed thing that has left is settled with the rest', async () => {
  const manager = await school.device('EQUIPMENT_MANAGER')
  // Of a loan that ended before that was done as the thing left.
  const left = { ...helmet(manager.stamp()), id: derivedId('loan-thing', uuidv7(), '0') }
  const asked = { ...openReview(uuidv7()), kind: 'deletion', documentId: left.id, authorId: uuidv7() }
  await writeAsServer(school.sync.committer, school.tenant, undefined, [
    { definition: registry.equipment, id: left.id, change: () => left },
    { definition: registry.reviews, id: asked.id, change: () => asked },
  ])
  await admin.unsafe(`UPDATE ${school.tenant.schema}.equipment SET deleted = true WHERE id = $1`, [left.id])
  await run('housekeeping')
  expect(await school.rows('reviews')).toMatchObject([{ id: asked.id, state: 'settled' }])
})

test('a job ends where the database is away, and comes again', async () => {
  school.database.kill()
  await expect(run('overdue-moves')).rejects.toThrow()
  await school.database.start()
  await run('overdue-moves')
})
