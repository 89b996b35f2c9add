import { Hono } from 'hono'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { EtraxError } from '../../shared/errors.ts'
import { uuidv7 } from '../../shared/ids.ts'
import { askNobody } from '../identity/second-factor/policy.ts'
import { PASSWORD, type TestServer, type TestUser, testServer } from '../identity/test-server.ts'
import { memoryCounter } from '../limits/memory-counter.ts'
import { type Tenant, withTenant } from '../tenancy/with-tenant.ts'
import type { AppEnv } from './app-env.ts'
import { requestLimits } from './rate-limits.ts'

let server: TestServer
let tenant: Tenant
let coach: TestUser

beforeAll(async () => {
  server = await testServer({ rateLimits: true })
  tenant = await server.schools.provision('northridge')
  await withTenant(server.schools.app, tenant, askNobody)
  coach = await server.addUser(tenant, 'COACH')
})
afterAll(() => server.end())

const own = { 'X-Requested-With': 'etrax', 'X-Device-Id': 'phone', 'X-Schema-Version': '1' }

/** Signed in at home, from where the cookie comes along. */
async function cookieOf(user: TestUser): Promise<string> {
  const answer = await server.request('/api/v1/auth/login', {
    method: 'POST',
    address: '203.0.113.9',
    body: JSON.stringify({ tenant: user.tenant.slug, email: user.email, password: PASSWORD }),
    headers: own,
  })
  expect(answer.status).toBe(200)
  return (answer.headers.get('Set-Cookie') ?? '').split(';')[0] ?? ''
}

const refresh = async (cookie: string, address: string) =>
  (
    await server.request('/api/v1/auth/refresh', {
      method: 'POST',
      address,
      headers: { ...own, Cookie: cookie },
    })
  ).status
const get = async (path: string, token: string | undefined, address: string) =>
  (await server.request(path, { address, headers: own, ...(token === undefined ? {} : { token }) })).status

async function all(count: number, ask: () => Promise<number>): Promise<ReadonlySet<number>> {
  const statuses = new Set<number>()
  for (let n = 0; n < count; n += 1) statuses.add(await ask())
  return statuses
}

test('[v5.0.0-2.4.1] 12,000 made-up cookies a minute are looked at for a network, and those of living sessions do not count', async () => {
  const limits = requestLimits(memoryCounter)
  const app = new Hono<AppEnv>()
  app.onError((error, context) => context.text('', error instanceof EtraxError ? 401 : 500))
  app.post('/api/v1/auth/refresh', (context) => {
    context.set('address', '198.51.100.8')
    return limits.knowing(context, async () => {
      await limits.take(context).catch(() => context.set('traceId', 'refused'))
      if (context.get('traceId') === 'refused') return context.text('', 429)
      if (context.req.header('X-Living') === undefined)
        throw new EtraxError('session-ended', 'No such session.')
      return context.text('')
    })
  })
  const ask = async (living: boolean) => {
    const Cookie = `__Host-etrax-refresh=${uuidv7()}.${'A'.repeat(43)}.${'B'.repeat(43)}`
    const headers = { Cookie, ...(living ? { 'X-Living': '1' } : {}) }
    return (await app.request('/api/v1/auth/refresh', { method: 'POST', headers })).status
  }
  expect(await all(1_000, () => ask(true))).toEqual(new Set([200]))
  expect(await all(12_000, () => ask(false))).toEqual(new Set([401]))
  expect(await ask(false)).toBe(429)
})

test('[v5.0.0-2.4.1] one who uses up the share of a school’s address keeps no device there from going on', async () => {
  const address = '198.51.100.1'
  const cookie = await cookieOf(coach)
  const token = await server.tokenOf(coach)
  expect(await all(300, () => get('/api/v1/auth/forgotten', undefined, address))).toEqual(new Set([200]))
  expect(await get('/api/v1/auth/forgotten', undefined, address)).toBe(429)
  expect(await refresh(cookie, address)).toBe(200)
  expect(await get('/api/v1/auth/me', token, address)).toBe(200)
  expect(await get('/sync/v1/equipment/pull', token, address)).toBe(200)
})

test('made-up tokens are refused 300 times a minute, and who was given one is let in beside them', async () => {
  const address = '198.51.100.2'
  const cookie = await cookieOf(coach)
  const token = await server.tokenOf(coach)
  expect(await all(150, () => get('/api/v1/auth/me', `no.${uuidv7()}.token`, address))).toEqual(
    new Set([401]),
  )
  expect(await all(150, () => get('/sync/v1/equipment/pull', `no.${uuidv7()}.token`, address))).toEqual(
    new Set([401]),
  )
  expect(await get('/api/v1/auth/me', 'no.more.tokens', address)).toBe(429)
  expect(await get('/sync/v1/equipment/pull', 'no.more.tokens', address)).toBe(429)
  expect(await refresh(cookie, address)).toBe(200)
  expect(await get('/api/v1/auth/me', token, address)).toBe(200)
  expect(await get('/sync/v1/equipment/pull', token, address)).toBe(200)
  // Nobody's attempts count elsewhere.
  expect(await get('/api/v1/auth/me', 'no.more.tokens', '198.51.100.3')).toBe(401)
})

test('a session has its own share of requests, from wherever they come, and a made-up token buys no other', async () => {
  const [first, second] = [await server.tokenOf(coach), await server.tokenOf(coach)]
  expect(await all(300, () => get('/api/v1/auth/me', first, '198.51.100.4'))).toEqual(new Set([200]))
  expect(await get('/api/v1/auth/me', first, '198.51.100.5')).toBe(429)
  expect(await get('/api/v1/auth/me', second, '198.51.100.4')).toBe(200)
  const address = '198.51.100.6'
  expect(await all(300, () => get('/api/v1/auth/forgotten', `no.${uuidv7()}.token`, address))).toEqual(
    new Set([200]),
  )
  expect(await get('/api/v1/auth/forgotten', `no.${uuidv7()}.token`, address)).toBe(429)
})

test('what is at no address below /api counts as well', async () => {
  const address = '198.51.100.7'
  expect(await all(1_200, () => get('/api/v1/nothing', undefined, address))).toEqual(new Set([404]))
  expect(await get('/api/v1/nothing', undefined, address)).toBe(429)
})
