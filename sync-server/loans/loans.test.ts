import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { uuidv7 } from '../../shared/ids.ts'
import type { Role } from '../../shared/roles.ts'
import { schoolLoans } from '../create-school-sync.ts'
import { type TestServer, testServer } from '../identity/test-server.ts'
import { createOrganization } from '../tenancy/organizations.ts'
import { provisionTenant, removeTenant } from '../tenancy/provision.ts'
import { tenantDirectory } from '../tenancy/tenants.ts'
import { APP_ROLE } from '../tenancy/test-schools.ts'
import { type Tenant, withTenant } from '../tenancy/with-tenant.ts'
import { loanStore } from './loan-store.ts'
import { removeSchool } from './remove-school.ts'
import { settleLeft } from './settle-left.ts'

/** Two schools of one district; elsewhere is of another. */
const schools = new Map<string, Tenant>()
const tokens = new Map<string, string>()
let server: TestServer
/** Where the process ends next; once. */
let endAt: 'claimed' | 'carried-out' | undefined

beforeAll(async () => {
  server = await testServer({
    betweenCommits(point) {
      if (point !== endAt) return
      endAt = undefined
      throw new Error('the process ends here')
    },
  })
  const { admin } = server.schools
  const cascade = await createOrganization(admin, { name: 'Cascade', kind: 'district' })
  const sierra = await createOrganization(admin, { name: 'Sierra', kind: 'district' })
  for (const [slug, organizationId] of [
    ['northridge', cascade.id],
    ['lakeview', cascade.id],
    ['elsewhere', sierra.id],
  ] as const) {
    const wanted = { slug, name: slug, organizationId, timeZone: 'America/Los_Angeles' }
    const tenant = await provisionTenant(admin, wanted, { appRole: APP_ROLE })
    schools.set(slug, tenant)
    for (const role of ['COACH', 'EQUIPMENT_MANAGER', 'SCHOOL_ADMIN', 'ORG_ADMIN'] as const)
      tokens.set(`${role} ${slug}`, await server.tokenOf(await server.addUser(tenant, role)))
  }
})
afterAll(() => server.end())
beforeEach(() => {
  endAt = undefined
})

function school(slug: string): Tenant {
  const tenant = schools.get(slug)
  if (!tenant) throw new Error(`There is no school ${slug}.`)
  return tenant
}

async function call(slug: string, role: Role, method: string, path: string, body?: unknown) {
  const answer = await server.request(`/api/v1${path}`, {
    method,
    token: tokens.get(`${role} ${slug}`) ?? '',
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  })
  const text = await answer.text()
  return { status: answer.status, text, body: text === '' ? undefined : JSON.parse(text) }
}
const lender = (method: string, path: string, body?: unknown) =>
  call('northridge', 'EQUIPMENT_MANAGER', method, path, body)
const borrower = (method: string, path: string, body?: unknown) =>
  call('lakeview', 'EQUIPMENT_MANAGER', method, path, body)
const district = (method: string, path: string, body?: unknown) =>
  call('lakeview', 'ORG_ADMIN', method, path, body)

async function add(slug: string, extra: Record<string, unknown> = {}): Promise<string> {
  const id = uuidv7()
  const made = await call(slug, 'EQUIPMENT_MANAGER', 'POST', '/equipment', {
    id,
    kind: 'serialized',
    name: 'Helmet',
    tagCode: `T-${id.slice(-8)}`,
    status: 'available',
    condition: 'good',
    ...extra,
  })
  expect(made.status).toBe(201)
  return id
}

const until = new Date(Date.now() + 30 * 24 * 3_600_000).toISOString().slice(0, 10)

interface Shown {
  readonly id: string
  readonly version: number
  readonly state: string
  readonly lines: readonly { readonly equipmentId?: string }[]
}

async function offer(lines: readonly object[]): Promise<Shown> {
  const made = await lender('POST', '/loans', { schoolId: school('lakeview').id, until, lines })
  expect(made.status).toBe(201)
  return made.body.loan
}

type Caller = typeof lender

async function step(by: Caller, loan: Shown, name: string, more: object = {}) {
  const path = by === district ? `/organization/loans/${loan.id}/steps` : `/loans/${loan.id}/steps`
  return await by('POST', path, { step: name, version: loan.version, ...more })
}

async function steps(loan: Shown, ...taken: readonly [Caller, string][]): Promise<Shown> {
  let now = loan
  for (const [by, name] of taken) {
    const answer = await step(by, now, name)
    expect([name, answer.status]).toEqual([name, 200])
    now = answer.body.loan
  }
  return now
}

const lent = (loan: Shown) => steps(loan, [district, 'approve'], [borrower, 'receive'])
const thing = async (by: Caller, id: string) => (await by('GET', `/equipment/${id}`)).body

/** All that a school's ledger, list and log hold, to see that nothing is there twice. */
function counts(slug: string) {
  return withTenant(server.schools.app, school(slug), async (tx) => {
    const [row] = await tx<{ entries: number; things: number; audits: number }[]>`
      SELECT (SELECT count(*) FROM transactions)::int AS entries,
        (SELECT count(*) FROM equipment WHERE NOT deleted)::int AS things, (SELECT count(*) FROM audit)::int AS audits`
    return row
  })
}

async function checkOut(by: Caller, id: string, slug: string) {
  const person = uuidv7()
  await by('POST', '/people', { id: person, name: `canary person of ${slug}`, kind: 'athlete', active: true })
  const stored = await thing(by, id)
  return await by('POST', `/equipment/${id}/transactions`, {
    type: 'check_out',
    toHolderId: person,
    ...(stored.custodyId === undefined ? {} : { previousId: stored.custodyId }),
  })
}

describe('one loan, from the offer to the return', () => {
  test('ownership stays, custody moves, and both schools see it', async () => {
    const id = await add('northridge')
    const loan = await offer([{ equipmentId: id }])
    expect((await thing(lender, id)).status).toBe('available')

    const approved = await steps(loan, [district, 'approve'])
    const out = await thing(lender, id)
    expect(out).toMatchObject({
      status: 'checked_out',
      loan: { id: loan.id, side: 'lent', school: 'lakeview', until },
    })
    expect((await lender('GET', `/locations/${out.holderId}`)).body.name).toBe('lakeview')

    const now = await steps(approved, [borrower, 'receive'])
    const borrowedId = now.lines[0]?.equipmentId ?? ''
    expect(await thing(borrower, borrowedId)).toMatchObject({
      name: 'Helmet',
      tagCode: out.tagCode,
      status: 'available',
      condition: 'good',
      loan: { id: loan.id, side: 'borrowed', school: 'northridge', until },
    })
    expect((await checkOut(borrower, borrowedId, 'lakeview')).status).toBe(201)

    const early = await step(borrower, now, 'send_back')
    expect([early.status, early.body.code, early.body.equipmentIds]).toEqual([409, 'not-in-room', [id]])
    const held = await thing(borrower, borrowedId)
    await borrower('POST', `/equipment/${borrowedId}/transactions`, {
      type: 'check_in',
      condition: 'fair',
      previousId: held.custodyId,
    })
    const listed = (await borrower('GET', '/loans')).body.loans.find((one: Shown) => one.id === loan.id)
    const back = await steps(listed, [borrower, 'send_back'])
    expect((await borrower('GET', `/equipment/${borrowedId}`)).status).toBe(404)
    expect((await thing(lender, id)).loan).toMatchObject({ side: 'lent' })

    expect((await steps(back, [lender, 'take_back'])).state).toBe('returned')
    const returned = await thing(lender, id)
    expect(returned).toMatchObject({ status: 'available', condition: 'fair' })
    expect(returned.loan).toBeUndefined()
    const { entries } = (await call('northridge', 'SCHOOL_ADMIN', 'GET', '/audit?limit=500')).body
    const ofLoan = entries.filter(({ detail }: { detail: { loan?: string } }) => detail.loan === loan.id)
    expect(ofLoan.length).toBeGreaterThanOrEqual(2)
  })

  test('a count of a counted thing; what was lost there is lost at its owner’s', async () => {
    const id = await add('northridge', { kind: 'bulk', name: 'Cones', tagCode: undefined })
    await lender('POST', `/equipment/${id}/transactions`, { type: 'adjust', quantity: 50 })
    const loan = await lent(await offer([{ equipmentId: id, quantity: 20 }]))
    expect(await thing(lender, id)).toMatchObject({ quantity: 50, quantityOut: 20 })
    const borrowedId = loan.lines[0]?.equipmentId ?? ''
    expect(await thing(borrower, borrowedId)).toMatchObject({ quantity: 20, quantityOut: 0 })
    const person = uuidv7()
    await borrower('POST', '/people', { id: person, name: 'Sam', kind: 'athlete', active: true })
    const path = `/equipment/${borrowedId}/transactions`
    await borrower('POST', path, { type: 'check_out', quantity: 3, toHolderId: person })
    await borrower('POST', path, { type: 'report_lost', quantity: 3, fromHolderId: person })
    await steps(loan, [borrower, 'send_back'], [lender, 'take_back'])
    expect(await thing(lender, id)).toMatchObject({ quantity: 47, quantityOut: 0 })
  })

  test('asked for in words, offered, and declined again after it was approved: the things are back', async () => {
    const id = await add('northridge')
    const request = 'Ten helmets for the playoffs'
    const asked = await borrower('POST', '/loans', { schoolId: school('northridge').id, until, request })
    expect([asked.status, asked.body.loan.state]).toEqual([201, 'asked'])
    const seen = (await lender('GET', '/loans')).body.loans.find(
      (one: Shown) => one.id === asked.body.loan.id,
    )
    expect(seen).toMatchObject({ request, side: 'lender', steps: ['offer', 'decline'] })
    const offered = await step(lender, seen, 'offer', { lines: [{ equipmentId: id }] })
    expect(offered.status).toBe(200)
    const declined = await steps(offered.body.loan, [district, 'approve'], [borrower, 'decline'])
    expect(declined.state).toBe('declined')
    expect((await thing(lender, id)).status).toBe('available')
  })
})

describe('while it is lent', () => {
  test('the lender’s people move it no more; what a device did without knowing is a review with its words [P4] [S6]', async () => {
    const id = await add('northridge')
    await lent(await offer([{ equipmentId: id }]))
    const before = await thing(lender, id)
    const refused = await checkOut(lender, id, 'northridge')
    expect([refused.status, refused.body.code]).toEqual([403, 'forbidden'])
    expect(refused.body.reviewId).toBeDefined()
    const review = (await lender('GET', `/reviews/${refused.body.reviewId}`)).body
    expect(review).toMatchObject({
      kind: 'rejected',
      state: 'open',
      device: { type: 'check_out', equipmentId: id },
    })
    for (const type of ['check_in', 'report_lost', 'retire'])
      expect(
        (await lender('POST', `/equipment/${id}/transactions`, { type, previousId: before.custodyId }))
          .status,
      ).toBe(403)
    expect((await lender('DELETE', `/equipment/${id}`)).status).toBe(403)
    expect(await thing(lender, id)).toMatchObject({ custodyId: before.custodyId, loan: before.loan })
  })

  test('[S6] the borrower keeps it in its own places and says nothing about what it is', async () => {
    const id = await add('northridge')
    const loan = await lent(await offer([{ equipmentId: id }]))
    const path = `/equipment/${loan.lines[0]?.equipmentId}`
    expect((await borrower('PATCH', path, { name: 'Ours now' })).status).toBe(403)
    expect((await borrower('PATCH', path, { teamId: uuidv7() })).status).toBe(200)
    expect((await borrower('DELETE', path)).status).toBe(403)
    expect((await borrower('POST', `${path}/transactions`, { type: 'retire' })).status).toBe(403)
    expect((await borrower('PATCH', path, { loan: null })).status).toBeLessThan(500)
    expect((await thing(borrower, loan.lines[0]?.equipmentId ?? '')).loan).toMatchObject({ side: 'borrowed' })
    const again = {
      schoolId: school('northridge').id,
      until,
      lines: [{ equipmentId: loan.lines[0]?.equipmentId }],
    }
    expect((await borrower('POST', '/loans', again)).body.code).toBe('not-in-room')
  })

  test('a code that the borrower’s school has on something else stays off the borrowed thing', async () => {
    const tagCode = `SAME-${uuidv7().slice(-6)}`
    const id = await add('northridge', { tagCode })
    const own = await add('lakeview', { tagCode, name: 'Own pads' })
    const loan = await lent(await offer([{ equipmentId: id }]))
    expect((await thing(borrower, loan.lines[0]?.equipmentId ?? '')).tagCode).toBeUndefined()
    expect(await thing(borrower, own)).toMatchObject({ tagCode, name: 'Own pads' })
  })
})

describe('the lender is not at the borrower’s mercy', () => {
  const auditOf = async (slug: string, loan: Shown) => {
    const { entries } = (await call(slug, 'SCHOOL_ADMIN', 'GET', '/audit?limit=500')).body
    return entries.filter(({ detail }: { detail: { loan?: string } }) => detail.loan === loan.id)
  }

  test('[S6] what is back without the borrower’s word is the lender’s again, and off the borrower’s list', async () => {
    const ids = [await add('northridge'), await add('northridge')]
    const loan = await lent(await offer(ids.map((equipmentId) => ({ equipmentId }))))
    const [borrowed = '', inRoom = ''] = loan.lines.map(({ equipmentId }) => equipmentId)
    expect((await checkOut(borrower, borrowed, 'lakeview')).status).toBe(201)
    const { holderId } = await thing(borrower, borrowed)
    const now = await steps(loan, [lender, 'reclaim'])
    expect(now.state).toBe('returned')
    for (const id of ids) {
      const back = await thing(lender, id)
      expect([back.status, back.loan]).toEqual(['available', undefined])
      expect((await checkOut(lender, id, 'northridge')).status).toBe(201)
    }
    for (const id of [borrowed, inRoom]) expect((await borrower('GET', `/equipment/${id}`)).status).toBe(404)
    // Nobody there is named for it any more, and the borrower sees where the loan stands.
    expect((await borrower('DELETE', `/people/${holderId}`)).status).toBeLessThan(300)
    const seen = (await borrower('GET', '/loans')).body.loans.find((one: Shown) => one.id === loan.id)
    expect([seen.state, seen.steps]).toEqual(['returned', []])
    const there = (await auditOf('lakeview', loan)).map(({ action }: { action: string }) => action)
    expect(there.filter((action: string) => action === 'delete')).toHaveLength(2)
  })

  test('[S6] what will not come back is lost on the lender’s list, and can be found again', async () => {
    const id = await add('northridge')
    const cones = await add('northridge', { kind: 'bulk', name: 'Cones', tagCode: undefined })
    await lender('POST', `/equipment/${cones}/transactions`, { type: 'adjust', quantity: 50 })
    const loan = await lent(await offer([{ equipmentId: id }, { equipmentId: cones, quantity: 20 }]))
    expect((await steps(loan, [lender, 'write_off'])).state).toBe('lost')
    const lost = await thing(lender, id)
    expect([lost.status, lost.loan]).toEqual(['lost', undefined])
    expect(await thing(lender, cones)).toMatchObject({ quantity: 30, quantityOut: 0 })
    const found = { type: 'report_found', previousId: lost.custodyId }
    expect((await lender('POST', `/equipment/${id}/transactions`, found)).status).toBe(201)
    for (const { equipmentId } of loan.lines)
      expect((await borrower('GET', `/equipment/${equipmentId}`)).status).toBe(404)
  })

  test('what was lost on the way back is written off too; the borrower does neither', async () => {
    const id = await add('northridge')
    const loan = await lent(await offer([{ equipmentId: id }]))
    for (const name of ['reclaim', 'write_off'])
      expect((await step(borrower, loan, name)).body.code).toBe('loan-changed')
    const now = await steps(loan, [borrower, 'send_back'], [lender, 'write_off'])
    expect([now.state, (await thing(lender, id)).status]).toEqual(['lost', 'lost'])
  })

  test.each(['claimed', 'carried-out'] as const)(
    '[ASVS 2.3.3] taken back by the lender, and the server ended when it was %s: it goes on to the same end',
    async (point) => {
      const id = await add('northridge')
      const loan = await lent(await offer([{ equipmentId: id }]))
      await checkOut(borrower, loan.lines[0]?.equipmentId ?? '', 'lakeview')
      endAt = point
      expect((await step(lender, loan, 'reclaim')).status).toBe(500)
      server.advance(31_000)
      await server.loans.resume()
      const before = [await counts('northridge'), await counts('lakeview')]
      await server.loans.resume()
      expect([await counts('northridge'), await counts('lakeview')]).toEqual(before)
      const back = await thing(lender, id)
      expect([back.status, back.loan]).toEqual(['available', undefined])
    },
  )
})

describe('what the lender does in the borrower’s school is the lender’s act there', () => {
  interface Entry {
    readonly action: string
    readonly actorName?: string
    readonly collection: string
    readonly detail: { readonly loan?: string }
  }
  const auditOf = async (slug: string, loan: Shown): Promise<readonly Entry[]> => {
    const { entries } = (await call(slug, 'SCHOOL_ADMIN', 'GET', '/audit?limit=500')).body
    return entries.filter(({ detail }: Entry) => detail.loan === loan.id)
  }
  const usersOf = async (slug: string) =>
    new Map<string, { name: string; active: boolean }>(
      (await call(slug, 'SCHOOL_ADMIN', 'GET', '/users')).body.users.map(
        (user: { id: string; name: string; active: boolean }) => [user.id, user],
      ),
    )
  const ledgerOf = (slug: string, equipmentId: string) =>
    withTenant(
      server.schools.app,
      school(slug),
      (tx) => tx<{ type: string; quantity: number | null; from: string | null; actor: string }[]>`
        SELECT type, quantity, from_holder_id AS from, actor_id AS actor FROM transactions
        WHERE equipment_id = ${equipmentId} ORDER BY stamp`,
    )
  const reviewsOf = (slug: string, ids: readonly string[]) =>
    withTenant(
      server.schools.app,
      school(slug),
      (tx) => tx<{ kind: string; state: string }[]>`
        SELECT kind, state FROM reviews WHERE document_id = ANY(${[...ids]}) ORDER BY kind, id`,
    )

  test.each(['reclaim', 'write_off'])(
    'after %s nobody of the borrower is named for what the lender did; its ledger and log name the school',
    async (name) => {
      const id = await add('northridge')
      const loan = await lent(await offer([{ equipmentId: id }]))
      const borrowed = loan.lines[0]?.equipmentId ?? ''
      await checkOut(borrower, borrowed, 'lakeview')
      const before = (await auditOf('lakeview', loan)).length
      await steps(loan, [lender, name])
      const done = (await auditOf('lakeview', loan)).slice(0, -before)
      expect(done.map(({ action, actorName, collection }) => [action, actorName, collection])).toEqual([
        ['delete', 'northridge', 'equipment'],
        ['create', 'northridge', 'transactions'],
      ])
      const users = await usersOf('lakeview')
      const last = (await ledgerOf('lakeview', borrowed)).at(-1)
      expect([last?.type, users.get(last?.actor ?? '')]).toMatchObject([
        'check_in',
        { name: 'northridge', active: false },
      ])
      // In its own school the lender is named as before.
      const [own] = await auditOf('northridge', loan)
      expect(own?.actorName).toBe('EQUIPMENT_MANAGER of northridge')
    },
  )

  test('what the borrower declines comes back to the lender by the borrower’s act', async () => {
    const id = await add('northridge')
    const loan = await offer([{ equipmentId: id }])
    await steps(loan, [district, 'approve'], [borrower, 'decline'])
    const users = await usersOf('northridge')
    const names = (await ledgerOf('northridge', id)).map(({ type, actor }) => [type, users.get(actor)?.name])
    expect(names).toEqual([
      ['check_out', 'EQUIPMENT_MANAGER of northridge'],
      ['check_in', 'lakeview'],
    ])
  })

  test.each(['reclaim', 'write_off'])(
    'after %s no dispute goes on about a thing that is not there: forks and twins of it are settled',
    async (name) => {
      const tagCode = `TW-${uuidv7().slice(-8)}`
      const id = await add('northridge', { tagCode, serial: `N-${tagCode}` })
      const loan = await lent(await offer([{ equipmentId: id }]))
      const borrowed = loan.lines[0]?.equipmentId ?? ''
      const twin = await add('lakeview', { tagCode, serial: `L-${tagCode}` })
      await checkOut(borrower, borrowed, 'lakeview')
      const person = uuidv7()
      await borrower('POST', '/people', { id: person, name: 'Alex', kind: 'athlete', active: true })
      const { custodyId: previousId } = await thing(borrower, borrowed)
      const both = [{ type: 'check_in' }, { type: 'transfer', toHolderId: person }]
      for (const one of both) {
        const entered = await borrower('POST', `/equipment/${borrowed}/transactions`, { ...one, previousId })
        expect(entered.status).toBe(201)
      }
      expect(await reviewsOf('lakeview', [borrowed, twin])).toEqual([
        { kind: 'custody-fork', state: 'open' },
        { kind: 'duplicate-tag', state: 'open' },
      ])
      await steps(loan, [lender, name])
      expect(await reviewsOf('lakeview', [borrowed, twin])).toEqual([
        { kind: 'custody-fork', state: 'settled' },
        { kind: 'duplicate-tag', state: 'settled' },
      ])
    },
  )

  test('a dispute about a thing that had left before its disputes were settled with it is settled by the nightly job', async () => {
    const tagCode = `TL-${uuidv7().slice(-8)}`
    const id = await add('northridge', { tagCode, serial: `N-${tagCode}` })
    const loan = await lent(await offer([{ equipmentId: id }]))
    const borrowed = loan.lines[0]?.equipmentId ?? ''
    const twins = [
      await add('lakeview', { tagCode, serial: `L-${tagCode}` }),
      await add('lakeview', { tagCode, serial: `M-${tagCode}` }),
    ]
    const stillHere = await add('lakeview', { tagCode: `TS-${tagCode}`, serial: `A-${tagCode}` })
    const shares = await add('lakeview', { tagCode: `TS-${tagCode}`, serial: `B-${tagCode}` })
    await steps(loan, [lender, 'reclaim'])
    const { app } = server.schools
    // As it was left: what is asked of the thing open, and what its going opens not asked.
    const table = `${school('lakeview').schema}.reviews`
    await server.schools.admin.unsafe(
      `DELETE FROM ${table} WHERE state = 'open' AND document_id = ANY($1)
         AND (reason ->> 'otherId') = ANY($1)`,
      [twins],
    )
    await server.schools.admin.unsafe(
      `UPDATE ${table} SET state = 'open' WHERE $1 IN (document_id, reason ->> 'otherId')`,
      [borrowed],
    )
    const openOf = async (ids: readonly string[]) =>
      (await reviewsOf('lakeview', ids)).filter(({ state }) => state === 'open').length
    expect([await openOf([borrowed, ...twins]), await openOf([stillHere, shares])]).toEqual([2, 1])
    const settle = () => settleLeft(app, server.sync.committer, schoolLoans, school('lakeview'))
    expect(await settle()).toBe(1)
    // The two that are here go on sharing the code: that is asked now.
    expect([await openOf([borrowed, ...twins]), await openOf([stillHere, shares])]).toEqual([1, 1])
    expect(await settle()).toBe(0)
  })

  test('[S6] who stands for the other school is no account: nobody lets it in, and nobody changes it', async () => {
    const id = await add('northridge')
    const loan = await lent(await offer([{ equipmentId: id }]))
    await checkOut(borrower, loan.lines[0]?.equipmentId ?? '', 'lakeview')
    await steps(loan, [lender, 'reclaim'])
    const admin: Caller = (method, path, body) => call('lakeview', 'SCHOOL_ADMIN', method, path, body)
    const [standsFor] = [...(await usersOf('lakeview'))].find(([, { name }]) => name === 'northridge') ?? []
    const path = `/users/${standsFor}`
    for (const change of [{ disabled: false }, { role: 'SCHOOL_ADMIN' }, { name: 'Somebody' }])
      expect((await admin('PATCH', path, change)).status).toBe(404)
    expect((await admin('PUT', `${path}/email`, { email: 'in@lakeview.example' })).status).toBe(404)
    expect((await admin('POST', `${path}/invitation?by=hand`)).status).toBe(404)
    // Whom the ledger names is read as before.
    expect((await admin('GET', path)).body.user).toMatchObject({ name: 'northridge', active: false })
  })

  test('counted pieces are taken off everybody who has some, so that nobody goes on being named for them', async () => {
    const cones = await add('northridge', { kind: 'bulk', name: 'Cones', tagCode: undefined })
    await lender('POST', `/equipment/${cones}/transactions`, { type: 'adjust', quantity: 50 })
    const loan = await lent(await offer([{ equipmentId: cones, quantity: 20 }]))
    const borrowed = loan.lines[0]?.equipmentId ?? ''
    const [ana, ben] = [uuidv7(), uuidv7()]
    for (const [person, name] of [
      [ana, 'Ana'],
      [ben, 'Ben'],
    ])
      await borrower('POST', '/people', { id: person, name, kind: 'athlete', active: true })
    const path = `/equipment/${borrowed}/transactions`
    await borrower('POST', path, { type: 'check_out', quantity: 6, toHolderId: ana })
    await borrower('POST', path, { type: 'check_out', quantity: 4, toHolderId: ben })
    await borrower('POST', path, { type: 'check_in', quantity: 2, fromHolderId: ana })
    await borrower('POST', path, { type: 'maintenance_out', quantity: 3 })
    await steps(loan, [lender, 'reclaim'])
    const left = (await ledgerOf('lakeview', borrowed)).slice(-3)
    const taken = left.map(({ type, quantity, from }) => [type, from, quantity])
    expect(taken).toHaveLength(3)
    expect(taken).toEqual(
      expect.arrayContaining([
        ['check_in', ana, 4],
        ['check_in', ben, 4],
        ['check_in', null, 3],
      ]),
    )
    expect(await thing(lender, cones)).toMatchObject({ quantity: 50, quantityOut: 0 })
    for (const person of [ana, ben])
      expect((await borrower('DELETE', `/people/${person}`)).status).toBeLessThan(300)
  })
})

async function another(slug: string): Promise<Caller> {
  const organizationId = school('northridge').organizationId
  const wanted = { slug, name: slug, organizationId, timeZone: 'America/Los_Angeles' }
  const tenant = await provisionTenant(server.schools.admin, wanted, { appRole: APP_ROLE })
  schools.set(slug, tenant)
  const role = 'EQUIPMENT_MANAGER'
  tokens.set(`${role} ${slug}`, await server.tokenOf(await server.addUser(tenant, role)))
  return (method, path, body) => call(slug, role, method, path, body)
}
async function between(from: Caller, to: Caller, toSlug: string, equipmentId: string, arrived = true) {
  const body = { schoolId: school(toSlug).id, until, lines: [{ equipmentId }] }
  const made = (await from('POST', '/loans', body)).body.loan
  const receive: [Caller, string][] = arrived ? [[to, 'receive']] : []
  return await steps(made, [district, 'approve'], ...receive)
}
const remove = (slug: string) => {
  const { admin, app } = server.schools
  const parts = { store: loanStore(app, server.now), tenants: tenantDirectory(app), now: server.now }
  const { committer } = server.sync
  return removeSchool(admin, { ...parts, committer, collections: schoolLoans }, school(slug))
}

describe('a school that is removed', () => {
  test('leaves nothing lent to nobody: what had arrived is lost, what was on its way is back', async () => {
    const hillside = await another('hillside')
    const [arrived, onItsWay] = [await add('northridge'), await add('northridge')]
    const loan = await between(lender, hillside, 'hillside', arrived)
    await between(lender, hillside, 'hillside', onItsWay, false)
    await expect(removeTenant(server.schools.admin, school('hillside'))).rejects.toThrow('on loan')
    expect(await remove('hillside')).toBe(2)
    const lost = await thing(lender, arrived)
    expect([lost.status, lost.loan]).toEqual(['lost', undefined])
    const back = await thing(lender, onItsWay)
    expect([back.status, back.loan]).toEqual(['available', undefined])
    const found = { type: 'report_found', previousId: lost.custodyId }
    expect((await lender('POST', `/equipment/${arrived}/transactions`, found)).status).toBe(201)
    expect((await lender('DELETE', `/equipment/${arrived}`)).status).toBeLessThan(300)
    const { entries } = (await call('northridge', 'SCHOOL_ADMIN', 'GET', `/audit?documentId=${loan.id}`)).body
    expect(entries[0]).toMatchObject({ detail: { ended: 'school-removed', school: 'hillside' } })
    expect(entries[0].actorId).toBeUndefined()
  })

  test('leaves nothing borrowed from nobody: it stays where it is, as that school’s own', async () => {
    const ridgeway = await another('ridgeway')
    const id = uuidv7()
    await ridgeway('POST', '/equipment', { id, kind: 'serialized', name: 'Pads', status: 'available' })
    const loan = await between(ridgeway, borrower, 'lakeview', id)
    const borrowed = loan.lines[0]?.equipmentId ?? ''
    expect((await checkOut(borrower, borrowed, 'lakeview')).status).toBe(201)
    expect(await remove('ridgeway')).toBe(1)
    const kept = await thing(borrower, borrowed)
    expect([kept.status, kept.loan]).toEqual(['checked_out', undefined])
    expect((await borrower('PATCH', `/equipment/${borrowed}`, { name: 'Ours now' })).status).toBe(200)
    const back = { type: 'check_in', previousId: kept.custodyId }
    expect((await borrower('POST', `/equipment/${borrowed}/transactions`, back)).status).toBe(201)
    expect((await borrower('DELETE', `/equipment/${borrowed}`)).status).toBeLessThan(300)
  })
})

describe('a school that cannot be removed as it stands', () => {
  const lentTo = async (slug: string): Promise<{ readonly id: string; readonly loan: Shown }> => {
    const made = await another(slug)
    const id = await add('northridge')
    return { id, loan: await between(lender, made, slug, id) }
  }

  test('keeps its loans: nothing is lost to another school by a removal that the database refuses', async () => {
    const { id } = await lentTo('holdout')
    const { admin } = server.schools
    await admin.unsafe(
      `CREATE TABLE public.outside (n int); GRANT SELECT ON public.outside TO "${school('holdout').role}"`,
    )
    await expect(remove('holdout')).rejects.toThrow('cannot be dropped')
    expect(await thing(lender, id)).toMatchObject({ status: 'checked_out', loan: { school: 'holdout' } })
    await admin.unsafe('DROP TABLE public.outside')
    expect(await remove('holdout')).toBe(1)
    expect(await thing(lender, id)).toMatchObject({ status: 'lost' })
  })

  test('is removed although its own tables are damaged, and what it had is lost at its owner’s', async () => {
    const { id } = await lentTo('flooded')
    await server.schools.admin.unsafe(`DROP TABLE "${school('flooded').schema}".equipment CASCADE`)
    expect(await remove('flooded')).toBe(1)
    const lost = await thing(lender, id)
    expect([lost.status, lost.loan]).toEqual(['lost', undefined])
    // Nobody of the lender did that.
    const { users } = (await call('northridge', 'SCHOOL_ADMIN', 'GET', '/users')).body
    const entries = await withTenant(
      server.schools.app,
      school('northridge'),
      (tx) => tx<{ actor: string }[]>`
        SELECT actor_id AS actor FROM transactions WHERE equipment_id = ${id} AND type = 'report_lost'`,
    )
    expect(entries.map(({ actor }) => users.find((one: { id: string }) => one.id === actor)?.name)).toEqual([
      'flooded',
    ])
  })

  test('is removed although its schema is gone, and a step of a loan that was broken off there with it', async () => {
    const { id, loan } = await lentTo('ashes')
    endAt = 'claimed'
    expect((await step(lender, loan, 'reclaim')).status).toBe(500)
    await server.schools.admin.unsafe(`DROP SCHEMA "${school('ashes').schema}" CASCADE`)
    await expect(remove('ashes')).rejects.toThrow('under way')
    server.advance(31_000)
    expect(await remove('ashes')).toBe(1)
    // The lender had said that it is back.
    const back = await thing(lender, id)
    expect([back.status, back.loan]).toEqual(['available', undefined])
  })

  test('a step that was broken off before anything was lent gives nothing back that was never out', async () => {
    const made = await another('mistral')
    const cones = await add('northridge', { kind: 'bulk', name: 'Cones', tagCode: undefined })
    await lender('POST', `/equipment/${cones}/transactions`, { type: 'adjust', quantity: 50 })
    const body = { schoolId: school('mistral').id, until, lines: [{ equipmentId: cones, quantity: 20 }] }
    const offered: Shown = (await lender('POST', '/loans', body)).body.loan
    endAt = 'claimed'
    expect((await step(district, offered, 'approve')).status).toBe(500)
    expect((await made('GET', '/loans')).status).toBe(200)
    server.advance(31_000)
    expect(await remove('mistral')).toBe(1)
    expect(await thing(lender, cones)).toMatchObject({ quantity: 50, quantityOut: 0 })
  })
})

describe('who may what', () => {
  test('nobody lends what is not in the room, and nobody approves it when it has gone', async () => {
    const id = await add('northridge')
    const loan = await offer([{ equipmentId: id }])
    await checkOut(lender, id, 'northridge')
    const refused = await step(district, loan, 'approve')
    expect([refused.status, refused.body.code, refused.body.equipmentIds]).toEqual([409, 'not-in-room', [id]])
    const again = { schoolId: school('lakeview').id, until, lines: [{ equipmentId: id }] }
    expect((await lender('POST', '/loans', again)).body.code).toBe('not-in-room')
  })

  test('no school of another organization, and no loan of others', async () => {
    const id = await add('northridge')
    const elsewhere = { schoolId: school('elsewhere').id, until, lines: [{ equipmentId: id }] }
    expect((await lender('POST', '/loans', elsewhere)).status).toBe(404)
    const loan = await offer([{ equipmentId: id }])
    const stranger: Caller = (method, path, body) =>
      call('elsewhere', 'EQUIPMENT_MANAGER', method, path, body)
    const otherDistrict: Caller = (method, path, body) => call('elsewhere', 'ORG_ADMIN', method, path, body)
    expect((await step(stranger, loan, 'decline')).status).toBe(404)
    const path = `/organization/loans/${loan.id}/steps`
    expect((await otherDistrict('POST', path, { step: 'approve', version: loan.version })).status).toBe(404)
    expect((await otherDistrict('GET', '/organization/loans')).body.loans).toEqual([])
  })

  test('a district does not agree for another one, nor see what it lends: both schools are below whoever approves', async () => {
    const { admin } = server.schools
    const above = await createOrganization(admin, { name: 'Oregon', kind: 'state' })
    for (const slug of ['harbor', 'summit', 'office']) {
      const below = { name: `District of ${slug}`, kind: 'district', parentId: above.id } as const
      const organizationId = slug === 'office' ? above.id : (await createOrganization(admin, below)).id
      const wanted = { slug, name: slug, organizationId, timeZone: 'America/Los_Angeles' }
      const tenant = await provisionTenant(admin, wanted, { appRole: APP_ROLE })
      schools.set(slug, tenant)
      for (const role of ['EQUIPMENT_MANAGER', 'ORG_ADMIN'] as const)
        tokens.set(`${role} ${slug}`, await server.tokenOf(await server.addUser(tenant, role)))
    }
    const lines = [{ equipmentId: await add('harbor') }]
    const body = { schoolId: school('summit').id, until, lines }
    const { loan } = (await call('harbor', 'EQUIPMENT_MANAGER', 'POST', '/loans', body)).body
    const approve = (slug: string) =>
      call(slug, 'ORG_ADMIN', 'POST', `/organization/loans/${loan.id}/steps`, {
        step: 'approve',
        version: loan.version,
      })
    for (const slug of ['harbor', 'summit']) {
      expect((await approve(slug)).status).toBe(404)
      expect((await call(slug, 'ORG_ADMIN', 'GET', '/organization/loans')).body.loans).toEqual([])
    }
    const seen = (await call('office', 'ORG_ADMIN', 'GET', '/organization/loans')).body.loans
    expect(seen).toMatchObject([{ id: loan.id, version: loan.version, state: 'offered' }])
    expect((await approve('office')).status).toBe(200)
  })

  test.each<[string, Caller, string]>([
    ['the lender does not approve', lender, 'approve'],
    ['the borrower does not approve', borrower, 'approve'],
    ['the borrower does not receive what nobody approved', borrower, 'receive'],
    ['the lender does not receive', lender, 'receive'],
    ['nobody sends back what is not there', borrower, 'send_back'],
    ['nobody takes back what is not away', lender, 'take_back'],
    ['the organization does not decline', district, 'decline'],
  ])('%s', async (_, by, name) => {
    const loan = await offer([{ equipmentId: await add('northridge') }])
    const answer = await step(by, loan, name)
    expect([answer.status, answer.body.code]).toEqual([409, 'loan-changed'])
  })

  test('a step that was seen before another one is not taken: two do not both have their way', async () => {
    const loan = await offer([{ equipmentId: await add('northridge') }])
    const answers = await Promise.all([step(lender, loan, 'withdraw'), step(district, loan, 'approve')])
    expect(answers.map(({ status }) => status).sort()).toEqual([200, 409])
  })
})

describe('[ASVS 2.3.3] a server that ends between two commits loses nothing and does nothing twice', () => {
  test.each(['claimed', 'carried-out'] as const)('ended when it was %s', async (point) => {
    const id = await add('northridge')
    const loan = await offer([{ equipmentId: id }])
    const taken: readonly [Caller, string][] = [
      [district, 'approve'],
      [borrower, 'receive'],
      [borrower, 'send_back'],
      [lender, 'take_back'],
    ]
    let now: Shown = loan
    for (const [by, name] of taken) {
      endAt = point
      expect([name, (await step(by, now, name)).status]).toEqual([name, 500])
      const broken = (await lender('GET', '/loans')).body.loans.find((one: Shown) => one.id === loan.id)
      // Nothing else is begun meanwhile.
      expect(broken).toMatchObject({ underWay: true, steps: [] })
      server.advance(31_000)
      await server.loans.resume()
      const [before, beforeThere] = [await counts('northridge'), await counts('lakeview')]
      await server.loans.resume()
      expect([await counts('northridge'), await counts('lakeview')]).toEqual([before, beforeThere])
      now = (await lender('GET', '/loans')).body.loans.find((one: Shown) => one.id === loan.id)
      expect(now).toMatchObject({ underWay: false })
    }
    expect(now.state).toBe('returned')
    expect(await thing(lender, id)).toMatchObject({ status: 'available' })
    const chain = await lender('GET', `/equipment/${id}/history`)
    const types = chain.text.match(/"type":"(check_out|check_in)"/g)
    expect(types?.length).toBe(2)
  })
})

test('no person of one school is told to the other, or to the organization', async () => {
  const id = await add('northridge', { notes: 'canary note of northridge' })
  const loan = await lent(await offer([{ equipmentId: id }]))
  const borrowedId = loan.lines[0]?.equipmentId ?? ''
  await checkOut(borrower, borrowedId, 'lakeview')
  const answers = [
    await lender('GET', '/loans'),
    await lender('GET', `/equipment/${id}`),
    await lender('GET', `/equipment/${id}/history`),
    await district('GET', '/organization/loans'),
    await call('northridge', 'SCHOOL_ADMIN', 'GET', '/audit?limit=500'),
  ].map(({ text }) => text)
  for (const text of answers) expect(text).not.toContain('canary person of lakeview')
  const there = [await borrower('GET', '/loans'), await borrower('GET', `/equipment/${borrowedId}`)]
  for (const { text } of there) expect(text).not.toContain('canary note of northridge')
  const { users } = (await call('northridge', 'SCHOOL_ADMIN', 'GET', '/users')).body
  for (const { text } of there) for (const user of users) expect(text).not.toContain(user.id)
})

test('an organization sees its own loans, however many its schools have with those of others', async () => {
  const own = await offer([{ equipmentId: await add('northridge') }])
  const made = await server.schools.admin<{ id: string }[]>`
    INSERT INTO etrax_system.loans (id, lender_id, borrower_id, state, until, created_at, updated_at)
    SELECT gen_random_uuid(), ${school('northridge').id}, ${school('elsewhere').id}, 'withdrawn', current_date,
      now(), now() + interval '1 hour' FROM generate_series(1, 250) RETURNING id`
  const { loans } = (await district('GET', '/organization/loans')).body
  await server.schools
    .admin`DELETE FROM etrax_system.loans WHERE id = ANY(${made.map(({ id }) => id)}::text[]::uuid[])`
  expect(loans.map(({ id }: { id: string }) => id)).toContain(own.id)
})
