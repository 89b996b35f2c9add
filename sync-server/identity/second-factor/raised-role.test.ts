import { afterAll, beforeAll, expect, test } from 'vitest'
import { users } from '../../../shared/collections/users.ts'
import type { Role } from '../../../shared/roles.ts'
import { writeAsServer } from '../../sync/server-write.ts'
import { type Tenant, withTenant } from '../../tenancy/with-tenant.ts'
import { findAccount } from '../accounts.ts'
import { beginSession } from '../begin-session.ts'
import { PASSWORD, type TestServer, type TestUser, testServer } from '../test-server.ts'
import { askNobody } from './policy.ts'
import { type FactorSchool, factorSchool } from './test-factor-school.ts'

let server: TestServer
let school: FactorSchool
let tenant: Tenant
let admin: string
beforeAll(async () => {
  server = await testServer()
  tenant = await server.schools.provision('northridge')
  school = factorSchool(server, tenant)
  admin = await server.tokenOf(await school.user('SUPER_ADMIN'))
})
afterAll(() => server.end())

const patch = (path: string, body: unknown) =>
  server.request(`/api/v1${path}`, { method: 'PATCH', body: JSON.stringify(body), token: admin })
const give = (user: TestUser, role: Role, extra = {}) => patch(`/users/${user.id}`, { role, ...extra })
const codeOf = async (answer: Response) => [answer.status, (await answer.json()).code]
const ofSchool = async (token: string) => (await server.request('/api/v1/privacy/school', { token })).status

async function signedIn(user: TestUser) {
  const answer = await school.login(user)
  return { token: (await answer.json()).accessToken, cookie: school.cookieOf(answer) }
}

test('[v5.0.0-6.3.3] a session that a password alone began carries no role that needs a factor', async () => {
  const coach = await school.user('COACH')
  const { token, cookie } = await signedIn(coach)
  expect((await give(coach, 'SCHOOL_ADMIN')).status).toBe(200)
  expect(await ofSchool(token)).toBe(401)
  const proved = await school.post('/auth/step-up', { password: PASSWORD }, token)
  expect(await codeOf(proved)).toEqual([401, 'session-ended'])
  expect(await codeOf(await school.refresh(cookie))).toEqual([401, 'session-ended'])
  expect((await (await school.login(coach)).json()).secondFactor).toMatchObject({ methods: [] })
})

test('a session for which a factor was proved goes on in the new role', async () => {
  const { user, secret } = await school.withTotp('COACH')
  const challenge = await school.challengeOf(user)
  const answer = await school.post('/auth/second-factor', {
    ...{ challenge, method: 'totp' },
    code: school.code(secret),
  })
  const { accessToken } = await answer.json()
  await give(user, 'SCHOOL_ADMIN')
  expect(await ofSchool(accessToken)).toBe(200)
  const renewed = await school.refresh(school.cookieOf(answer))
  expect((await renewed.json()).user.role).toBe('SCHOOL_ADMIN')
})

test('a step-up keeps what was proved for the session, and adds a factor that it asked for', async () => {
  const { user, token, secret } = await school.withTotp('COACH')
  const asked = await school.post('/auth/step-up', { password: PASSWORD }, token)
  const { challenge } = (await asked.json()).secondFactor
  const body = { challenge, method: 'totp', code: school.code(secret) }
  const { accessToken } = await (await school.post('/auth/step-up/second-factor', body, token)).json()
  const other = await school.user('COACH')
  const before = await signedIn(other)
  const again = await (await school.post('/auth/step-up', { password: PASSWORD }, before.token)).json()
  for (const one of [user, other]) await give(one, 'SCHOOL_ADMIN')
  expect([await ofSchool(accessToken), await ofSchool(again.accessToken)]).toEqual([200, 401])
})

test('a change of name, and a role that needs none, end nothing', async () => {
  const coach = await school.user('COACH')
  const { token } = await signedIn(coach)
  await give(coach, 'COACH', { name: 'Renee Alvarez' })
  await give(coach, 'EQUIPMENT_MANAGER')
  expect(await school.works(token)).toBe(true)
})

test('whoever is signed in when the policy becomes stricter stays so, and a password alone is no step-up any more', async () => {
  const manager = await school.user('EQUIPMENT_MANAGER')
  const { token, cookie } = await signedIn(manager)
  const required = (value: boolean) =>
    patch('/security/second-factor', { required: { EQUIPMENT_MANAGER: value } })
  expect((await required(true)).status).toBe(200)
  await patch(`/users/${manager.id}`, { role: 'EQUIPMENT_MANAGER' })
  expect(await school.works(token)).toBe(true)
  expect((await school.refresh(cookie)).status).toBe(200)
  const wrong = await school.post('/auth/step-up', { password: 'not the password' }, token)
  expect(await codeOf(wrong)).toEqual([422, 'invalid-value'])
  const proved = await school.post('/auth/step-up', { password: PASSWORD }, token)
  expect([...(await codeOf(proved)), school.cookieOf(proved)]).toEqual([403, 'factor-required', ''])
  await required(false)
})

/** The rise is stored and the process dies: nobody comes to end the sessions. */
async function riseAlone(user: TestUser, role: Role) {
  await writeAsServer(server.sync.committer, tenant, undefined, [
    { definition: users, id: user.id, change: (stored) => (stored ? { ...stored, role } : undefined) },
  ])
  // As another process knows it.
  server.advance(4_000)
}

test('[v5.0.0-6.3.3] a process that dies after the rise leaves no session without a factor in the new role', async () => {
  const [coach, other] = [await school.user('COACH'), await school.user('COACH')]
  const [used, renewed] = [await signedIn(coach), await signedIn(other)]
  expect(await school.works(used.token)).toBe(true)
  for (const one of [coach, other]) await riseAlone(one, 'SCHOOL_ADMIN')
  expect(await ofSchool(used.token)).toBe(401)
  expect(await codeOf(await school.refresh(renewed.cookie))).toEqual([401, 'session-ended'])
  for (const one of [coach, other])
    expect(await server.identity.sessions.listOf(tenant.id, one.id)).toEqual([])
})

test('a session that went on in another role while nobody was asked stays when the policy becomes stricter', async () => {
  const coach = await school.user('COACH')
  const { token, cookie } = await signedIn(coach)
  const unused = await signedIn(coach)
  await give(coach, 'EQUIPMENT_MANAGER')
  expect(await school.works(token)).toBe(true)
  const required = (value: boolean) =>
    patch('/security/second-factor', { required: { EQUIPMENT_MANAGER: value } })
  await required(true)
  server.advance(4_000)
  expect(await school.works(token)).toBe(true)
  for (const one of [cookie, unused.cookie]) expect((await school.refresh(one)).status).toBe(200)
  await required(false)
})

test('a sign-in that is under way at the rise leaves no session without a factor', async () => {
  const coach = await school.user('COACH')
  const [answer] = await Promise.all([school.login(coach), give(coach, 'SCHOOL_ADMIN')])
  const { accessToken } = await answer.json()
  if (accessToken !== undefined) expect(await school.works(accessToken)).toBe(false)
  expect(await server.identity.sessions.listOf(tenant.id, coach.id)).toEqual([])
})

test('a sign-in that was judged by the role of before begins nothing', async () => {
  const coach = await school.user('COACH')
  const before = await findAccount(server.schools.app, tenant, coach.id)
  if (!before) throw new Error('no account')
  await give(coach, 'SCHOOL_ADMIN')
  const { sessions } = server.identity
  const parts = { database: server.schools.app, sessions, log: () => undefined }
  const origin = { address: '192.0.2.1', deviceId: undefined, userAgent: undefined }
  const begin = (factor: boolean) =>
    beginSession(parts, { tenant, account: before }, origin, { by: 'password', factor })
  await expect(begin(false)).rejects.toMatchObject({ code: 'session-ended' })
  expect(await sessions.listOf(tenant.id, coach.id)).toEqual([])
  await begin(true)
  expect(await sessions.listOf(tenant.id, coach.id)).toHaveLength(1)
})

test('where the school asks nobody for a factor, the rise is there at once', async () => {
  const relaxed = await server.schools.provision('lakeview')
  await withTenant(server.schools.app, relaxed, askNobody)
  const coach = await server.addUser(relaxed, 'COACH')
  const token = await server.tokenOf(coach)
  const root = await server.tokenOf(await server.addUser(relaxed, 'SUPER_ADMIN'))
  const body = JSON.stringify({ role: 'SCHOOL_ADMIN' })
  await server.request(`/api/v1/users/${coach.id}`, { method: 'PATCH', body, token: root })
  expect(await ofSchool(token)).toBe(200)
})
