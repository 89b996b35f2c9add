import { afterAll, beforeAll, expect, test, vi } from 'vitest'
import { replacePassword } from './accounts.ts'
import { hashPassword } from './passwords.ts'
import { REFRESH_COOKIE } from './refresh-cookie.ts'
import { PASSWORD, type TestServer, type TestUser, testServer } from './test-server.ts'

let server: TestServer
let coach: TestUser
beforeAll(async () => {
  server = await testServer()
  coach = await server.addUser(await server.schools.provision('northridge'), 'COACH')
})
afterAll(() => server.end())

const MINUTE = 60_000

async function signIn(user = coach) {
  const body = JSON.stringify({ tenant: 'northridge', email: user.email, password: PASSWORD })
  return await granted(await server.request('/api/v1/auth/login', { method: 'POST', body }))
}

async function granted(answer: Response) {
  expect(answer.status).toBe(200)
  const [, cookie = ''] = /^__Host-etrax-refresh=([^;]+)/.exec(answer.headers.get('Set-Cookie') ?? '') ?? []
  return { token: (await answer.json()).accessToken, cookie }
}

const refresh = (cookie: string) =>
  server.request('/api/v1/auth/refresh', {
    method: 'POST',
    headers: { Cookie: `${REFRESH_COOKIE}=${cookie}`, 'X-Requested-With': 'etrax' },
  })
const stepUp = (token: string, password = PASSWORD) =>
  server.request('/api/v1/auth/step-up', { method: 'POST', token, body: JSON.stringify({ password }) })
const end = (token: string, path = '') =>
  server.request(`/api/v1/auth/sessions${path}`, { method: 'DELETE', token })
const me = async (token: string) => (await server.request('/api/v1/auth/me', { token })).status

/** A token of a session whose sign-in is eleven minutes old. */
async function staleToken(user = coach) {
  const { cookie } = await signIn(user)
  server.advance(11 * MINUTE)
  return await granted(await refresh(cookie))
}

test('[v5.0.0-7.5.2] other sessions are ended after proving once more who one is, and not on an old sign-in', async () => {
  const user = await server.addUser(coach.tenant, 'COACH')
  const stale = await staleToken(user)
  const other = await signIn(user)
  for (const path of ['', `/${other.cookie.split('.')[0]}`]) {
    const refused = await end(stale.token, path)
    expect([refused.status, (await refused.json()).code]).toEqual([403, 'step-up-required'])
  }
  expect(await me(other.token)).toBe(200)
  const fresh = await granted(await stepUp(stale.token))
  expect((await end(fresh.token, `/${other.cookie.split('.')[0]}`)).status).toBe(204)
  expect([await me(other.token), await me(fresh.token)]).toEqual([401, 200])
  server.advance(11 * MINUTE)
  const later = await granted(await refresh(fresh.cookie))
  expect((await end(later.token)).status).toBe(403)
})

test('[v5.0.0-7.2.4] proving it anew gives new tokens, and those from before are refused', async () => {
  const before = await signIn()
  const after = await granted(await stepUp(before.token))
  expect(after.token).not.toBe(before.token)
  expect(after.cookie.split('.')[0]).not.toBe(before.cookie.split('.')[0])
  expect([await me(before.token), await me(after.token)]).toEqual([401, 200])
  expect((await refresh(before.cookie)).status).toBe(401)
  expect((await refresh(after.cookie)).status).toBe(200)
})

test('[v5.0.0-6.3.1] guessing the password here is limited as it is at the sign-in, and changes nothing', async () => {
  const user = await server.addUser(coach.tenant, 'COACH')
  const stale = await staleToken(user)
  const wrong = await stepUp(stale.token, 'not the password')
  expect([wrong.status, (await wrong.json()).errors]).toEqual([422, [{ field: 'password', code: 'wrong' }]])
  expect(await me(stale.token)).toBe(200)
  for (let n = 0; n < 9; n += 1) await stepUp(stale.token, 'not the password')
  expect((await stepUp(stale.token)).status).toBe(429)
  expect((await end(stale.token)).status).toBe(403)
})

test('[v5.0.0-6.3.1] who took a session has ten guesses of its password, from however many addresses', async () => {
  const user = await server.addUser(coach.tenant, 'COACH')
  const { token } = await signIn(user)
  const guess = (n: number, path: string, body: object) =>
    server.request(path, { method: 'POST', token, address: `192.0.2.${100 + n}`, body: JSON.stringify(body) })
  const [password, next] = ['not the password', 'another quiet field house']
  for (let n = 0; n < 10; n += 1) {
    const change = { current: password, password: next, endOthers: false }
    const answer = await (n % 2 === 0
      ? guess(n, '/api/v1/auth/step-up', { password })
      : guess(n, '/api/v1/auth/password', change))
    expect(answer.status).toBe(422)
  }
  expect((await guess(11, '/api/v1/auth/step-up', { password: PASSWORD })).status).toBe(429)
  // Its owner signs in as ever.
  expect(await me((await signIn(user)).token)).toBe(200)
})

test('[v5.0.0-7.4.1] a session that is ended while its person proves who they are stays ended', async () => {
  const user = await server.addUser(coach.tenant, 'COACH')
  const { token } = await signIn(user)
  const [answer] = await Promise.all([
    stepUp(token),
    new Promise((resolve) => setTimeout(resolve, 20)).then(() =>
      server.identity.sessions.endAllOf(user.tenant.id, user.id, 'ended-by-admin'),
    ),
  ])
  // Whichever came first: nothing lives on.
  const { accessToken } = answer.status === 200 ? await answer.json() : { accessToken: token }
  expect(await me(accessToken)).toBe(401)
  expect(await server.identity.sessions.listOf(user.tenant.id, user.id)).toEqual([])
})

test('proving it anew lengthens no session', async () => {
  const { token } = await signIn()
  const { sessionId } = await server.identity.tokens.verify(token)
  const before = await server.identity.sessions.find(sessionId)
  server.advance(MINUTE)
  const after = await granted(await stepUp(token))
  const next = await server.identity.tokens.verify(after.token)
  expect((await server.identity.sessions.find(next.sessionId))?.expiresAt).toBe(before?.expiresAt)
})

test('a step-up by a password that is changed while it is looked at leaves no session behind', async () => {
  const user = await server.addUser(coach.tenant, 'COACH')
  const { token } = await signIn(user)
  const { sessions } = server.identity
  const hash = await hashPassword('another quiet field house')
  const { replace } = sessions
  // Between the look at the password and the session that takes the place of the present one: the others are ended before it is there.
  const replaced = vi.spyOn(sessions, 'replace').mockImplementationOnce(async (...given) => {
    await replacePassword(server.schools.app, user.tenant, user.id, hash)
    return await replace(...given)
  })
  const answer = await stepUp(token)
  replaced.mockRestore()
  expect([answer.status, (await answer.json()).code]).toEqual([401, 'session-ended'])
  expect(await sessions.listOf(user.tenant.id, user.id)).toEqual([])
})
