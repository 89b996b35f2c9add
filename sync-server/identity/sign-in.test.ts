import { afterAll, beforeAll, expect, test } from 'vitest'
import { tenantDirectory } from '../tenancy/tenants.ts'
import { withTenant } from '../tenancy/with-tenant.ts'
import { replacePassword } from './accounts.ts'
import { hashPassword } from './passwords.ts'
import { challengeStore } from './second-factor/challenges.ts'
import { signIn as signInWith } from './sign-in.ts'
import type { SignInLimits } from './sign-in-limits.ts'
import { PASSWORD, type TestServer, type TestUser, testServer } from './test-server.ts'

let server: TestServer
let coach: TestUser

beforeAll(async () => {
  server = await testServer()
  const tenant = await server.schools.provision('northridge')
  await server.schools.provision('lakeview')
  coach = await server.addUser(tenant, 'COACH', { teamIds: ['0190a000-0000-7000-8000-00000000000a'] })
})
afterAll(() => server.end())

function signIn(body: unknown, init: { address?: string; headers?: Record<string, string> } = {}) {
  return server.request('/api/v1/auth/login', { method: 'POST', body: JSON.stringify(body), ...init })
}

const right = () => ({ tenant: 'northridge', email: coach.email, password: PASSWORD })

test('signing in answers the token, the user and the school, and sets the refresh cookie for this host alone', async () => {
  const answer = await signIn({ ...right(), email: ` ${coach.email.toUpperCase()} ` })
  expect(answer.status).toBe(200)
  expect(await answer.json()).toEqual({
    accessToken: expect.stringMatching(/^[\w-]+\.[\w-]+\.[\w-]+$/),
    expiresIn: 600,
    user: {
      id: coach.id,
      name: 'COACH of northridge',
      role: 'COACH',
      tenant: 'northridge',
      teamIds: ['0190a000-0000-7000-8000-00000000000a'],
    },
    school: { name: 'northridge', timeZone: 'America/Los_Angeles' },
  })
  const cookie = answer.headers.get('Set-Cookie') ?? ''
  expect(cookie).toMatch(/^__Host-etrax-refresh=[^;]{100,}; /)
  for (const attribute of ['Path=/', 'HttpOnly', 'Secure', 'SameSite=Strict'])
    expect(cookie).toContain(attribute)
  expect(answer.headers.get('Cache-Control')).toBe('no-store')
})

test.each([
  ['a wrong password', { password: 'a quiet field-house' }],
  ['a password with a space at its end', { password: `${PASSWORD} ` }],
  ['an unknown address', { email: 'nobody@northridge.example' }],
  ['an unknown school', { tenant: 'nowhere' }],
  ["another school's user", { tenant: 'lakeview' }],
])('%s gets the one answer for all causes', async (_, change) => {
  const answer = await signIn({ ...right(), ...change }, { address: '192.0.2.77' })
  expect(answer.status).toBe(401)
  const { traceId: _trace, ...body } = await answer.json()
  expect(body).toEqual({
    type: 'urn:etrax:problem:invalid-credentials',
    title: 'Not signed in',
    status: 401,
    code: 'invalid-credentials',
    detail: 'School, e-mail address or password is not right.',
  })
  expect(answer.headers.get('Set-Cookie')).toBeNull()
})

test('a disabled account signs in no more, with the same answer', async () => {
  const gone = await server.addUser(coach.tenant, 'COACH')
  await withTenant(
    server.schools.app,
    coach.tenant,
    (tx) => tx`UPDATE users SET active = false WHERE id = ${gone.id}`,
  )
  const answer = await signIn({ ...right(), email: gone.email })
  expect(await answer.json()).toMatchObject({ status: 401, code: 'invalid-credentials' })
})

test('what is no sign-in is refused by field, and nothing beside the fields is taken', async () => {
  const answer = await signIn({ tenant: 7, email: '', role: 'SUPER_ADMIN' })
  expect(await answer.json()).toMatchObject({
    status: 422,
    code: 'invalid-value',
    errors: expect.arrayContaining([
      { field: 'role', code: 'unknown-field' },
      { field: 'password', code: 'required' },
      { field: 'tenant', code: 'wrong-type' },
      { field: 'email', code: 'required' },
    ]),
  })
  expect((await server.request('/api/v1/auth/login', { method: 'POST', body: '{"tenant":' })).status).toBe(
    400,
  )
  const form = { 'Content-Type': 'text/plain' }
  expect((await signIn(right(), { headers: form })).status).toBe(415)
})

test('a page of another site cannot sign anybody in', async () => {
  const answer = await signIn(right(), { headers: { 'Sec-Fetch-Site': 'cross-site' } })
  expect(await answer.json()).toMatchObject({ status: 403, code: 'origin-refused' })
})

test('a host or header that names another school is refused as nothing there', async () => {
  expect((await signIn(right(), { headers: { 'X-Tenant': 'lakeview' } })).status).toBe(404)
  expect((await signIn(right(), { headers: { Host: 'lakeview.localhost:8080' } })).status).toBe(404)
  expect((await signIn(right(), { headers: { Host: 'northridge.localhost:8080' } })).status).toBe(200)
})

test('after ten failures an account waits at that address, and elsewhere it does not', async () => {
  const victim = await server.addUser(coach.tenant, 'COACH')
  const wrong = { tenant: 'northridge', email: victim.email, password: 'not the password' }
  for (let round = 0; round < 10; round += 1)
    expect((await signIn(wrong, { address: '198.51.100.9' })).status).toBe(401)
  const refused = await signIn({ ...wrong, password: PASSWORD }, { address: '198.51.100.9' })
  expect(await refused.json()).toMatchObject({ status: 429, code: 'too-many-requests' })
  expect(Number(refused.headers.get('Retry-After'))).toBeGreaterThan(0)
  expect((await signIn({ ...wrong, password: PASSWORD }, { address: '192.0.2.5' })).status).toBe(200)
})

test('attempts from many addresses lock nobody out of a device that was signed in before', async () => {
  const victim = await server.addUser(coach.tenant, 'COACH')
  const known = { 'X-Device-Id': 'phone-of-the-victim' }
  const body = { tenant: 'northridge', email: victim.email, password: PASSWORD }
  expect((await signIn(body, { address: '192.0.2.6', headers: known })).status).toBe(200)
  for (let round = 0; round < 55; round += 1)
    await signIn({ ...body, password: 'not the password' }, { address: `203.0.113.${round}` })
  expect((await signIn(body, { address: '203.0.113.200' })).status).toBe(429)
  expect((await signIn(body, { address: '192.0.2.6', headers: known })).status).toBe(200)
})

/** Work by the password of before, during which that is changed and all sessions are ended. */
async function changedMeanwhile(user: TestUser, work: (limits: SignInLimits) => Promise<unknown>) {
  const hash = await hashPassword('another quiet field house')
  const limits: SignInLimits = {
    take: async () => undefined,
    // The password was looked at: it is changed now.
    async giveBack() {
      await replacePassword(server.schools.app, user.tenant, user.id, hash)
      await server.identity.sessions.endAllOf(user.tenant.id, user.id, 'password-reset')
    },
  }
  await expect(work(limits)).rejects.toMatchObject({ code: 'invalid-credentials' })
  expect(await server.identity.sessions.listOf(user.tenant.id, user.id)).toEqual([])
}

test('a sign-in by a password that is changed while it is looked at begins no session', async () => {
  const user = await server.addUser(coach.tenant, 'COACH')
  await changedMeanwhile(user, (limits) =>
    signInWith(
      {
        database: server.schools.app,
        tenants: tenantDirectory(server.schools.app),
        sessions: server.identity.sessions,
        challenges: challengeStore(server.schools.app, tenantDirectory(server.schools.app)),
        codes: { can: () => false },
        limits,
        log: () => undefined,
      },
      {
        ...{ tenant: user.tenant.slug, email: user.email, password: PASSWORD, address: '192.0.2.9' },
        ...{ deviceId: undefined, userAgent: undefined, site: undefined },
      },
    ),
  )
})
