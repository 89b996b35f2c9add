import { afterAll, beforeAll, expect, test } from 'vitest'
import { createLog } from '../observability/log.ts'
import { REFRESH_COOKIE } from './refresh-cookie.ts'
import { PASSWORD, type TestServer, type TestUser, testServer } from './test-server.ts'

let server: TestServer
let admin: TestUser
let coach: TestUser
const lines: string[] = []

beforeAll(async () => {
  server = await testServer({ log: createLog('info', { write: (line) => lines.push(line) }) })
  const tenant = await server.schools.provision('northridge')
  admin = await server.addUser(tenant, 'SCHOOL_ADMIN')
  coach = await server.addUser(tenant, 'COACH')
})
afterAll(() => server.end())

const post = (path: string, body: unknown, init: { token?: string; headers?: Record<string, string> } = {}) =>
  server.request(`/api/v1${path}`, { method: 'POST', body: JSON.stringify(body), ...init })

async function signIn(password = PASSWORD) {
  const answer = await post('/auth/login', { tenant: 'northridge', email: coach.email, password })
  const [, cookie = ''] = /=([^;]+)/.exec(answer.headers.get('Set-Cookie') ?? '') ?? []
  return { cookie, token: String((await answer.json()).accessToken) }
}
const own = (cookie: string) => ({
  headers: { Cookie: `${REFRESH_COOKIE}=${cookie}`, 'X-Requested-With': 'etrax' },
})

/** The security events that something leaves, by their kind and outcome. */
async function eventsOf(act: () => Promise<unknown>) {
  const before = lines.length
  await act()
  return lines
    .slice(before)
    .map((line) => JSON.parse(line))
    .filter(({ security }) => security !== undefined)
}

test('[ASVS 16.3.1] [ASVS 16.2.1] every step of signing in and out is one event, with when, who, where and how it ended', async () => {
  const { cookie, token } = await signIn()
  const next = 'four quiet bleachers'
  const steps: readonly (readonly [string, string, () => Promise<unknown>])[] = [
    ['sign-in', 'granted', () => signIn()],
    ['sign-in', 'refused', () => signIn('not the password')],
    ['refresh', 'granted', () => post('/auth/refresh', {}, own(cookie))],
    [
      'password',
      'changed',
      () => post('/auth/password', { current: PASSWORD, password: next, endOthers: false }, { token }),
    ],
    ['sign-out', 'done', () => post('/auth/logout', {}, own(cookie))],
    ['refresh', 'session-ended', () => post('/auth/refresh', {}, own(cookie))],
  ]
  for (const [security, outcome, act] of steps) {
    const events = await eventsOf(act)
    const [event] = events.filter((one) => one.security === security)
    expect(event).toMatchObject({
      security,
      outcome,
      level: 'info',
      time: expect.stringMatching(/^\d{4}-\d{2}-\d{2}T[\d:.]+Z$/),
    })
    expect(event.userId ?? event.sessionId).toMatch(/^[\w-]{36}$/)
  }
  const tries = await eventsOf(async () => {
    for (let n = 0; n < 11; n += 1) await signIn('not the password')
  })
  expect(tries.some((one) => one.security === 'sign-in' && one.outcome === 'throttled')).toBe(true)
})

test('[ASVS 16.3.1] a refresh token that is used again after its time is an event of its own', async () => {
  const wanted = {
    kind: 'account' as const,
    tenantId: admin.tenant.id,
    userId: admin.id,
    deviceId: undefined,
    userAgent: undefined,
  }
  const { refreshToken: cookie } = await server.identity.sessions.begin(wanted)
  expect((await post('/auth/refresh', {}, own(cookie))).status).toBe(200)
  server.advance(120_000)
  const [event] = await eventsOf(() => post('/auth/refresh', {}, own(cookie)))
  expect(event).toMatchObject({ security: 'refresh', outcome: 'reused', sessionId: cookie.split('.')[0] })
})

test('[ASVS 16.3.1] what is done to accounts and their sessions is an event with who did it, and to whom', async () => {
  const token = await server.tokenOf(admin)
  const ask = (method: string, path: string, body?: unknown) =>
    server.request(`/api/v1${path}`, {
      method,
      token,
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    })
  for (const act of [
    () => ask('POST', `/users/${coach.id}/invitation`, {}),
    () => ask('DELETE', `/users/${coach.id}/sessions`),
    () => ask('PATCH', `/users/${coach.id}`, { role: 'USER' }),
    () => ask('PATCH', `/users/${coach.id}`, { disabled: true }),
  ]) {
    const [event] = await eventsOf(act)
    expect(event).toMatchObject({ userId: admin.id, target: coach.id, tenant: 'northridge' })
  }
})
