import { randomBytes } from 'node:crypto'
import { chmod, mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { createTestDatabase, type TestDatabase } from '../db/test-postgres.ts'
import { type TestSchools, testSchools } from '../tenancy/test-schools.ts'
import { type Tenant, withTenant } from '../tenancy/with-tenant.ts'
import { type DataProtection, dataProtection, type Purpose } from './data-protection.ts'
import { masterKeys } from './master-keys.ts'
import { replaceDataKey, replaceMasterKey } from './replace-keys.ts'
import { requireMasterKey } from './require-master-key.ts'

const PHONE = '+1 555 010 4477'
const purpose: Purpose = 'credentials.email:0198'

let database: TestDatabase
let schools: TestSchools
let north: Tenant
let lake: Tenant
let dataDir: string
let protection: DataProtection

beforeAll(async () => {
  database = await createTestDatabase()
  schools = await testSchools(database)
  north = await schools.provision('northridge')
  lake = await schools.provision('lakeview')
})
afterAll(async () => {
  await schools.end()
  await database.drop()
})
beforeEach(async () => {
  await schools.admin`DELETE FROM etrax_system.data_keys`
  await schools.admin`DELETE FROM etrax_system.master_keys`
  dataDir = await mkdtemp(join(tmpdir(), 'etrax-master-'))
  protection = started()
  return () => rm(dataDir, { recursive: true, force: true })
})

/** A process of its own over the same database; `set` is what ETRAX_MASTER_KEY says. */
function started(set: readonly Buffer[] = [], folder = dataDir): DataProtection {
  return dataProtection({ database: schools.app, masterKeys: masterKeys(folder, set) })
}
const mastersOf = (set: readonly Buffer[] = []) => masterKeys(dataDir, set)

async function dumpOf(schema: string): Promise<string> {
  const tables = await schools.admin<{ name: string }[]>`
    SELECT format('%I.%I', table_schema, table_name) AS name FROM information_schema.tables
    WHERE table_schema = ${schema} AND table_type = 'BASE TABLE'`
  const dumps = await Promise.all(
    tables.map(({ name }) =>
      schools.admin.unsafe(`SELECT coalesce(json_agg(t)::text, '') AS rows FROM ${name} t`),
    ),
  )
  return dumps.flatMap((rows) => rows.map((row) => String(row.rows))).join('\n')
}

test('the raw tables hold nothing of the plain text, nor of the keys', async () => {
  const sealed = await protection.seal(north.id, purpose, PHONE)
  await withTenant(schools.app, north, async (tx) => {
    await tx`INSERT INTO credentials (user_id, email) VALUES (gen_random_uuid(), ${sealed.toLowerCase()})`
  })
  const kept = JSON.parse(await readFile(join(dataDir, 'keys', 'master.json'), 'utf8'))
  const master = Buffer.from(kept[0], 'base64')
  for (const schema of [north.schema, 'etrax_system']) {
    const dump = await dumpOf(schema)
    expect(dump.length).toBeGreaterThan(100)
    for (const secret of [PHONE, PHONE.replaceAll(' ', ''), master.toString('hex'), kept[0]])
      expect(dump).not.toContain(secret)
  }
  expect(await protection.open(north.id, purpose, sealed)).toBe(PHONE)
})

test('two seals of one text have nothing in common by which equal numbers could be found', async () => {
  const [first, second] = [
    await protection.seal(north.id, purpose, PHONE),
    await protection.seal(north.id, purpose, PHONE),
  ]
  expect(first.split('.')[2]).not.toBe(second.split('.')[2])
})

test('a value that stands in another school, row or column does not open', async () => {
  const sealed = await protection.seal(north.id, purpose, PHONE)
  await protection.seal(lake.id, purpose, PHONE)
  for (const [tenant, place] of [
    [lake, purpose],
    [north, 'credentials.email:0199'],
    [north, 'credentials.phone:0198'],
  ] as const)
    await expect(protection.open(tenant.id, place, sealed)).rejects.toMatchObject({ name: 'NotOpenedError' })
})

test("a data key that was copied to another school's entry opens nothing", async () => {
  const sealed = await protection.seal(north.id, purpose, PHONE)
  await schools.admin`UPDATE etrax_system.data_keys SET tenant_id = ${lake.id}`
  await expect(started().open(lake.id, purpose, sealed)).rejects.toThrow()
})

test('a value that was changed in any byte does not open', async () => {
  const sealed = await protection.seal(north.id, purpose, 'x')
  const [form, id, body = ''] = sealed.split('.')
  const bytes = Buffer.from(body, 'base64url')
  for (let at = 0; at < bytes.length; at += 1) {
    const changed = Buffer.from(bytes)
    changed.writeUInt8(changed.readUInt8(at) ^ 1, at)
    const value = `${form}.${id}.${changed.toString('base64url')}`
    await expect(protection.open(north.id, purpose, value)).rejects.toMatchObject({ name: 'NotOpenedError' })
  }
  for (const value of [
    '',
    PHONE,
    `${form}.${id}.`,
    `e0.${id}.${body}`,
    `${form}.${north.id}.${body}`,
    `${sealed}.x`,
  ])
    await expect(protection.open(north.id, purpose, value)).rejects.toMatchObject({ name: 'NotOpenedError' })
})

test('the master key is a file that only its owner reads, made once', async () => {
  await protection.ready()
  const file = join(dataDir, 'keys', 'master.json')
  expect((await stat(file)).mode & 0o777).toBe(0o600)
  expect((await stat(join(dataDir, 'keys'))).mode & 0o777).toBe(0o700)
  const before = await readFile(file, 'utf8')
  await started().ready()
  expect(await readFile(file, 'utf8')).toBe(before)
})

test('without its master key, or with another one, a server refuses to start and seals nothing', async () => {
  const sealed = await protection.seal(north.id, purpose, PHONE)
  const file = join(dataDir, 'keys', 'master.json')
  const kept = await readFile(file, 'utf8')
  await rm(file)
  await expect(started().ready()).rejects.toThrow(/is not in .*master\.json\. Put it back/)
  await expect(started([randomBytes(32)]).ready()).rejects.toThrow('is not in ETRAX_MASTER_KEY or')
  await expect(started([randomBytes(32)]).seal(lake.id, purpose, PHONE)).rejects.toThrow('Put it back')
  await expect(stat(file)).rejects.toThrow('ENOENT')
  await writeFile(file, '[]')
  await expect(started().ready()).rejects.toThrow('Put it back')
  await writeFile(file, '["short"]')
  await expect(started().ready()).rejects.toThrow('is not a list of master keys')
  const rows = await schools.admin`SELECT FROM etrax_system.data_keys`
  expect(rows.length).toBe(1)
  await writeFile(file, kept)
  expect(await started().open(north.id, purpose, sealed)).toBe(PHONE)
})

test('a second process with a data folder of its own is refused, and one with the key in its settings is not', async () => {
  await protection.ready()
  const other = await mkdtemp(join(tmpdir(), 'etrax-master-'))
  await expect(started([], other).ready()).rejects.toThrow('is not in')
  const [key = ''] = JSON.parse(await readFile(join(dataDir, 'keys', 'master.json'), 'utf8'))
  await started([Buffer.from(key, 'base64')], other).ready()
  await rm(other, { recursive: true })
})

test('ten processes that start at once on one new database take one key', async () => {
  const key = randomBytes(32)
  const processes = Array.from({ length: 10 }, () => started([key]))
  const sealed = await Promise.all(processes.map((one) => one.seal(north.id, purpose, PHONE)))
  for (const value of sealed) expect(await started([key]).open(north.id, purpose, value)).toBe(PHONE)
  expect(await schools.admin`SELECT DISTINCT master_key_id FROM etrax_system.data_keys`).toHaveLength(1)
})

test('another master key: servers go on, and the old one is then needed for old backups alone', async () => {
  const sealed = await protection.seal(north.id, purpose, PHONE)
  await protection.seal(lake.id, purpose, PHONE)
  const [old = ''] = JSON.parse(await readFile(join(dataDir, 'keys', 'master.json'), 'utf8'))
  const { before, after, sealed: count } = await replaceMasterKey(schools.admin, mastersOf())
  expect([before === after, count]).toEqual([false, 2])
  expect(await protection.open(north.id, purpose, sealed)).toBe(PHONE)
  const [fresh = '', kept] = JSON.parse(await readFile(join(dataDir, 'keys', 'master.json'), 'utf8'))
  expect(kept).toBe(old)
  await rm(join(dataDir, 'keys', 'master.json'))
  await chmod(dataDir, 0o700)
  await expect(started([Buffer.from(old, 'base64')]).ready()).rejects.toThrow('Put it back')
  const now = started([Buffer.from(fresh, 'base64')])
  await now.ready()
  expect(await now.open(north.id, purpose, sealed)).toBe(PHONE)
})

test('a master key of the settings is replaced by the one before it', async () => {
  const [first, second] = [randomBytes(32), randomBytes(32)]
  const sealed = await started([first]).seal(north.id, purpose, PHONE)
  await expect(replaceMasterKey(schools.admin, mastersOf([first]))).rejects.toThrow(
    'put the new one before it',
  )
  await started([second, first]).ready()
  await replaceMasterKey(schools.admin, mastersOf([second, first]))
  expect(await started([second]).open(north.id, purpose, sealed)).toBe(PHONE)
  await expect(stat(join(dataDir, 'keys', 'master.json'))).rejects.toThrow('ENOENT')
})

test('another data key: what was sealed before still opens, and new values name the new one', async () => {
  const before = await protection.seal(north.id, purpose, PHONE)
  const { id } = await replaceDataKey(
    schools.admin,
    await requireMasterKey(schools.admin, mastersOf()),
    north.id,
  )
  const later = started()
  const after = await later.seal(north.id, purpose, PHONE)
  expect(after.split('.')[1]).toBe(id)
  expect(before.split('.')[1]).not.toBe(id)
  for (const value of [before, after]) expect(await later.open(north.id, purpose, value)).toBe(PHONE)
})

test("the application's login adds keys, and neither changes nor removes them", async () => {
  await protection.seal(north.id, purpose, PHONE)
  for (const statement of [
    'DELETE FROM etrax_system.data_keys',
    'UPDATE etrax_system.data_keys SET current = false',
    'DELETE FROM etrax_system.master_keys',
    'UPDATE etrax_system.master_keys SET current = false',
  ])
    await expect(schools.app.unsafe(statement)).rejects.toMatchObject({ code: '42501' })
})
