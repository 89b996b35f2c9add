import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { uuidv7 } from '../../shared/ids.ts'
import { type TestServer, type TestUser, testServer } from '../identity/test-server.ts'
import { createOrganization } from '../tenancy/organizations.ts'
import { provisionTenant, removeTenant } from '../tenancy/provision.ts'
import { APP_ROLE } from '../tenancy/test-schools.ts'
import type { Tenant } from '../tenancy/with-tenant.ts'
import { withOrganization } from './organization-scope.ts'
import { refreshAnalytics } from './refresh-analytics.ts'

let server: TestServer
/** The state has no school of its own but the one that its admin is of; the district below it has two. */
const schools: Record<string, Tenant> = {}
const admins: Record<string, TestUser> = {}

beforeAll(async () => {
  server = await testServer()
  const { admin } = server.schools
  const state = await createOrganization(admin, { name: 'Oregon', kind: 'state' })
  const district = await createOrganization(admin, { name: 'Cascade', kind: 'district', parentId: state.id })
  const other = await createOrganization(admin, { name: 'Sierra', kind: 'district' })
  for (const [slug, organizationId] of [
    ['statehouse', state.id],
    ['northridge', district.id],
    ['lakeview', district.id],
    ['elsewhere', other.id],
  ] as const) {
    schools[slug] = await provisionTenant(
      admin,
      { slug, name: slug, organizationId, timeZone: 'America/Los_Angeles' },
      { appRole: APP_ROLE },
    )
  }
  await refreshAnalytics(admin, APP_ROLE)
  for (const [slug, tenant] of Object.entries(schools))
    admins[slug] = await server.addUser(tenant, 'ORG_ADMIN')
})
afterAll(() => server.end())

async function ask(path: string, slug: string) {
  const user = admins[slug]
  if (!user) throw new Error(`There is no admin of ${slug}.`)
  const answer = await server.request(`/api/v1${path}`, { token: await server.tokenOf(user) })
  return { status: answer.status, body: await answer.json() }
}

async function add(slug: string, extra: Record<string, unknown>): Promise<string> {
  const tenant = schools[slug]
  if (!tenant) throw new Error(`There is no school ${slug}.`)
  const manager = await server.addUser(tenant, 'EQUIPMENT_MANAGER')
  const id = uuidv7()
  const answer = await server.request('/api/v1/equipment', {
    method: 'POST',
    token: await server.tokenOf(manager),
    body: JSON.stringify({ id, kind: 'serialized', name: 'Helmet', status: 'available', ...extra }),
  })
  expect(answer.status).toBe(201)
  return id
}

const byName = (names: readonly { slug: string }[]) => names.map(({ slug }) => slug).sort()

describe('an organization sees the schools below it, and no other', () => {
  test('by name, the whole tree', async () => {
    expect(byName((await ask('/organization', 'northridge')).body.schools)).toEqual([
      'lakeview',
      'northridge',
    ])
    const state = (await ask('/organization', 'statehouse')).body
    expect(byName(state.schools)).toEqual(['lakeview', 'northridge', 'statehouse'])
    expect(state.organizations.map(({ name }: { name: string }) => name)).toEqual(['Oregon', 'Cascade'])
    expect(byName((await ask('/organization', 'elsewhere')).body.schools)).toEqual(['elsewhere'])
  })

  test('what they have and what it cost, counted by piece', async () => {
    await add('northridge', { purchasePriceCents: 24_900, purchaseDate: '2025-08-01', condition: 'unsafe' })
    await add('northridge', { purchasePriceCents: 10_000, purchaseDate: '2024-08-01', status: 'lost' })
    await add('northridge', { purchasePriceCents: 5_000, purchaseDate: '2024-03-01', status: 'retired' })
    await add('elsewhere', { name: 'canary of elsewhere', purchasePriceCents: 77_777 })
    const totals = (await ask('/organization/totals', 'lakeview')).body
    expect(totals.schools).toEqual([
      {
        schoolId: schools.northridge?.id,
        pieces: 2,
        out: 0,
        overdue: 0,
        inMaintenance: 0,
        lost: 1,
        retired: 1,
        unsafe: 1,
        recertificationDue: 0,
        valueCents: 24_900,
      },
    ])
    expect((await ask('/organization/totals', 'statehouse')).body.schools).toEqual(totals.schools)
    const budget = (await ask('/organization/budget', 'statehouse')).body.years
    expect(budget).toEqual([
      { schoolId: schools.northridge?.id, year: 2025, pieces: 1, spentCents: 24_900, lostCents: 0 },
      { schoolId: schools.northridge?.id, year: 2024, pieces: 2, spentCents: 15_000, lostCents: 10_000 },
    ])
    const elsewhere = (await ask('/organization/totals', 'elsewhere')).body
    expect(elsewhere.schools).toMatchObject([{ schoolId: schools.elsewhere?.id, valueCents: 77_777 }])
  })
})

describe('views follow the schools', () => {
  test('a new school is counted, a removed one is gone, and a second look changes nothing', async () => {
    const { admin } = server.schools
    const made = await provisionTenant(
      admin,
      {
        slug: 'hillside',
        name: 'Hillside',
        organizationId: schools.northridge?.organizationId ?? '',
        timeZone: 'America/Los_Angeles',
      },
      { appRole: APP_ROLE },
    )
    // The district's and the state's.
    expect(await refreshAnalytics(admin, APP_ROLE)).toBe(2)
    expect(await refreshAnalytics(admin, APP_ROLE)).toBe(0)
    schools.hillside = made
    await add('hillside', {})
    const before = (await ask('/organization/totals', 'northridge')).body.schools
    expect(before.map(({ schoolId }: { schoolId: string }) => schoolId)).toContain(made.id)
    await removeTenant(admin, made)
    expect((await ask('/organization/totals', 'northridge')).body.schools).toEqual([])
    await refreshAnalytics(admin, APP_ROLE)
    const after = (await ask('/organization/totals', 'northridge')).body.schools
    expect(after.map(({ schoolId }: { schoolId: string }) => schoolId)).toEqual([schools.northridge?.id])
  })
})

describe('[ASVS 8.4.1] an organization’s role reads its own views and nothing else', () => {
  const roleOf = async (slug: string) => {
    const [row] = await server.schools.admin<{ role: string }[]>`
      SELECT organizations.role_name AS role FROM etrax_system.organizations JOIN etrax_system.tenants AS tenant
        ON tenant.organization_id = organizations.id WHERE slug = ${slug}`
    return row?.role ?? ''
  }

  test('no school’s table, no other organization’s view, no change', async () => {
    const [own, other] = [await roleOf('elsewhere'), await roleOf('northridge')]
    const refused = (statement: string) =>
      expect(
        withOrganization(server.schools.app, own, ({ tx }) => tx.unsafe(statement)),
        statement,
      ).rejects.toMatchObject({ code: expect.stringMatching(/^(42501|25006|55000)$/) })
    await refused(`SELECT * FROM ${schools.elsewhere?.schema}.equipment`)
    await refused(`SELECT * FROM ${schools.northridge?.schema}.people`)
    await refused(`SELECT * FROM equipment_${other.slice(4)}`)
    await refused('SELECT * FROM etrax_system.sessions')
    await refused(`DELETE FROM equipment_${own.slice(4)}`)
  })

  test('and the application by itself reads no view', async () => {
    const role = await roleOf('elsewhere')
    await expect(
      server.schools.app.unsafe(`SELECT * FROM etrax_analytics.equipment_${role.slice(4)}`),
    ).rejects.toMatchObject({ code: '42501' })
  })

  test('a view has nothing that names or describes a person', async () => {
    const columns = await server.schools.admin<{ name: string }[]>`
      SELECT DISTINCT attname::text AS name FROM pg_attribute JOIN pg_class ON pg_class.oid = attrelid
      JOIN pg_namespace ON pg_namespace.oid = relnamespace WHERE nspname = 'etrax_analytics' AND attnum > 0`
    const names = columns.map(({ name }) => name)
    expect(names).toContain('tenant_id')
    for (const kept of [
      'holder_id',
      'from_holder_id',
      'to_holder_id',
      'actor_id',
      'device_id',
      'note',
      'notes',
      'tags',
      'custom',
      'merge',
      'team_id',
      'jersey_number',
      'serial',
    ])
      expect(names).not.toContain(kept)
  })
})
