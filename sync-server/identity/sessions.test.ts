import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { withTenant } from '../tenancy/with-tenant.ts'
import { REFRESH_COOKIE } from './refresh-cookie.ts'
import { PASSWORD, type TestServer, type TestUser, testServer } from './test-server.ts'

let server: TestServer
let coach: TestUser

beforeAll(async () => {
  server = await testServer()
  const tenant = await server.schools.provision('northridge')
  coach = await server.addUser(tenant, 'COACH')
})
afterAll(() => server.end())

interface SignedIn {
  readonly token: string
  readonly cookie: string
}

let first: SignedIn
beforeEach(async () => {
  first = await signIn()
})

async function signIn(user: TestUser = coach): Promise<SignedIn> {
  const body = JSON.stringify({ tenant: 'northridge', email: user.email, password: PASSWORD })
  return await granted(await server.request('/api/v1/auth/login', { method: 'POST', body }))
}

function refresh(cookie: string) {
  return server.request('/api/v1/auth/refresh', {
    method: 'POST',
    headers: { Cookie: `${REFRESH_COOKIE}=${cookie}`, 'X-Requested-With': 'etrax' },
  })
}

async function granted(answer: Response): Promise<SignedIn> {
  expect(answer.status).toBe(200)
  const { accessToken } = await answer.json()
  const [, cookie = ''] = /^__Host-etrax-refresh=([^;]+)/.exec(answer.headers.get('Set-Cookie') ?? '') ?? []
  return { token: accessToken, cookie }
}

async function codeOf(answer: Response): Promise<string> {
  return (await answer.json()).code
}

async function me(token: string): Promise<number | string> {
  const answer = await server.request('/api/v1/auth/me', { token })
  return answer.status === 200 ? 200 : await codeOf(answer)
}

const MINUTE = 60_000
const DAY = 24 * 60 * MINUTE

test('a refresh token is new at each use, and tokens are stored only hashed', async () => {
  const second = await granted(await refresh(first.cookie))
  expect(second.cookie).not.toBe(first.cookie)
  expect(await me(second.token)).toBe(200)
  const [row] = await server.schools.admin<{ all: string }[]>`
    SELECT string_agg(to_jsonb(s)::text, ' ') AS all FROM etrax_system.sessions AS s`
  const [sessionId = '', ...secrets] = second.cookie.split('.')
  expect(row?.all).toContain(sessionId)
  for (const secret of secrets) {
    expect(row?.all).not.toContain(secret)
    expect(row?.all).not.toContain(Buffer.from(secret, 'base64url').toString('hex'))
  }
})

test('two tabs that refresh at once, and a lost answer, sign nobody out', async () => {
  const [one, two] = await Promise.all([refresh(first.cookie), refresh(first.cookie)])
  const tabs = [await granted(one), await granted(two)]
  // Whichever answer the browser kept, it goes on; and so does the other one.
  for (const tab of tabs) {
    const next = await granted(await refresh(tab.cookie))
    expect(await me(next.token)).toBe(200)
  }
})

test('a token that is used again after the grace ends the whole family', async () => {
  const second = await granted(await refresh(first.cookie))
  server.advance(2 * MINUTE)
  expect(await codeOf(await refresh(first.cookie))).toBe('session-ended')
  expect(await codeOf(await refresh(second.cookie))).toBe('session-ended')
  expect(await me(second.token)).toBe('session-ended')
})

test('a token of two uses ago ends the family also within the grace', async () => {
  const second = await granted(await refresh(first.cookie))
  const third = await granted(await refresh(second.cookie))
  expect(await codeOf(await refresh(first.cookie))).toBe('session-ended')
  expect(await me(third.token)).toBe('session-ended')
})

test('nobody ends a session by a made-up token', async () => {
  const [sessionId = '', family = '', secret = ''] = first.cookie.split('.')
  const other = 'A'.repeat(43)
  expect(await codeOf(await refresh(`${sessionId}.${other}.${secret}`))).toBe('session-ended')
  expect(await codeOf(await refresh(`${sessionId}.${other}.${other}`))).toBe('session-ended')
  expect(await codeOf(await refresh('nonsense'))).toBe('unauthenticated')
  expect(await me((await granted(await refresh(first.cookie))).token)).toBe(200)
  expect(family).not.toBe(other)
})

test('refreshing asks for the header that a foreign page cannot send', async () => {
  const answer = await server.request('/api/v1/auth/refresh', {
    method: 'POST',
    headers: { Cookie: `${REFRESH_COOKIE}=${first.cookie}` },
  })
  expect(await codeOf(answer)).toBe('origin-refused')
})

test('a session ends after 30 idle days, and after 90 days however much it is used', async () => {
  server.advance(29 * DAY)
  let current = await granted(await refresh(first.cookie))
  const idle = await signIn()
  server.advance(31 * DAY)
  expect(await codeOf(await refresh(idle.cookie))).toBe('session-ended')
  expect(await codeOf(await refresh(current.cookie))).toBe('session-ended')
  current = await signIn()
  for (let round = 0; round < 4; round += 1) {
    server.advance(22 * DAY)
    current = await granted(await refresh(current.cookie))
  }
  server.advance(3 * DAY)
  expect(await codeOf(await refresh(current.cookie))).toBe('session-ended')
})

test('an access token is good for ten minutes', async () => {
  server.advance(9 * MINUTE)
  expect(await me(first.token)).toBe(200)
  server.advance(2 * MINUTE)
  expect(await me(first.token)).toBe('token-expired')
})

test('signing out ends the session at once, token and cookie, and says so to the streams', async () => {
  expect(await me(first.token)).toBe(200)
  const ended: string[] = []
  const stop = server.identity.events.onSessionEnded(({ sessionId }) => ended.push(sessionId ?? ''))
  const answer = await server.request('/api/v1/auth/logout', {
    method: 'POST',
    headers: { Cookie: `${REFRESH_COOKIE}=${first.cookie}`, 'X-Requested-With': 'etrax' },
  })
  stop()
  expect(answer.status).toBe(204)
  expect(answer.headers.get('Set-Cookie')).toMatch(/^__Host-etrax-refresh=;.*Max-Age=0/)
  expect(ended).toEqual([first.cookie.split('.')[0]])
  expect(await me(first.token)).toBe('session-ended')
  expect(await codeOf(await refresh(first.cookie))).toBe('session-ended')
  const pull = await server.request('/sync/v1/equipment/pull', { token: first.token })
  expect(await codeOf(pull)).toBe('session-ended')
})

test('a session that another process ended is refused within seconds', async () => {
  expect(await me(first.token)).toBe(200)
  await server.schools.admin`
    UPDATE etrax_system.sessions SET ended_at = now(), end_reason = 'signed-out' WHERE id = ${first.cookie.split('.')[0] ?? ''}`
  server.advance(4_000)
  expect(await me(first.token)).toBe('session-ended')
})

test('a disabled account is told so at every turn', async () => {
  const gone = await server.addUser(coach.tenant, 'COACH')
  const signedIn = await signIn(gone)
  await withTenant(
    server.schools.app,
    coach.tenant,
    (tx) => tx`UPDATE users SET active = false WHERE id = ${gone.id}`,
  )
  server.advance(4_000)
  expect(await me(signedIn.token)).toBe('account-disabled')
  expect(await codeOf(await refresh(signedIn.cookie))).toBe('account-disabled')
  expect(await codeOf(await refresh(signedIn.cookie))).toBe('account-disabled')
})

test('whoever is signed in sees the own sessions and ends one of them', async () => {
  const other = await signIn()
  const list = await server.request('/api/v1/auth/sessions', { token: other.token })
  const { sessions } = await list.json()
  const ids = sessions.map(({ id }: { id: string }) => id)
  expect(ids).toContain(first.cookie.split('.')[0])
  const path = `/api/v1/auth/sessions/${first.cookie.split('.')[0]}`
  expect((await server.request(path, { method: 'DELETE', token: other.token })).status).toBe(204)
  expect(await me(first.token)).toBe('session-ended')
  expect(await me(other.token)).toBe(200)
  const stranger = await signIn(await server.addUser(coach.tenant, 'COACH'))
  const foreign = `/api/v1/auth/sessions/${other.cookie.split('.')[0]}`
  expect((await server.request(foreign, { method: 'DELETE', token: stranger.token })).status).toBe(404)
})

test('a refresh that names another school uses nothing up: the next one by the right name goes on', async () => {
  await server.schools.provision('lakeview')
  const headers = {
    Cookie: `${REFRESH_COOKIE}=${first.cookie}`,
    'X-Requested-With': 'etrax',
    'X-Tenant': 'lakeview',
  }
  const wrong = await server.request('/api/v1/auth/refresh', { method: 'POST', headers })
  expect(wrong.status).toBe(404)
  server.advance(2 * MINUTE)
  expect((await refresh(first.cookie)).status).toBe(200)
})

test('[v5.0.0-10.4.5] a token that was used up and is used again ends the session, and the school’s log says so', async () => {
  await granted(await refresh(first.cookie))
  server.advance(2 * MINUTE)
  expect(await codeOf(await refresh(first.cookie))).toBe('session-ended')
  const [entry] = await withTenant(
    server.schools.app,
    coach.tenant,
    (tx) => tx<{ documentId: string }[]>`
      SELECT document_id AS "documentId" FROM audit WHERE action = 'token-reused' ORDER BY n DESC LIMIT 1`,
  )
  expect(entry?.documentId).toBe(coach.id)
})
