import Papa from 'papaparse'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { uuidv7 } from '../../shared/ids.ts'
import { RETENTION_RULES } from '../../shared/retention.ts'
import { type TestServer, type TestUser, testServer } from '../identity/test-server.ts'
import type { Tenant } from '../tenancy/with-tenant.ts'
import { withTenant } from '../tenancy/with-tenant.ts'
import { shortenAudit } from './shorten-audit.ts'
import { verifyAudit, verifyAuditAsOwner } from './verify-audit.ts'

let server: TestServer
let school: Tenant
let admin: TestUser
let token: string
let manager: TestUser
let managersToken: string
const helmet = uuidv7()

beforeAll(async () => {
  server = await testServer()
  school = await server.schools.provision('northridge')
  admin = await server.addUser(school, 'SCHOOL_ADMIN')
  token = await server.tokenOf(admin)
  manager = await server.addUser(school, 'EQUIPMENT_MANAGER')
  managersToken = await server.tokenOf(manager)
  await write('POST', '/api/v1/equipment', {
    id: helmet,
    name: '=HYPERLINK("http://evil")',
    kind: 'serialized',
    status: 'available',
  })
  await write('PATCH', `/api/v1/equipment/${helmet}`, { name: 'Helmet', custom: { b: '2', a: 'ñ "x"' } })
})
afterAll(() => server.end())

async function write(method: string, path: string, body: unknown) {
  const answer = await server.request(path, { method, body: JSON.stringify(body), token: managersToken })
  expect(answer.ok).toBe(true)
}
const get = (path: string) => server.request(`/api/v1${path}`, { token })
const asOwner = (statement: string) => server.schools.admin.unsafe(statement)

test('what was done to a thing is found by the thing, the person and the time, the latest first', async () => {
  const found = await (await get(`/audit?documentId=${helmet}`)).json()
  expect(found.entries.map((entry: { action: string }) => entry.action)).toEqual(['update', 'create'])
  expect(found.entries[0]).toMatchObject({
    actorId: manager.id,
    actorName: 'EQUIPMENT_MANAGER of northridge',
    collection: 'equipment',
    documentId: helmet,
  })
  expect(found.before).toBeUndefined()
  const byOther = await (await get(`/audit?documentId=${helmet}&actorId=${admin.id}`)).json()
  expect(byOther.entries).toEqual([])
  const later = await (await get('/audit?from=2999-01-01')).json()
  expect(later.entries).toEqual([])
})

test('pages of the search hold every entry once', async () => {
  const all = (await (await get('/audit?limit=500')).json()).entries.map((entry: { n: number }) => entry.n)
  const seen: number[] = []
  let before: number | undefined
  do {
    const page = await (await get(`/audit?limit=1${before ? `&before=${before}` : ''}`)).json()
    for (const { n } of page.entries) seen.push(n)
    before = page.before
  } while (before !== undefined)
  expect(seen).toEqual(all)
  expect(all.length).toBeGreaterThan(3)
})

test.each([
  '/audit?from=yesterday',
  '/audit?actorId=1',
  '/audit?limit=0',
  '/audit?limit=501',
  '/audit?before=-1',
  '/audit?order=n',
  '/audit?action=%00',
  '/audit/export?format=xlsx',
])('%s is refused with a stable code', async (path) => {
  const answer = await get(path)
  expect([answer.status, (await answer.json()).code]).toEqual([400, 'malformed-request'])
})

test('the log is exported whole, as CSV without formulas and as JSON lines', async () => {
  const csv = await (await get('/audit/export')).text()
  const rows = Papa.parse<Record<string, string>>(csv, { header: true, skipEmptyLines: true }).data
  const json = (await (await get('/audit/export?format=json')).text()).trim().split('\n')
  // That the first one was taken away is in the second.
  const entries = json.map((line) => JSON.parse(line))
  const before = entries.filter(({ n }) => rows.some((row) => Number(row.n) === n))
  expect(before.map(({ n }) => n)).toEqual(rows.map(({ n }) => Number(n)))
  const later = entries.filter((entry) => !before.includes(entry))
  expect(later.map(({ action, detail }) => [action, detail])).toEqual([['export', { what: 'audit' }]])
  for (const row of rows) for (const cell of Object.values(row)) expect(cell).not.toMatch(/^[=+\-@\t\r]/)
})

test('[P5] nothing was changed: every hash follows from the one before it', async () => {
  const findings = await (await get('/audit/verification')).json()
  expect(findings).toMatchObject({ first: 1, faults: [] })
  expect(findings.entries).toBeGreaterThan(3)
})

test.each([
  ['changed', `update SCHOOL.audit set actor_id = gen_random_uuid() where n = 2`],
  ['changed', `update SCHOOL.audit set detail = detail || '{"x":1}' where n = 2`],
  ['changed', `update SCHOOL.audit set at = at + interval '1 ms' where n = 2`],
  ['missing', `delete from SCHOOL.audit where n = 2`],
  ['cut-off', `delete from SCHOOL.audit where n = (select max(n) from SCHOOL.audit)`],
  ['detached', `update SCHOOL.audit set previous = '\\x00', hash = sha256('x') where n = 1`],
])('a log that is tampered with is found out: %s', async (kind, tamper) => {
  await asOwner(`create table SCHOOL.kept as table SCHOOL.audit`.replaceAll('SCHOOL', school.schema))
  try {
    await asOwner(tamper.replaceAll('SCHOOL', school.schema))
    const { faults } = await verifyAuditAsOwner(server.schools.admin, school)
    expect(faults.map((fault) => fault.kind)).toContain(kind)
  } finally {
    await asOwner(
      `delete from SCHOOL.audit; insert into SCHOOL.audit table SCHOOL.kept; drop table SCHOOL.kept`.replaceAll(
        'SCHOOL',
        school.schema,
      ),
    )
  }
  expect((await verifyAudit(server.schools.app, school)).faults).toEqual([])
})

const shorten = (through: string, newest: string) => `
  insert into SCHOOL.audit_anchors (through, hash, newest_at, removed_at)
  select n, hash, ${newest}, now() from SCHOOL.audit where n = ${through};
  delete from SCHOOL.audit where n <= ${through}`

test.each([
  ['missing', `delete from SCHOOL.audit where n < (select max(n) from SCHOOL.audit)`],
  ['missing', `delete from SCHOOL.audit where n = 1`],
  // An anchor that no retention wrote: the log does not say that it was shortened.
  ['missing', shorten('2', `now() - interval '8 years'`)],
  ['too-early', shorten('2', 'at')],
  ['missing', `${shorten('2', `now() - interval '8 years'`)}; delete from SCHOOL.audit where n = 3`],
  ['cut-off', 'delete from SCHOOL.audit'],
])('a beginning that is gone without its retention is found out: %s', async (kind, tamper) => {
  await asOwner(`create table SCHOOL.kept as table SCHOOL.audit`.replaceAll('SCHOOL', school.schema))
  try {
    await asOwner(tamper.replaceAll('SCHOOL', school.schema))
    const { faults } = await verifyAuditAsOwner(server.schools.admin, school)
    expect(faults.map((fault) => fault.kind)).toContain(kind)
  } finally {
    await asOwner(
      `delete from SCHOOL.audit; delete from SCHOOL.audit_anchors;
       insert into SCHOOL.audit table SCHOOL.kept; drop table SCHOOL.kept`.replaceAll(
        'SCHOOL',
        school.schema,
      ),
    )
  }
  expect((await verifyAudit(server.schools.app, school)).faults).toEqual([])
})

test('a retention by the rules is no fault, and one that its own log does not know of is', async () => {
  const other = await server.schools.provision('lakeview')
  for (let n = 0; n < 4; n += 1) await server.addUser(other, 'COACH')
  const parts = { admin: server.schools.admin, committer: server.sync.committer }
  const later = new Date(Date.now() + RETENTION_RULES.audit.least * 86_400_000)
  expect(await shortenAudit(parts, other, new Date(0), later)).toBe(0)
  expect(await shortenAudit(parts, other, new Date(), later)).toBe(4)
  expect(await verifyAudit(server.schools.app, other, later)).toEqual({ entries: 1, first: 5, faults: [] })
  // By the present time they went too early, whatever was written down.
  expect((await verifyAudit(server.schools.app, other)).faults).toEqual([{ n: 4, kind: 'too-early' }])
  await asOwner(`update ${other.schema}.audit_anchors set through = 3`)
  const { faults } = await verifyAudit(server.schools.app, other, later)
  expect(faults.map(({ kind }) => kind)).toEqual(['missing', 'missing'])
})

/** The application's login has no right to it. */
async function expectRefused(statement: string) {
  const act = withTenant(server.schools.app, school, async (tx) => {
    await tx.unsafe(statement)
  })
  await expect(act).rejects.toMatchObject({ code: '42501' })
}

test('the application neither writes an anchor nor changes which history this is', async () => {
  for (const statement of [
    `insert into audit_anchors (through, hash, newest_at, removed_at) values (1, '', now(), now())`,
    'update audit_anchors set through = through',
    'delete from audit_anchors',
    'update sync_state set epoch = gen_random_uuid()',
    'update sync_state set restored_to = 1',
    'insert into sync_state (epoch) values (gen_random_uuid())',
    'delete from sync_state',
  ])
    await expectRefused(statement)
})

test('the application can add to the log and do nothing else to it', async () => {
  for (const statement of [
    'update audit set action = action',
    'delete from audit',
    'truncate audit',
    'drop table audit',
    'alter table audit disable trigger all',
  ])
    await expectRefused(statement)
})
