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
import { endLoansOf } from './end-loans-of.ts'
import { loanStore } from './loan-store.ts'
import { createLoans } from './loans.ts'

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

describe('a school that is removed', () => {
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
  const remove = async (slug: string) => {
    const { admin, app } = server.schools
    const store = loanStore(app, server.now)
    const parts = {
      store,
      committer: server.sync.committer,
      collections: schoolLoans,
      tenants: tenantDirectory(app),
    }
    const loans = createLoans({ ...parts, now: server.now })
    const ended = await endLoansOf({ ...parts, loans }, school(slug))
    await removeTenant(admin, school(slug))
    return ended
  }

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
