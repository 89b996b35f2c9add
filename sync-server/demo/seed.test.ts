import { mkdtemp, readFile, rm, stat, unlink } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { createTestDatabase, type TestDatabase } from '../db/test-postgres.ts'
import { findAccountByEmail } from '../identity/accounts.ts'
import { verifyPassword } from '../identity/passwords.ts'
import { findTenant } from '../tenancy/tenants.ts'
import { APP_ROLE, type TestSchools, testSchools } from '../tenancy/test-schools.ts'
import { type Tenant, type TenantTransaction, withTenant } from '../tenancy/with-tenant.ts'
import { seedDemo } from './seed.ts'
import type { DemoSignIn } from './sign-ins.ts'

/** Two schools are made by thousands of real pushes, maybe beside other tests. */
const PATIENCE_MS = 180_000

let database: TestDatabase
let schools: TestSchools
let dataDir: string
let signIns: readonly DemoSignIn[]

const NOW = Date.parse('2026-10-14T18:00:00.000Z')
const options = () => ({ admin: schools.admin, database: schools.app, appRole: APP_ROLE, dataDir, now: NOW })

beforeAll(async () => {
  database = await createTestDatabase()
  schools = await testSchools(database)
  dataDir = await mkdtemp(join(tmpdir(), 'etrax-demo-'))
  signIns = await seedDemo(options())
}, PATIENCE_MS)

afterAll(async () => {
  await schools.end()
  await database.drop()
  await rm(dataDir, { recursive: true, force: true })
})

async function tenant(slug: string): Promise<Tenant> {
  const found = await findTenant(schools.app, { slug })
  if (!found) throw new Error(`no ${slug}`)
  return found
}

async function inSchool<T>(slug: string, work: (tx: TenantTransaction) => Promise<T>): Promise<T> {
  return withTenant(schools.app, await tenant(slug), work)
}

async function count(slug: string, from: string): Promise<number> {
  const [row] = await inSchool(slug, (tx) =>
    tx.unsafe<{ n: number }[]>(`SELECT count(*)::int AS n FROM ${from}`),
  )
  return row?.n ?? -1
}

test.each(['northridge', 'lakeview'])('%s has a school’s worth of everything', async (slug) => {
  expect(await count(slug, 'equipment')).toBe(1959)
  expect(await count(slug, 'teams')).toBe(12)
  expect(await count(slug, 'people')).toBe(348)
  expect(await count(slug, 'users')).toBe(14)
  expect(await count(slug, 'transactions')).toBeGreaterThan(1500)
  expect(await count(slug, `equipment WHERE status = 'checked_out'`)).toBeGreaterThan(500)
  expect(
    await count(slug, `equipment WHERE status = 'checked_out' AND due_at < '2026-10-14'`),
  ).toBeGreaterThan(25)
  for (const status of ['available', 'in_maintenance', 'lost', 'retired']) {
    expect(await count(slug, `equipment WHERE status = '${status}'`), status).toBeGreaterThan(2)
  }
  expect(await count(slug, `equipment WHERE kind = 'bulk' AND quantity_out > 0`)).toBeGreaterThan(5)
})

const FINDINGS = {
  'custody-fork open two-follow-one': 3,
  'custody-fork resolved two-follow-one': 1,
  'custody-fork settled ends-agree': 1,
  'deletion open asked': 1,
  'deletion open in-custody': 1,
  'deletion open stale': 1,
  'deletion open transaction-of-deleted': 1,
  'duplicate-tag open same-tag': 1,
  'overdraw open balance-below-zero': 1,
  'overdraw resolved balance-below-zero': 1,
  'overwritten settled both-changed': 5,
  'rejected open forbidden': 2,
  'rejected open gone': 1,
  'rejected open invalid': 1,
  'rejected open not-found': 1,
}

async function findings(tx: TenantTransaction): Promise<Record<string, number>> {
  const rows = await tx<{ finding: string; n: number }[]>`
    SELECT kind || ' ' || state || ' ' || (reason ->> 'code') AS finding, count(*)::int AS n
    FROM reviews GROUP BY 1 ORDER BY 1`
  return Object.fromEntries(rows.map(({ finding, n }) => [finding, n]))
}

test.each(['northridge', 'lakeview'])(
  '%s has a review of each kind, filed by what devices pushed',
  async (slug) => {
    expect(await inSchool(slug, findings)).toEqual(FINDINGS)
  },
)

test.each(['northridge', 'lakeview'])(
  '%s has reviews that were decided, overtaken, asked about, assigned and deferred',
  async (slug) => {
    const rows = await inSchool(
      slug,
      (tx) => tx<{ kind: string; taken: string; waits: boolean; assigned: boolean }[]>`
        SELECT kind, assignee_id IS NOT NULL AS assigned, deferred_until > ${new Date(NOW)} AS waits,
          (SELECT string_agg(d ->> 'action' || ' ' || (d ->> 'outcome'), ', ' ORDER BY n)
           FROM jsonb_array_elements(decisions) WITH ORDINALITY AS entries(d, n)) AS taken
        FROM reviews WHERE decisions IS NOT NULL ORDER BY kind`,
    )
    expect(rows).toEqual([
      { kind: 'deletion', taken: 'defer applied', waits: true, assigned: false },
      { kind: 'overdraw', taken: 'take-device applied, reverse overtaken', waits: null, assigned: false },
      { kind: 'rejected', taken: 'assign applied, ask applied', waits: null, assigned: true },
    ])
    expect(await count(slug, `equipment WHERE quantity_out > quantity`)).toBe(1)
  },
)

test.each(['2027-01-20', '2027-04-20', '2027-07-20'])(
  'a small demo that is begun on %s has a season behind it too',
  async (day) => {
    const other = await createTestDatabase()
    const fresh = await testSchools(other)
    const folder = await mkdtemp(join(tmpdir(), 'etrax-demo-'))
    try {
      const now = Date.parse(`${day}T18:00:00.000Z`)
      const parts = { admin: fresh.admin, database: fresh.app, appRole: APP_ROLE, dataDir: folder, now }
      await seedDemo({ ...parts, size: 'small' })
      const school = await findTenant(fresh.app, { slug: 'northridge' })
      if (!school) throw new Error('no northridge')
      await withTenant(fresh.app, school, async (tx) => {
        expect(await findings(tx)).toEqual(FINDINGS)
        const [out] = await tx<{ all: number; overdue: number; members: number }[]>`
        SELECT count(*)::int AS all, count(*) FILTER (WHERE due_at < ${new Date(now)})::int AS overdue,
          count(*) FILTER (WHERE holder_id IN (SELECT person_id FROM users WHERE role = 'USER'))::int AS members
        FROM equipment WHERE status = 'checked_out'`
        expect(out?.all).toBeGreaterThan(25)
        expect(out?.overdue).toBeGreaterThan(10)
        expect(out?.members).toBeGreaterThan(0)
      })
    } finally {
      await fresh.end()
      await other.drop()
      await rm(folder, { recursive: true, force: true })
    }
  },
  PATIENCE_MS,
)

test('the season was received in the season, nothing after the moment of seeding, and one phone’s clock ran ahead', async () => {
  const [times] = await inSchool(
    'northridge',
    (tx) => tx<{ first: string; last: string; ahead: readonly string[] }[]>`
      SELECT min(received_at) AS first, max(received_at) AS last,
        array_agg(device_id) FILTER (WHERE received_at < occurred_at) AS ahead
      FROM transactions`,
  )
  expect(times?.first.slice(0, 7)).toBe('2025-12')
  expect(Date.parse(times?.last ?? '')).toBeLessThanOrEqual(NOW)
  expect(times?.ahead).toEqual(['northridge-coach-4-old-phone'])
})

test('one sign-in for each role and school works, and is readable by the owner alone', async () => {
  expect(signIns.map(({ tenant, role }) => `${tenant} ${role}`).sort()).toEqual(
    ['lakeview', 'northridge'].flatMap((slug) =>
      ['COACH', 'EQUIPMENT_MANAGER', 'ORG_ADMIN', 'SCHOOL_ADMIN', 'SUPER_ADMIN', 'USER'].map(
        (role) => `${slug} ${role}`,
      ),
    ),
  )
  const path = join(dataDir, 'demo-sign-ins.json')
  expect((await stat(path)).mode & 0o777).toBe(0o600)
  expect(JSON.parse(await readFile(path, 'utf8'))).toEqual(signIns)
  for (const { tenant: slug, role, email, password } of signIns) {
    const account = await findAccountByEmail(schools.app, await tenant(slug), email)
    expect(account?.role).toBe(role)
    expect(await verifyPassword(account?.passwordHash, password)).toBe(true)
  }
})

test('the member’s sign-in is linked to somebody who has gear', async () => {
  const held = await inSchool(
    'northridge',
    (tx) => tx`SELECT 1 FROM equipment JOIN users ON holder_id = person_id WHERE role = 'USER'`,
  )
  expect(held.length).toBeGreaterThan(1)
})

test('a second start writes nothing and gives out the same sign-ins', async () => {
  const before = await count('northridge', 'audit')
  expect(await seedDemo({ ...options(), now: NOW + 86_400_000 })).toEqual(signIns)
  expect(await count('northridge', 'audit')).toBe(before)
})

test('[P2] a seeding that was cut off goes on without repeating anything', {
  timeout: PATIENCE_MS,
}, async () => {
  const before = [
    await count('lakeview', 'audit'),
    await count('lakeview', 'reviews'),
    await count('lakeview', 'transactions'),
  ]
  await schools.admin`
    UPDATE etrax_system.tenants SET settings = jsonb_set(settings, '{demo,seeded}', 'false') WHERE slug = 'lakeview'`
  expect(await seedDemo({ ...options(), now: NOW + 3_600_000 })).toEqual(signIns)
  expect([
    await count('lakeview', 'audit'),
    await count('lakeview', 'reviews'),
    await count('lakeview', 'transactions'),
  ]).toEqual(before)
})

test('lost sign-ins are made again, with other passwords that work', async () => {
  await unlink(join(dataDir, 'demo-sign-ins.json'))
  const again = await seedDemo(options())
  expect(again.map(({ email }) => email)).toEqual(signIns.map(({ email }) => email))
  const [first] = again
  if (!first) throw new Error('no sign-ins')
  expect(first.password).not.toBe(signIns[0]?.password)
  const account = await findAccountByEmail(schools.app, await tenant(first.tenant), first.email)
  expect(await verifyPassword(account?.passwordHash, first.password)).toBe(true)
})

test(
  'a school of the same name that is no demo is left alone',
  async () => {
    const other = await createTestDatabase()
    const real = await testSchools(other)
    const otherDir = await mkdtemp(join(tmpdir(), 'etrax-demo-'))
    try {
      const lakeview = await real.provision('lakeview')
      const made = await seedDemo({
        admin: real.admin,
        database: real.app,
        appRole: APP_ROLE,
        dataDir: otherDir,
        now: NOW,
        size: 'small',
      })
      expect(new Set(made.map((signIn) => signIn.tenant))).toEqual(new Set(['northridge']))
      const [state] = await withTenant(
        real.app,
        lakeview,
        (tx) => tx<{ seq: number }[]>`SELECT seq FROM sync_state`,
      )
      expect(state?.seq).toBe(0)
    } finally {
      await real.end()
      await other.drop()
      await rm(otherDir, { recursive: true, force: true })
    }
  },
  PATIENCE_MS,
)
