import { afterAll, beforeAll, expect, test } from 'vitest'
import { createTestDatabase, type TestDatabase } from '../db/test-postgres.ts'
import { provisionTenant, removeTenant } from './provision.ts'
import { findTenant, listTenants, tenantDirectory } from './tenants.ts'
import { APP_ROLE, type TestSchools, testSchools } from './test-schools.ts'
import { withTenant } from './with-tenant.ts'

let database: TestDatabase
let schools: TestSchools

beforeAll(async () => {
  database = await createTestDatabase()
  schools = await testSchools(database)
})
afterAll(async () => {
  await schools.end()
  await database.drop()
})

test("a school's schema and role are named by chance, and it begins with an epoch of its own", async () => {
  const first = await schools.provision('northridge')
  const second = await schools.provision('lakeview')
  expect(first.schema).toMatch(/^school_[0-9a-z]{16}$/)
  expect(first.schema).not.toBe(second.schema)
  const epochs = await Promise.all(
    [first, second].map((tenant) =>
      withTenant(schools.app, tenant, async (tx) => {
        const [state] = await tx<{ epoch: string; seq: number }[]>`SELECT epoch, seq FROM sync_state`
        return state
      }),
    ),
  )
  expect(epochs[0]?.seq).toBe(0)
  expect(epochs[0]?.epoch).not.toBe(epochs[1]?.epoch)
  expect(await findTenant(schools.app, { slug: 'northridge' })).toEqual(first)
  expect(await findTenant(schools.app, { id: first.id })).toEqual(first)
})

test('a slug is taken once, and the second attempt leaves nothing behind', async () => {
  await schools.provision('eastside')
  const before = await countRoles()
  await expect(schools.provision('eastside')).rejects.toMatchObject({ code: 'already-exists' })
  expect(await countRoles()).toBe(before)
})

test('twenty schools made at once are all whole', async () => {
  const made = await Promise.all(Array.from({ length: 20 }, (_, index) => schools.provision(`many-${index}`)))
  for (const tenant of made) {
    expect(await withTenant(schools.app, tenant, (tx) => tx`SELECT 1 FROM equipment`)).toHaveLength(0)
  }
})

test('what is no slug, name or time zone is refused by field', async () => {
  const refused = provisionTenant(
    schools.admin,
    { slug: 'North ridge"', name: ' ', organizationId: schools.organizationId, timeZone: 'Mars/Olympus' },
    { appRole: APP_ROLE },
  )
  await expect(refused).rejects.toMatchObject({
    code: 'invalid-value',
    details: {
      errors: [
        { field: 'slug', code: 'malformed' },
        { field: 'name', code: 'required' },
        { field: 'timeZone', code: 'malformed' },
      ],
    },
  })
})

test('a removed school is gone with its role, and the others stay', async () => {
  const gone = await schools.provision('westside')
  const stays = await schools.provision('southside')
  await removeTenant(schools.admin, gone)
  expect((await listTenants(schools.app)).map(({ slug }) => slug)).not.toContain('westside')
  expect(await schools.admin`SELECT 1 FROM pg_roles WHERE rolname = ${gone.role}`).toHaveLength(0)
  expect(await withTenant(schools.app, stays, (tx) => tx`SELECT 1 FROM sync_state`)).toHaveLength(1)
})

test('the directory knows a new school at once and asks again after a while', async () => {
  let time = 0
  const directory = tenantDirectory(schools.app, () => time)
  expect(await directory.bySlug('later')).toBeUndefined()
  const tenant = await schools.provision('later')
  expect(await directory.bySlug('later')).toEqual(tenant)
  await schools.admin`UPDATE etrax_system.tenants SET name = 'Renamed' WHERE id = ${tenant.id}`
  time += 60_000
  expect((await directory.bySlug('later'))?.name).toBe('Renamed')
})

async function countRoles(): Promise<number> {
  const [row] = await schools.admin<{ n: number }[]>`SELECT count(*)::int AS n FROM pg_roles`
  return row?.n ?? 0
}
