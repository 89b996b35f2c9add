import { afterAll, beforeAll, expect, test } from 'vitest'
import type { Role } from '../../shared/roles.ts'
import { type Tenant, withTenant } from '../tenancy/with-tenant.ts'
import { factorSchool } from './second-factor/test-factor-school.ts'
import { PASSWORD, type TestServer, type TestUser, testServer } from './test-server.ts'

let server: TestServer
let school: Tenant
beforeAll(async () => {
  server = await testServer()
  school = await server.schools.provision('northridge')
})
afterAll(() => server.end())

const NEXT = 'four quiet bleachers'

async function person(role: Role): Promise<{ user: TestUser; token: string }> {
  const user = await server.addUser(school, role)
  return { user, token: await server.tokenOf(user) }
}
const post = (path: string, token: string, body: unknown = {}) =>
  server.request(`/api/v1${path}`, { method: 'POST', token, body: JSON.stringify(body) })
const signIn = (user: TestUser, password: string) =>
  server.request('/api/v1/auth/login', {
    method: 'POST',
    body: JSON.stringify({ tenant: 'northridge', email: user.email, password }),
  })
const putEmail = (token: string, { id }: TestUser, body: unknown) =>
  server.request(`/api/v1/users/${id}/email`, { method: 'PUT', token, body: JSON.stringify(body) })
const works = async (token: string) => (await server.request('/api/v1/auth/me', { token })).status === 200

test('the password is changed by whoever knows the present one, and the other sessions end where that is asked', async () => {
  const { user, token } = await person('COACH')
  const other = await server.tokenOf(user)
  const changed = await post('/auth/password', token, { current: PASSWORD, password: NEXT, endOthers: true })
  expect(changed.status).toBe(204)
  expect([await works(token), await works(other)]).toEqual([true, false])
  expect([(await signIn(user, PASSWORD)).status, (await signIn(user, NEXT)).status]).toEqual([401, 200])
})

test('without being asked to, no other session ends', async () => {
  const { user, token } = await person('COACH')
  const other = await server.tokenOf(user)
  await post('/auth/password', token, { current: PASSWORD, password: NEXT, endOthers: false })
  expect([await works(token), await works(other)]).toEqual([true, true])
})

test('an open session alone changes no password: the present one is needed, and guessing it is limited', async () => {
  const { user, token } = await person('COACH')
  const guess = () =>
    post('/auth/password', token, { current: 'not the password', password: NEXT, endOthers: false })
  const first = await guess()
  expect([first.status, (await first.json()).errors]).toEqual([422, [{ field: 'current', code: 'wrong' }]])
  for (let n = 0; n < 9; n += 1) await guess()
  expect((await guess()).status).toBe(429)
  const right = await post('/auth/password', token, { current: PASSWORD, password: NEXT, endOthers: false })
  expect(right.status).toBe(429)
  // Whoever took the session has used up its tries; its person signs in elsewhere.
  expect((await signIn(user, PASSWORD)).status).toBe(200)
})

test.each([
  ['short', 'too-short'],
  ['password123456', 'common'],
  ['northridge-1', 'like-a-name'],
])('a new password %s is refused: %s', async (password, code) => {
  const { user, token } = await person('COACH')
  const answer = await post('/auth/password', token, { current: PASSWORD, password, endOthers: true })
  expect([answer.status, (await answer.json()).errors]).toEqual([422, [{ field: 'password', code }]])
  expect((await signIn(user, PASSWORD)).status).toBe(200)
})

test('somebody ends all own sessions but the one in hand', async () => {
  const { user, token } = await person('COACH')
  const others = [await server.tokenOf(user), await server.tokenOf(user)]
  const stranger = await person('COACH')
  const ended = await server.request('/api/v1/auth/sessions', { method: 'DELETE', token })
  expect(ended.status).toBe(204)
  expect(await Promise.all([token, ...others, stranger.token].map(works))).toEqual([true, false, false, true])
})

test('an admin sees and ends the sessions of a user, and of nobody above', async () => {
  const admin = await person('SCHOOL_ADMIN')
  const coach = await person('COACH')
  const above = await person('SUPER_ADMIN')
  const list = await server.request(`/api/v1/users/${coach.user.id}/sessions`, { token: admin.token })
  expect((await list.json()).sessions).toHaveLength(1)
  const end = (id: string) =>
    server.request(`/api/v1/users/${id}/sessions`, { method: 'DELETE', token: admin.token })
  expect((await end(coach.user.id)).status).toBe(204)
  expect(await works(coach.token)).toBe(false)
  expect((await end(above.user.id)).status).toBe(403)
  expect(await works(above.token)).toBe(true)
})

test("another school's user is there for no admin", async () => {
  const admin = await person('SCHOOL_ADMIN')
  const foreigner = await server.addUser(await server.schools.provision('lakeview'), 'COACH')
  for (const [method, path] of [
    ['GET', 'sessions'],
    ['DELETE', 'sessions'],
    ['POST', 'invitation'],
  ] as const) {
    const answer = await server.request(`/api/v1/users/${foreigner.id}/${path}`, {
      method,
      token: admin.token,
    })
    expect(answer.status).toBe(404)
  }
})

test('an admin has a new password chosen and never chooses it: the old one works until then, and its sessions end then', async () => {
  const admin = await person('SCHOOL_ADMIN')
  const coach = await person('COACH')
  const first = await (await post(`/users/${coach.user.id}/invitation`, admin.token)).json()
  const second = await (await post(`/users/${coach.user.id}/invitation`, admin.token)).json()
  expect((await signIn(coach.user, PASSWORD)).status).toBe(200)
  const register = (invitation: string) =>
    server.request('/api/v1/auth/register', {
      method: 'POST',
      body: JSON.stringify({ tenant: 'northridge', invitation, password: NEXT }),
    })
  expect((await register(first.invitation.token)).status).toBe(404)
  expect((await register(second.invitation.token)).status).toBe(204)
  expect((await register(second.invitation.token)).status).toBe(404)
  expect(await works(coach.token)).toBe(false)
  expect([(await signIn(coach.user, PASSWORD)).status, (await signIn(coach.user, NEXT)).status]).toEqual([
    401, 200,
  ])
})

const told = async (token: string, query: string) => {
  const { entries } = await (await server.request(`/api/v1/audit?${query}`, { token })).json()
  return entries.map(({ action, actorId, documentId, detail }: Record<string, unknown>) => [
    action,
    actorId,
    documentId,
    detail,
  ])
}

test('[v5.0.0-7.4.3] what somebody does about the own ways in is in the school’s log, without a secret', async () => {
  const { user, token } = await person('COACH')
  const admin = await person('SCHOOL_ADMIN')
  await post('/auth/password', token, { current: 'not the password', password: NEXT, endOthers: true })
  expect(await told(admin.token, `documentId=${user.id}&actorId=${user.id}`)).toEqual([])
  await post('/auth/password', token, { current: PASSWORD, password: NEXT, endOthers: true })
  expect((await server.request('/api/v1/auth/sessions', { method: 'DELETE', token })).status).toBe(204)
  const { invitation } = await (await post(`/users/${user.id}/invitation`, admin.token)).json()
  const accept = () =>
    server.request('/api/v1/auth/register', {
      method: 'POST',
      body: JSON.stringify({ tenant: 'northridge', invitation: invitation.token, password: PASSWORD }),
    })
  expect([(await accept()).status, (await accept()).status]).toEqual([204, 404])
  const own = await told(admin.token, `documentId=${user.id}&actorId=${user.id}`)
  expect(own).toEqual([
    ['invitation-accept', user.id, user.id, { hadPassword: true }],
    ['sessions-end', user.id, user.id, { kept: 'own' }],
    ['password-change', user.id, user.id, { endOthers: true }],
  ])
})

test('an admin corrects an address: the person signs in with that one alone, and links that went to the other are void', async () => {
  const admin = await person('SCHOOL_ADMIN')
  const { user, token } = await person('COACH')
  const { invitation } = await (await post(`/users/${user.id}/invitation`, admin.token)).json()
  const email = `right-${user.id.slice(-6)}@northridge.example`
  const put = (body: unknown, id = user.id, by = admin.token) =>
    server.request(`/api/v1/users/${id}/email`, { method: 'PUT', token: by, body: JSON.stringify(body) })
  const taken = await put({ email: admin.user.email.toUpperCase() })
  expect([taken.status, (await taken.json()).code]).toEqual([409, 'already-exists'])
  expect((await put({ email: 'no address' })).status).toBe(422)
  expect((await put({ email }, (await person('SUPER_ADMIN')).user.id)).status).toBe(403)
  expect((await put({ email }, admin.user.id, token)).status).toBe(403)
  expect((await signIn(user, PASSWORD)).status).toBe(200)

  expect((await put({ email: email.toUpperCase() })).status).toBe(204)
  expect([
    (await signIn(user, PASSWORD)).status,
    (await signIn({ ...user, email }, PASSWORD)).status,
  ]).toEqual([401, 200])
  const register = { tenant: 'northridge', invitation: invitation.token, password: NEXT }
  expect((await post('/auth/register', '', register)).status).toBe(404)
  // The same once more is no change.
  expect((await put({ email })).status).toBe(204)
  const changes = await told(admin.token, `documentId=${user.id}&action=email-change`)
  expect(changes).toEqual([['email-change', admin.user.id, user.id, {}]])
})

test('whoever had the former address is out: the sessions of an account end with its address', async () => {
  const admin = await person('SCHOOL_ADMIN')
  const { user, token } = await person('COACH')
  const email = `mine-${user.id.slice(-6)}@northridge.example`
  expect((await putEmail(admin.token, user, { email })).status).toBe(204)
  expect(await works(token)).toBe(false)
  expect(await server.identity.sessions.listOf(school.id, user.id)).toEqual([])
  // What was not changed ends nothing.
  const again = await signIn({ ...user, email }, PASSWORD)
  const { accessToken } = await again.json()
  expect((await putEmail(admin.token, user, { email })).status).toBe(204)
  expect(await works(accessToken)).toBe(true)
})

test('an admin who corrects the own address goes on where it is done, and nowhere else', async () => {
  const { user, token } = await person('SCHOOL_ADMIN')
  const other = await server.tokenOf(user)
  const email = `own-${user.id.slice(-6)}@northridge.example`
  const anew = await putEmail(token, user, { email, anew: true })
  expect([anew.status, (await anew.json()).code]).toEqual([403, 'forbidden'])
  expect((await putEmail(token, user, { email })).status).toBe(204)
  expect([await works(token), await works(other)]).toEqual([true, false])
})

test('an account that was somebody else’s keeps nothing that they chose: no password, no factor, no codes, no PIN', async () => {
  const factors = factorSchool(server, school)
  const admin = await person('SCHOOL_ADMIN')
  const { user, secret, token } = await factors.withTotp('COACH')
  const pin = { current: PASSWORD, pin: '481592' }
  const set = await server.request('/api/v1/auth/pin', { method: 'PUT', token, body: JSON.stringify(pin) })
  expect(set.status).toBe(204)
  const email = `theirs-${user.id.slice(-6)}@northridge.example`
  expect((await putEmail(admin.token, user, { email, anew: true })).status).toBe(204)
  const known = { ...user, email }
  expect((await signIn(known, PASSWORD)).status).toBe(401)
  const [row] = await withTenant(
    server.schools.app,
    school,
    (tx) => tx`
      SELECT (SELECT count(*) FROM second_factors WHERE user_id = ${user.id})::int AS factors,
        (SELECT count(*) FROM recovery_codes WHERE user_id = ${user.id})::int AS codes,
        (SELECT count(*) FROM staff_marks WHERE user_id = ${user.id} AND pin_key IS NOT NULL)::int AS pins`,
  )
  expect(row).toEqual({ factors: 0, codes: 0, pins: 0 })
  // The right person chooses a password by a link and is asked for nothing of the other's.
  const { invitation } = await (await post(`/users/${user.id}/invitation`, admin.token)).json()
  const chosen = { tenant: 'northridge', invitation: invitation.token, password: NEXT }
  expect((await post('/auth/register', '', chosen)).status).toBe(204)
  const answer = await (await signIn(known, NEXT)).json()
  expect([typeof answer.accessToken, secret.length > 0]).toEqual(['string', true])
  expect(await told(admin.token, `documentId=${user.id}&action=email-change`)).toEqual([
    ['email-change', admin.user.id, user.id, { anew: true }],
  ])
})

test('of several who are given one address at the same moment one has it', async () => {
  const admin = await person('SCHOOL_ADMIN')
  const both = await Promise.all([person('COACH'), person('COACH'), person('COACH'), person('COACH')])
  const answers = await Promise.all(
    both.map(({ user }) =>
      server.request(`/api/v1/users/${user.id}/email`, {
        method: 'PUT',
        token: admin.token,
        body: JSON.stringify({ email: 'one@northridge.example' }),
      }),
    ),
  )
  expect(answers.map(({ status }) => status).sort()).toEqual([204, 409, 409, 409])
})

test('[v5.0.0-7.5.1] an address is changed on a recent sign-in alone', async () => {
  const admin = await person('SCHOOL_ADMIN')
  const { user } = await person('COACH')
  await server.schools.app`
    UPDATE etrax_system.sessions SET authenticated_at = now() - interval '11 minutes' WHERE user_id = ${admin.user.id}`
  const answer = await server.request(`/api/v1/users/${user.id}/email`, {
    method: 'PUT',
    token: admin.token,
    body: JSON.stringify({ email: 'other@northridge.example' }),
  })
  expect([answer.status, (await answer.json()).code]).toEqual([403, 'step-up-required'])
  expect((await signIn(user, PASSWORD)).status).toBe(200)
})

test('[v5.0.0-7.4.5] [v5.0.0-6.4.6] what an admin does about another’s ways in is in the school’s log', async () => {
  const { user } = await person('COACH')
  const { user: admin, token } = await person('SCHOOL_ADMIN')
  const act = (method: string, path: string, body?: unknown) =>
    server.request(`/api/v1${path}`, { method, token, ...(body ? { body: JSON.stringify(body) } : {}) })
  expect((await act('DELETE', `/users/${user.id}/sessions`)).status).toBe(204)
  expect((await act('POST', `/users/${user.id}/invitation?by=hand`)).status).toBe(201)
  expect((await act('PUT', '/privacy/retention', { notifications: 30 })).status).toBe(200)
  const { entries } = await (await act('GET', `/audit?actorId=${admin.id}`)).json()
  const told = entries.map(({ action, documentId, detail }: Record<string, unknown>) => [
    action,
    documentId,
    detail,
  ])
  expect(told).toEqual(
    expect.arrayContaining([
      ['sessions-end', user.id, {}],
      ['invite', user.id, { by: 'hand' }],
      ['update', user.tenant.id, { retention: { notifications: 30 } }],
    ]),
  )
})
