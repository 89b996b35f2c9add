import { afterAll, beforeAll, expect, test } from 'vitest'
import { uuidv7 } from '../../shared/ids.ts'
import { migratePlatform, revertPlatform } from '../db/migrate-platform.ts'
import { type Migration, readMigrations } from '../db/migrations.ts'
import { createTestDatabase, type TestDatabase } from '../db/test-postgres.ts'
import { migrateTenants, revertTenants } from './migrate-tenants.ts'
import { provisionTenant, removeTenant } from './provision.ts'
import { listTenants } from './tenants.ts'
import { APP_ROLE, type TestSchools, testSchools } from './test-schools.ts'
import { type Tenant, withTenant } from './with-tenant.ts'

let database: TestDatabase
let schools: TestSchools

beforeAll(async () => {
  database = await createTestDatabase()
  schools = await testSchools(database)
  for (let index = 0; index < 5; index += 1) await schools.provision(`school-${index}`)
})
afterAll(async () => {
  await schools.end()
  await database.drop()
})

const released = readMigrations('tenant')

function step(version: number, up: string, down = 'SELECT 1;'): Migration {
  return { version, name: `step-${version}`, up, down, checksum: `sum-${version}-${up.length}` }
}

const next = step(
  released.length + 1,
  'CREATE TABLE extra (id int PRIMARY KEY); GRANT SELECT, INSERT ON extra TO :"role";',
  'DROP TABLE extra;',
)

async function hasExtra(tenant: Tenant): Promise<boolean> {
  const rows = await schools.admin`
    SELECT 1 FROM pg_tables WHERE schemaname = ${tenant.schema} AND tablename = 'extra'`
  return rows.length === 1
}

test('every school gets the step once, and its way back takes it away again', async () => {
  const migrations = [...released, next]
  const told: string[] = []
  await migrateTenants(schools.admin, { migrations, onSchool: (slug) => told.push(slug) })
  expect(told.sort()).toEqual(['school-0', 'school-1', 'school-2', 'school-3', 'school-4'])
  for (const tenant of await listTenants(schools.app)) {
    await withTenant(schools.app, tenant, (tx) => tx`INSERT INTO extra VALUES (1)`)
  }
  await migrateTenants(schools.admin, { migrations, onSchool: () => expect.unreachable() })
  await revertTenants(schools.admin, { migrations, toVersion: released.length })
  for (const tenant of await listTenants(schools.app)) expect(await hasExtra(tenant)).toBe(false)
})

test('a run that broke off at one school goes on there, and that school has all of its steps or none', async () => {
  const tenants = await listTenants(schools.app)
  const stuck = tenants[2]
  if (!stuck) throw new Error('no school')
  await schools.admin.unsafe(`CREATE TABLE ${stuck.schema}.second (id int)`)
  const second = step(next.version + 1, 'CREATE TABLE second (id int);', 'DROP TABLE second;')
  const migrations = [...released, next, second]
  await expect(migrateTenants(schools.admin, { migrations })).rejects.toMatchObject({ code: '42P07' })
  expect(await hasExtra(stuck)).toBe(false)
  await schools.admin.unsafe(`DROP TABLE ${stuck.schema}.second`)
  await migrateTenants(schools.admin, { migrations })
  for (const tenant of tenants) expect(await hasExtra(tenant)).toBe(true)
  await revertTenants(schools.admin, { migrations, toVersion: released.length })
})

test('two processes that migrate at once, and schools made meanwhile, take each step once', async () => {
  const migrations = [...released, next]
  const made = Array.from({ length: 4 }, (_, index) =>
    provisionTenant(
      schools.admin,
      { slug: `new-${index}`, name: 'New', organizationId: schools.organizationId, timeZone: 'UTC' },
      { appRole: APP_ROLE, migrations },
    ),
  )
  await Promise.all([migrateTenants(schools.admin, { migrations }), ...made])
  await migrateTenants(schools.admin, { migrations })
  for (const tenant of await listTenants(schools.app)) expect(await hasExtra(tenant)).toBe(true)
  for (const tenant of await Promise.all(made)) await removeTenant(schools.admin, tenant)
  await revertTenants(schools.admin, { migrations, toVersion: released.length })
})

test('a step that was edited after it was applied is refused, and so is one that is not known here', async () => {
  const edited = released.map((migration) => ({ ...migration, checksum: 'other' }))
  await expect(migrateTenants(schools.admin, { migrations: edited })).rejects.toThrow('was edited')
  await expect(migrateTenants(schools.admin, { migrations: [] })).rejects.toThrow('does not know')
})

test('the released steps go back to nothing and forward again', async () => {
  await revertTenants(schools.admin, { toVersion: 0 })
  const tenants = await listTenants(schools.app)
  const left = await schools.admin`
    SELECT relname FROM pg_class JOIN pg_namespace ON relnamespace = pg_namespace.oid
    WHERE nspname::text = ANY(${tenants.map(({ schema }) => schema)})`
  expect([...left]).toEqual([])
  await migrateTenants(schools.admin)
  for (const tenant of tenants) {
    expect(await withTenant(schools.app, tenant, (tx) => tx`SELECT 1 FROM sync_state`)).toHaveLength(1)
  }
})

test('[P4] what waits for a decision on its deletion is marked when its record gets the mark', async () => {
  const [tenant] = await listTenants(schools.app)
  if (!tenant) throw new Error('no school')
  await revertTenants(schools.admin, { toVersion: 15 })
  const [waits, decided, asked] = [uuidv7(), uuidv7(), uuidv7()]
  await withTenant(schools.app, tenant, async (tx) => {
    for (const [at, id] of [waits, decided, asked].entries())
      await tx`INSERT INTO people (id, name, kind, active, stamp, seq) VALUES (${id}, 'Ann', 'athlete', true, 's', ${at})`
    for (const [documentId, kind, state] of [
      [waits, 'deletion', 'open'],
      [decided, 'deletion', 'resolved'],
      [asked, 'overwritten', 'open'],
    ] as const)
      await tx`
        INSERT INTO reviews (id, kind, collection, document_id, state, received_at, version, stamp, seq)
        VALUES (${uuidv7()}, ${kind}, 'people', ${documentId}, ${state}, now(), 0, 's', 9)`
  })
  await migrateTenants(schools.admin)
  const rows = await withTenant(
    schools.app,
    tenant,
    (tx) => tx`SELECT id, pending_deletion FROM people ORDER BY seq`,
  )
  expect([...rows]).toEqual([
    { id: waits, pending_deletion: true },
    { id: decided, pending_deletion: null },
    { id: asked, pending_deletion: null },
  ])
})

test("the platform's steps go back to nothing and forward again", async () => {
  for (const tenant of await listTenants(schools.app)) await removeTenant(schools.admin, tenant)
  const back = await revertPlatform(schools.admin, { appRole: APP_ROLE, toVersion: 0 })
  const forward = await migratePlatform(schools.admin, { appRole: APP_ROLE })
  expect(forward).toEqual([...back].reverse())
  expect(await listTenants(schools.app)).toEqual([])
})
