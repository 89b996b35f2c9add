import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { uuidv7 } from '../../shared/ids.ts'
import type { Role } from '../../shared/roles.ts'
import { askNobody } from '../identity/second-factor/policy.ts'
import { PASSWORD, type TestServer, type TestUser, testServer } from '../identity/test-server.ts'
import { moveSchool } from '../organizations/change-tree.ts'
import { eraseSubject } from '../privacy/erase-subject.ts'
import { createOrganization } from '../tenancy/organizations.ts'
import { provisionTenant } from '../tenancy/provision.ts'
import { APP_ROLE } from '../tenancy/test-schools.ts'
import { type Tenant, withTenant } from '../tenancy/with-tenant.ts'

/** The state's admin is of `office`; the district below it has northridge and lakeview; elsewhere is another district's. */
const schools = new Map<string, Tenant>()
let server: TestServer
let state: TestUser
let district: TestUser
let platform: TestUser

beforeAll(async () => {
  server = await testServer()
  const { admin } = server.schools
  const top = await createOrganization(admin, { name: 'Oregon', kind: 'state' })
  const below = await createOrganization(admin, { name: 'Cascade', kind: 'district', parentId: top.id })
  const other = await createOrganization(admin, { name: 'Sierra', kind: 'district' })
  for (const [slug, organizationId] of [
    ['office', top.id],
    ['northridge', below.id],
    ['lakeview', below.id],
    ['elsewhere', other.id],
  ] as const) {
    const wanted = { slug, name: slug, organizationId, timeZone: 'America/Los_Angeles' }
    schools.set(slug, await provisionTenant(admin, wanted, { appRole: APP_ROLE }))
  }
  state = await server.addUser(school('office'), 'ORG_ADMIN')
  district = await server.addUser(school('lakeview'), 'ORG_ADMIN')
  platform = await server.addUser(school('elsewhere'), 'SUPER_ADMIN')
})
afterAll(() => server.end())

function school(slug: string): Tenant {
  const tenant = schools.get(slug)
  if (!tenant) throw new Error(`There is no school ${slug}.`)
  return tenant
}

const OWN_PAGE = { 'X-Requested-With': 'etrax' }

async function ask(token: string, slug: string, more: { role?: Role; reason?: string } = {}) {
  const { role = 'EQUIPMENT_MANAGER', reason = 'Helmets are to be counted' } = more
  const body = JSON.stringify({ schoolId: school(slug).id, role, reason })
  const answer = await server.request('/api/v1/visits', { method: 'POST', token, body })
  return { status: answer.status, body: await answer.json() }
}

function open(ticket: string) {
  return server.request('/api/v1/auth/visit', {
    method: 'POST',
    headers: OWN_PAGE,
    body: JSON.stringify({ ticket }),
  })
}

const cookieOf = (answer: Response) => (answer.headers.get('Set-Cookie') ?? '').split(';')[0] ?? ''

async function enter(user: TestUser, slug: string, more: { role?: Role; reason?: string } = {}) {
  const home = await server.tokenOf(user)
  const asked = await ask(home, slug, more)
  expect(asked.status).toBe(201)
  const answer = await open(asked.body.ticket)
  expect(answer.status).toBe(200)
  const body = await answer.json()
  return {
    home,
    ticket: asked.body.ticket,
    token: body.accessToken as string,
    body,
    cookie: cookieOf(answer),
  }
}

async function go(what: 'refresh' | 'leave', cookie: string) {
  const headers = { ...OWN_PAGE, Cookie: cookie }
  return await server.request(`/api/v1/auth/visit/${what}`, { method: 'POST', headers })
}

async function codeOf(token: string, path: string) {
  const answer = await server.request(path, { token })
  return answer.status === 200 ? 200 : [answer.status, (await answer.json()).code]
}

async function auditOf(slug: string) {
  const admin = await server.addUser(school(slug), 'SCHOOL_ADMIN')
  const token = await server.tokenOf(admin)
  const { entries } = await (await server.request('/api/v1/audit?collection=visits', { token })).json()
  return entries as { action: string; actorName: string; detail: Record<string, string> }[]
}

describe('who may enter what', () => {
  test.each<[string, () => TestUser, string, number]>([
    ['a district its own school', () => district, 'northridge', 201],
    ['a state a school two levels below', () => state, 'northridge', 201],
    ['the platform any school', () => platform, 'northridge', 201],
    ['a district no other district’s school', () => district, 'elsewhere', 404],
    ['a district not what is above it', () => district, 'office', 404],
  ])('%s', async (_, user, slug, status) => {
    expect((await ask(await server.tokenOf(user()), slug)).status).toBe(status)
  })

  test.each(['USER', 'COACH', 'EQUIPMENT_MANAGER', 'SCHOOL_ADMIN'] as const)(
    '%s enters none',
    async (role) => {
      const user = await server.addUser(school('lakeview'), role)
      expect((await ask(await server.tokenOf(user), 'northridge')).status).toBe(403)
    },
  )

  test('no visit without a reason, and none with more rights than a school has itself', async () => {
    const token = await server.tokenOf(district)
    expect((await ask(token, 'northridge', { reason: '  ' })).status).toBe(422)
    for (const role of ['ORG_ADMIN', 'SUPER_ADMIN', 'COACH'] as const)
      expect((await ask(token, 'northridge', { role })).status).toBe(422)
  })

  test('the schools to enter are those of the tree, for the platform all', async () => {
    const slugsFor = async (user: TestUser) => {
      const token = await server.tokenOf(user)
      const { schools } = await (await server.request('/api/v1/visits/schools', { token })).json()
      return schools.map(({ slug }: { slug: string }) => slug).sort()
    }
    expect(await slugsFor(district)).toEqual(['lakeview', 'northridge'])
    expect(await slugsFor(state)).toEqual(['lakeview', 'northridge', 'office'])
    expect(await slugsFor(platform)).toEqual(['elsewhere', 'lakeview', 'northridge', 'office'])
  })
})

describe('without entering, a school is as for strangers', () => {
  test.each(['/api/v1/equipment', '/sync/v1/equipment/pull', '/api/v1/visits', '/api/v1/auth/me'])(
    '%s',
    async (path) => {
      const token = await server.tokenOf(district)
      const answer = await server.request(path, { token, headers: { 'X-Tenant': 'northridge' } })
      expect(answer.status).toBe(404)
    },
  )
})

describe('inside', () => {
  test('the visitor is the stated role there and nobody elsewhere, until they leave', async () => {
    const { token, body, cookie } = await enter(district, 'northridge')
    expect(body.user).toMatchObject({
      name: 'ORG_ADMIN of lakeview (Cascade)',
      role: 'EQUIPMENT_MANAGER',
      tenant: 'northridge',
    })
    const id = uuidv7()
    const made = await server.request('/api/v1/equipment', {
      method: 'POST',
      token,
      body: JSON.stringify({ id, kind: 'serialized', name: 'Helmet', status: 'available' }),
    })
    expect(made.status).toBe(201)
    expect(await codeOf(token, '/sync/v1/equipment/pull')).toBe(200)
    expect(await codeOf(token, '/api/v1/audit')).toEqual([403, 'forbidden'])
    expect(await codeOf(token, '/api/v1/organization')).toEqual([403, 'forbidden'])
    const foreign = await server.request('/api/v1/equipment', { token, headers: { 'X-Tenant': 'lakeview' } })
    expect(foreign.status).toBe(404)
    expect((await go('leave', cookie)).status).toBe(204)
    expect(await codeOf(token, '/api/v1/equipment')).toEqual([401, 'session-ended'])
    expect((await go('refresh', cookie)).status).toBe(401)
  })

  test('the school sees who it was, as what and why, in its audit log and among its visits; so does the own school', async () => {
    const reason = `Season end ${uuidv7()}`
    const { cookie } = await enter(district, 'northridge', { role: 'SCHOOL_ADMIN', reason })
    const admin = await server.tokenOf(await server.addUser(school('northridge'), 'SCHOOL_ADMIN'))
    const list = async () => (await (await server.request('/api/v1/visits', { token: admin })).json()).visits
    expect((await list())[0]).toMatchObject({
      visitor: 'ORG_ADMIN of lakeview (Cascade)',
      role: 'SCHOOL_ADMIN',
      reason,
      underWay: true,
    })
    await go('leave', cookie)
    expect((await list())[0]).toMatchObject({ reason, underWay: false })
    const entries = (await auditOf('northridge')).filter(({ detail }) => detail.reason === reason)
    expect(entries.map(({ action, detail }) => [action, detail.role, detail.ended])).toEqual([
      ['update', 'SCHOOL_ADMIN', 'left'],
      ['create', 'SCHOOL_ADMIN', undefined],
    ])
    expect(entries[0]?.actorName).toBe('ORG_ADMIN of lakeview (Cascade)')
    expect((await auditOf('lakeview')).find(({ detail }) => detail.reason === reason)?.detail.school).toBe(
      'northridge',
    )
  })

  test('a ticket opens once, and only within a minute', async () => {
    const { ticket } = await enter(district, 'northridge')
    expect((await open(ticket)).status).toBe(404)
    const late = await ask(await server.tokenOf(district), 'northridge')
    server.advance(61_000)
    expect((await open(late.body.ticket)).status).toBe(404)
    server.advance(-61_000)
    expect((await open('a'.repeat(43))).status).toBe(404)
  })

  test('the hour is absolute: going on with it makes it no longer', async () => {
    const { cookie, body } = await enter(district, 'northridge')
    server.advance(50 * 60_000)
    const later = await go('refresh', cookie)
    expect(later.status).toBe(200)
    const { visit, accessToken } = await later.json()
    expect(visit.until).toBe(body.visit.until)
    server.advance(10 * 60_000)
    expect(await codeOf(accessToken, '/api/v1/equipment')).toEqual([401, 'session-ended'])
    expect((await go('refresh', cookieOf(later))).status).toBe(401)
    server.advance(-60 * 60_000)
  })

  test('who comes again is the same user: what their device has not sent yet is theirs to send', async () => {
    const first = await enter(district, 'northridge')
    const again = await enter(district, 'northridge')
    expect(again.body.user.id).toBe(first.body.user.id)
    // The second visit ended the first.
    expect(await codeOf(first.token, '/api/v1/equipment')).toEqual([401, 'session-ended'])
    expect(await codeOf(again.token, '/api/v1/equipment')).toBe(200)
    const other = await enter(state, 'northridge')
    expect(other.body.user.id).not.toBe(first.body.user.id)
  })
})

describe('a visit is over with what it rests on', () => {
  test('ended by the school', async () => {
    const { token } = await enter(district, 'northridge')
    const admin = await server.tokenOf(await server.addUser(school('northridge'), 'SCHOOL_ADMIN'))
    const { visits } = await (await server.request('/api/v1/visits', { token: admin })).json()
    const path = `/api/v1/visits/${visits[0].id}`
    const stranger = await server.tokenOf(await server.addUser(school('lakeview'), 'SCHOOL_ADMIN'))
    expect((await server.request(path, { method: 'DELETE', token: stranger })).status).toBe(404)
    expect(await codeOf(token, '/api/v1/equipment')).toBe(200)
    expect((await server.request(path, { method: 'DELETE', token: admin })).status).toBe(204)
    expect(await codeOf(token, '/api/v1/equipment')).toEqual([401, 'session-ended'])
  })

  test('the account that it was begun by loses its role, or its sessions', async () => {
    const user = await server.addUser(school('lakeview'), 'ORG_ADMIN')
    const root = await server.tokenOf(await server.addUser(school('lakeview'), 'SUPER_ADMIN'))
    const before = await enter(user, 'northridge')
    const body = JSON.stringify({ role: 'COACH' })
    await server.request(`/api/v1/users/${user.id}`, { method: 'PATCH', token: root, body })
    expect((await go('refresh', before.cookie)).status).toBe(401)
    await expect.poll(() => codeOf(before.token, '/api/v1/equipment')).toEqual([401, 'session-ended'])

    const { token, home } = await enter(district, 'northridge')
    const me = await (await server.request('/api/v1/auth/sessions', { token: home })).json()
    const own = me.sessions.find(({ current }: { current: boolean }) => current)
    await server.request(`/api/v1/auth/sessions/${own.id}`, { method: 'DELETE', token: home })
    await expect.poll(() => codeOf(token, '/api/v1/equipment')).toEqual([401, 'session-ended'])
  })

  test('the school is moved out of the organization: the visit goes on no more', async () => {
    const { admin } = server.schools
    const { id, organizationId } = school('northridge')
    const before = await enter(district, 'northridge')
    await moveSchool(admin, APP_ROLE, { id, organizationId: school('elsewhere').organizationId })
    try {
      expect((await go('refresh', before.cookie)).status).toBe(401)
      expect(await codeOf(before.token, '/api/v1/equipment')).toEqual([401, 'session-ended'])
    } finally {
      await moveSchool(admin, APP_ROLE, { id, organizationId })
    }
  })

  test('the session at home is over, of which another process told nothing: the visit goes on no more', async () => {
    const { cookie } = await enter(district, 'northridge')
    await server.schools.admin`
      UPDATE etrax_system.sessions SET ended_at = now(), end_reason = 'ended-by-admin'
      WHERE user_id = ${district.id} AND kind = 'account' AND ended_at IS NULL`
    expect((await go('refresh', cookie)).status).toBe(401)
  })
})

test('who proves at home once more who they are goes on with the visit, which is over with the session that came of it', async () => {
  // A school that asks nobody for a factor: the password alone proves it.
  await withTenant(server.schools.app, school('elsewhere'), askNobody)
  const user = await server.addUser(school('elsewhere'), 'SUPER_ADMIN')
  const { token, home, cookie } = await enter(user, 'northridge')
  const body = JSON.stringify({ password: PASSWORD })
  const proven = await server.request('/api/v1/auth/step-up', { method: 'POST', token: home, body })
  expect(proven.status).toBe(200)
  const { accessToken } = await proven.json()
  expect(await codeOf(home, '/api/v1/auth/me')).toEqual([401, 'session-ended'])
  expect(await codeOf(token, '/api/v1/equipment')).toBe(200)
  expect((await go('refresh', cookie)).status).toBe(200)
  const me = await (await server.request('/api/v1/auth/sessions', { token: accessToken })).json()
  const own = me.sessions.find(({ current }: { current: boolean }) => current)
  await server.request(`/api/v1/auth/sessions/${own.id}`, { method: 'DELETE', token: accessToken })
  await expect.poll(() => codeOf(token, '/api/v1/equipment')).toEqual([401, 'session-ended'])
})

describe('a visit is an hour, and nothing by which it becomes more', () => {
  /**
   * Every route that changes something for whoever is signed in, written by hand: whether a visitor is refused there, since somebody
   * signs in or says who it is by what it makes or changes. What only takes access away is open. A route that is missing here fails.
   */
  const FROM_INSIDE: Readonly<Record<string, 'refused' | 'open'>> = {
    'POST /auth/step-up': 'refused',
    'POST /auth/step-up/second-factor': 'refused',
    'POST /auth/factors': 'refused',
    'POST /auth/factors/totp': 'refused',
    'POST /auth/factors/passkey': 'refused',
    'POST /auth/factors/email': 'refused',
    'POST /auth/factors/sms': 'refused',
    'DELETE /auth/factors/:id': 'refused',
    'POST /auth/recovery-codes': 'refused',
    'PUT /auth/pin': 'refused',
    'POST /auth/password': 'refused',
    'DELETE /auth/sessions': 'refused',
    'DELETE /auth/sessions/:id': 'refused',
    'PATCH /security/second-factor': 'refused',
    'POST /users': 'refused',
    'PATCH /users/:id': 'refused',
    'POST /users/:id/invitation': 'refused',
    'PUT /users/:id/email': 'refused',
    'DELETE /users/:id/factors': 'refused',
    'POST /stations': 'refused',
    'PATCH /stations/:id': 'refused',
    'POST /stations/:id/code': 'refused',
    'POST /stations/badges/:id': 'refused',
    'DELETE /stations/:id': 'open',
    'DELETE /users/:id/sessions': 'open',
    'PATCH /devices/:id': 'open',
    'DELETE /devices/:id': 'open',
    'DELETE /visits/:id': 'open',
    'POST /visits': 'open',
    'POST /messages/:id/retry': 'open',
    'DELETE /messages/:id': 'open',
    'POST /privacy/subjects/:id/erasure': 'open',
    'PUT /privacy/retention': 'open',
    'POST /loans': 'open',
    'POST /loans/:id/steps': 'open',
    'POST /organization/loans/:id/steps': 'open',
    'POST /reviews/:id/resolve': 'open',
    'POST /equipment': 'open',
    'PUT /equipment/:id': 'open',
    'PATCH /equipment/:id': 'open',
    'DELETE /equipment/:id': 'open',
    'POST /equipment/:id/transactions': 'open',
    'PUT /equipment/:id/status': 'open',
    'POST /categories': 'open',
    'PUT /categories/:id': 'open',
    'PATCH /categories/:id': 'open',
    'DELETE /categories/:id': 'open',
    'POST /locations': 'open',
    'PUT /locations/:id': 'open',
    'PATCH /locations/:id': 'open',
    'DELETE /locations/:id': 'open',
    'POST /people': 'open',
    'PUT /people/:id': 'open',
    'PATCH /people/:id': 'open',
    'DELETE /people/:id': 'open',
    'POST /teams': 'open',
    'PUT /teams/:id': 'open',
    'PATCH /teams/:id': 'open',
    'DELETE /teams/:id': 'open',
    'POST /transactions': 'open',
  }

  test('of every route that changes something it is stated whether a visitor may call it', () => {
    const changing = server.routes.filter(
      ({ method, callers }) => method !== 'GET' && callers !== 'everybody',
    )
    expect(changing.map(({ method, path }) => `${method} ${path}`).sort()).toEqual(
      Object.keys(FROM_INSIDE).sort(),
    )
  })

  test('from inside nothing is made, proved or changed by which somebody signs in or says who it is', async () => {
    const { token } = await enter(district, 'northridge', { role: 'SCHOOL_ADMIN' })
    for (const [name, stated] of Object.entries(FROM_INSIDE)) {
      const [method = '', path = ''] = name.split(' ')
      const body = method === 'DELETE' ? {} : { body: '{}' }
      const target = `/api/v1${path.replace(':id', uuidv7())}`
      const answer = await server.request(target, { method, token, ...body })
      const code = answer.status < 400 ? undefined : (await answer.json()).code
      expect([name, code === 'visit-refused' ? 'refused' : 'open']).toEqual([name, stated])
    }
  })

  test('no browser becomes a station, no address an account and no factor goes by a visit', async () => {
    const admin = await server.addUser(school('northridge'), 'SCHOOL_ADMIN')
    const own = await server.tokenOf(admin)
    const send = async (method: string, path: string, token: string, body?: unknown) => {
      const init = { method, token, ...(body === undefined ? {} : { body: JSON.stringify(body) }) }
      return await server.request(`/api/v1${path}`, init)
    }
    const station = { name: 'Window', teamIds: [], staffIds: [admin.id] }
    const { id } = await (await send('POST', '/stations', own, station)).json()
    const { token } = await enter(district, 'northridge', { role: 'SCHOOL_ADMIN' })
    const invited = { name: 'Dana', email: 'dana@elsewhere.example', role: 'SCHOOL_ADMIN', by: 'hand' }
    for (const [method, path, body] of [
      ['POST', '/stations', station],
      ['PATCH', `/stations/${id}`, { staffIds: [admin.id] }],
      ['POST', `/stations/${id}/code`, undefined],
      ['POST', `/stations/badges/${admin.id}`, undefined],
      ['POST', '/users', invited],
      ['PATCH', `/users/${admin.id}`, { role: 'COACH' }],
      ['POST', `/users/${admin.id}/invitation?by=hand`, undefined],
      ['DELETE', `/users/${admin.id}/factors`, undefined],
      ['PATCH', '/security/second-factor', { required: { SCHOOL_ADMIN: false } }],
    ] as const) {
      const answer = await send(method, path, token, body)
      expect([path, answer.status, (await answer.json()).code]).toEqual([path, 403, 'visit-refused'])
    }
    expect(
      (await (await send('GET', '/users', own)).json()).users.map(({ name }: { name: string }) => name),
    ).not.toContain('Dana')
  })

  test('its cookie is a visit’s: it goes on with no account, and an account’s with no visit', async () => {
    const { cookie } = await enter(district, 'northridge')
    const [, value = ''] = cookie.split('=')
    const headers = { ...OWN_PAGE, Cookie: `__Host-etrax-refresh=${value}` }
    const answer = await server.request('/api/v1/auth/refresh', { method: 'POST', headers })
    expect(answer.status).toBe(401)
    const who = { kind: 'account', tenantId: district.tenant.id, userId: district.id } as const
    const { refreshToken } = await server.identity.sessions.begin({
      ...who,
      deviceId: undefined,
      userAgent: undefined,
    })
    expect((await go('refresh', `__Host-etrax-visit=${refreshToken}`)).status).toBe(401)
  })
})

test('a visitor has nothing to sign in with, and cannot be given it', async () => {
  const { body, token } = await enter(district, 'northridge', { role: 'SCHOOL_ADMIN' })
  const path = `/api/v1/users/${body.user.id}/invitation`
  expect((await server.request(path, { method: 'POST', token })).status).toBe(403)
  const own = await server.tokenOf(await server.addUser(school('northridge'), 'SCHOOL_ADMIN'))
  expect((await server.request(path, { method: 'POST', token: own })).status).toBe(404)
})

test('nobody gives a visitor another role than the visit says, or lets one in again; the school keeps one out', async () => {
  const { body } = await enter(district, 'northridge')
  const admin = await server.tokenOf(await server.addUser(school('northridge'), 'SCHOOL_ADMIN'))
  const change = (fields: unknown) =>
    server.request(`/api/v1/users/${body.user.id}`, {
      method: 'PATCH',
      token: admin,
      body: JSON.stringify(fields),
    })
  for (const fields of [{ role: 'SCHOOL_ADMIN' }, { disabled: false }])
    expect((await change(fields)).status).toBe(403)
  const seen = await (await server.request(`/api/v1/users/${body.user.id}`, { token: admin })).json()
  expect(seen.user).toMatchObject({ role: 'EQUIPMENT_MANAGER' })
  expect((await change({ disabled: true })).status).toBe(200)
})

test('who is erased at home is erased in the schools that they entered, and from the list of visits', async () => {
  const gone = await server.addUser(school('lakeview'), 'ORG_ADMIN')
  const { token } = await enter(gone, 'northridge')
  const [visit] = await server.schools.admin<{ userId: string }[]>`
    SELECT user_id AS "userId" FROM etrax_system.visits WHERE home_user_id = ${gone.id}`
  const there = async () => {
    const [user] = await server.schools.admin.unsafe<{ name: string; active: boolean; deleted: boolean }[]>(
      `SELECT name, active, deleted FROM ${school('northridge').schema}.users WHERE id = $1`,
      [visit?.userId ?? ''],
    )
    return user
  }
  expect(await there()).toMatchObject({ name: 'ORG_ADMIN of lakeview (Cascade)', deleted: false })
  const subject = { people: [], users: [gone.id], names: ['ORG_ADMIN of lakeview'] }
  await eraseSubject(server.erasure, school('lakeview'), subject, undefined)
  expect(await there()).toMatchObject({ name: '', deleted: true })
  expect(await codeOf(token, '/api/v1/equipment')).toEqual([401, 'session-ended'])
  const names = await server.schools.admin<{ visitor: string }[]>`
    SELECT visitor FROM etrax_system.visits WHERE home_user_id = ${gone.id}`
  expect(names.map(({ visitor }) => visitor)).toEqual(['[…]'])
  // A log that nobody changes never named them.
  const log = await server.schools.admin.unsafe(
    `SELECT detail::text FROM ${school('northridge').schema}.audit WHERE document_id = $1 OR actor_id = $1::uuid`,
    [visit?.userId ?? ''],
  )
  expect(JSON.stringify(log)).not.toContain('ORG_ADMIN of')
})
