import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test, vi } from 'vitest'
import { locations } from '../../shared/collections/locations.ts'
import { uuidv7 } from '../../shared/ids.ts'
import { HEADER } from '../../shared/protocol.ts'
import { openStream } from '../api/rights/test-stream-reader.ts'
import {
  PASSWORD,
  type TestProcess,
  type TestServer,
  type TestUser,
  testServer,
} from '../identity/test-server.ts'
import { createLog } from '../observability/log.ts'
import { writeAsServer } from '../sync/server-write.ts'
import type { Tenant } from '../tenancy/with-tenant.ts'
import { openRedis, type RedisConnection } from './redis-connection.ts'
import { startTestRedis, type TestRedis } from './test-redis.ts'

let redis: TestRedis
let server: TestServer
let one: TestProcess
let two: TestProcess
let tenant: Tenant
let admin: TestUser
let connections: RedisConnection[]

beforeAll(async () => {
  redis = await startTestRedis()
  server = await testServer()
  tenant = await server.schools.provision('northridge')
})
afterAll(async () => {
  await server.end()
  await redis.end()
})

beforeEach(async () => {
  connections = [await connect(), await connect()]
  one = server.another({ redis: connections[0], rateLimits: true })
  two = server.another({ redis: connections[1], rateLimits: true })
  admin = await server.addUser(tenant, 'SCHOOL_ADMIN')
})
afterEach(async () => {
  one.leave()
  two.leave()
  await Promise.all(connections.map((connection) => connection.close()))
  redis.goOn()
  await redis.kill()
  await redis.start()
})

async function connect(): Promise<RedisConnection> {
  const connection = openRedis(redis.url, createLog('silent'))
  expect(await connection.settled(10_000)).toBe(true)
  return connection
}

const away = () => vi.waitFor(() => expect(connections.some((each) => each.ready())).toBe(false), 10_000)
const back = () => vi.waitFor(() => expect(connections.every((each) => each.ready())).toBe(true), 10_000)

/** Commits a place in one process, as a push does. */
async function store(process: TestProcess, name: string): Promise<string> {
  const id = uuidv7()
  await writeAsServer(process.sync.committer, tenant, undefined, [
    { definition: locations, id, change: () => ({ id, stamp: '', name }) },
  ])
  return id
}

const who = async (process: TestProcess, token: string) =>
  (await process.request('/api/v1/auth/sessions', { token })).status

/** Status of a sign-in with a wrong password. */
async function guess(process: TestProcess, user: TestUser, address = '198.51.100.7'): Promise<number> {
  const body = JSON.stringify({ tenant: tenant.slug, email: user.email, password: 'not this one at all' })
  const init = { method: 'POST', body, address, headers: { 'X-Requested-With': 'etrax' } }
  return (await process.request('/api/v1/auth/login', init)).status
}

async function signIn(process: TestProcess, user: TestUser): Promise<Response> {
  const body = JSON.stringify({ tenant: tenant.slug, email: user.email, password: PASSWORD })
  return process.request('/api/v1/auth/login', {
    method: 'POST',
    body,
    headers: { 'X-Requested-With': 'etrax', [HEADER.device]: uuidv7() },
  })
}

describe('[T6] what one process commits reaches the readers of the other', () => {
  test('each document once, the gaps told by prev', async () => {
    const reader = await openStream(two, await server.tokenOf(admin))
    for (let n = 1; n <= 20; n += 1) await store(n % 2 === 0 ? two : one, `Shelf ${n}`)
    await store(one, 'The last shelf')
    const { documents, text } = await reader.until('The last shelf')
    expect(documents.map(({ document }) => document.name)).toEqual([
      ...Array.from({ length: 20 }, (_, n) => `Shelf ${n + 1}`),
      'The last shelf',
    ])
    const frames = [...text.matchAll(/"prev":(\d+),"seq":(\d+)/g)].map(([, prev, seq]) => [prev, seq])
    expect(frames.length).toBeGreaterThan(0)
    for (const [index, [prev]] of frames.entries()) if (index > 0) expect(prev).toBe(frames[index - 1]?.[1])
    await reader.close()
  })

  test('while Redis is stopped, and after it came back empty', async () => {
    const reader = await openStream(two, await server.tokenOf(admin))
    await redis.kill()
    await away()
    await store(one, 'A shelf without Redis')
    await reader.until('A shelf without Redis')
    await redis.start()
    await back()
    await store(one, 'A shelf with Redis')
    const { documents } = await reader.until('A shelf with Redis')
    expect(documents.map(({ document }) => document.name)).toEqual([
      'A shelf without Redis',
      'A shelf with Redis',
    ])
    await reader.close()
  })

  test('while Redis hangs: it takes connections and answers nothing', async () => {
    const reader = await openStream(two, await server.tokenOf(admin))
    redis.hang()
    await store(one, 'A shelf while it hangs')
    await reader.until('A shelf while it hangs')
    await reader.close()
  })
})

describe('[T5] what ends in one process has ended in the other', () => {
  test('a sign-out: the token opens nothing and the stream ends', async () => {
    const token = await server.tokenOf(admin)
    const reader = await openStream(two, token)
    expect(await who(two, token)).toBe(200)
    const { sessionId } = await server.identity.tokens.verify(token)
    await one.identity.sessions.end({ id: sessionId, tenantId: tenant.id }, 'signed-out')
    // Resolves where the stream ends.
    await reader.until('nothing of this name')
    expect(await who(two, token)).toBe(401)
  })

  test('an account that is disabled, and a role that is taken', async () => {
    const coach = await server.addUser(tenant, 'COACH')
    const token = await server.tokenOf(coach)
    const asAdmin = await server.tokenOf(admin)
    expect((await two.request('/api/v1/equipment', { token })).status).toBe(200)
    const patch = (body: object) =>
      one.request(`/api/v1/users/${coach.id}`, {
        method: 'PATCH',
        token: asAdmin,
        body: JSON.stringify(body),
      })
    expect((await patch({ role: 'USER' })).status).toBe(200)
    await vi.waitFor(async () => expect((await two.request('/api/v1/audit', { token })).status).toBe(403))
    expect((await patch({ disabled: true })).status).toBe(200)
    await vi.waitFor(async () => {
      const answer = await two.request('/api/v1/equipment', { token })
      expect([answer.status, (await answer.json()).code]).toEqual([401, 'account-disabled'])
    })
  })

  test('a revocation is never in Redis alone: Redis may forget everything, or be away', async () => {
    const forgotten = await server.tokenOf(admin)
    const awayThen = await server.tokenOf(admin)
    for (const token of [forgotten, awayThen]) expect(await who(two, token)).toBe(200)
    const end = async (token: string) => {
      const { sessionId } = await server.identity.tokens.verify(token)
      await one.identity.sessions.end({ id: sessionId, tenantId: tenant.id }, 'ended-by-admin')
    }
    await end(forgotten)
    await redis.forgetAll()
    await vi.waitFor(async () => expect(await who(two, forgotten)).toBe(401))
    await redis.kill()
    await away()
    await end(awayThen)
    expect(await who(one, awayThen)).toBe(401)
    // What this process read a moment before is believed for three seconds.
    server.advance(3_001)
    expect(await who(two, awayThen)).toBe(401)
    await redis.start()
    await back()
    for (const process of [one, two])
      for (const token of [forgotten, awayThen]) expect(await who(process, token)).toBe(401)
  })

  test('what another process shares is not believed once this one knows better', async () => {
    const token = await server.tokenOf(admin)
    expect(await who(two, token)).toBe(200)
    const { sessionId } = await server.identity.tokens.verify(token)
    expect(await redis.keys()).toContain(`etrax:session:${sessionId}`)
    await one.identity.sessions.end({ id: sessionId, tenantId: tenant.id }, 'signed-out')
    expect(await redis.keys()).toContain(`etrax:session:${sessionId}`)
    expect(await who(one, token)).toBe(401)
  })
})

describe('sessions go on', () => {
  test('a session that one process has read is shared: the other does not ask Postgres for it', async () => {
    const token = await server.tokenOf(admin)
    expect(await who(one, token)).toBe(200)
    const find = vi.spyOn(two.identity.sessions, 'find')
    expect((await two.identity.live.require(await server.identity.tokens.verify(token))).role).toBe(
      'SCHOOL_ADMIN',
    )
    expect(find).not.toHaveBeenCalled()
    find.mockRestore()
  })

  test('signed in by one process, refreshed by the other, with Redis stopped between', async () => {
    const answer = await signIn(one, await server.addUser(tenant, 'COACH'))
    expect(answer.status).toBe(200)
    const cookie = (answer.headers.get('Set-Cookie') ?? '').split(';')[0] ?? ''
    await redis.kill()
    await away()
    const headers = { Cookie: cookie, 'X-Requested-With': 'etrax', [HEADER.tenant]: tenant.slug }
    const refreshed = await two.request('/api/v1/auth/refresh', { method: 'POST', headers })
    expect(refreshed.status).toBe(200)
    const { accessToken } = await refreshed.json()
    expect(await who(one, accessToken)).toBe(200)
    await redis.start()
    await back()
    expect(await who(two, accessToken)).toBe(200)
  })

  test('Redis hangs: people sign in and work', async () => {
    const coach = await server.addUser(tenant, 'COACH')
    redis.hang()
    const answer = await signIn(one, coach)
    expect(answer.status).toBe(200)
    const { accessToken } = await answer.json()
    for (const process of [one, two]) expect(await who(process, accessToken)).toBe(200)
  })
})

describe('limits are of all processes together', () => {
  test('ten wrong passwords, five here and five there; the eleventh is refused by both', async () => {
    const coach = await server.addUser(tenant, 'COACH')
    for (let n = 0; n < 10; n += 1) expect(await guess(n % 2 === 0 ? one : two, coach)).toBe(401)
    for (const process of [one, two]) expect(await guess(process, coach)).toBe(429)
  })

  test('the same while Redis is stopped: Postgres counts', async () => {
    const coach = await server.addUser(tenant, 'COACH')
    await redis.kill()
    await away()
    for (let n = 0; n < 10; n += 1) expect(await guess(n % 2 === 0 ? one : two, coach)).toBe(401)
    for (const process of [one, two]) expect(await guess(process, coach)).toBe(429)
  })

  test('many guesses at once are no more than one after the other', async () => {
    const coach = await server.addUser(tenant, 'COACH')
    const answers = await Promise.all(
      Array.from({ length: 30 }, (_, n) => guess(n % 2 === 0 ? one : two, coach)),
    )
    expect(answers.filter((status) => status === 401)).toHaveLength(10)
    expect(answers.filter((status) => status === 429)).toHaveLength(20)
  })

  test('requests from one address', async () => {
    const answers: number[] = []
    for (let n = 0; n < 302; n += 1) {
      const { status } = await (n % 2 === 0 ? one : two).request('/api/v1/auth/forgotten', {
        address: '203.0.113.5',
      })
      answers.push(status)
    }
    expect(answers.slice(0, 300).every((status) => status === 200)).toBe(true)
    expect(answers.slice(300)).toEqual([429, 429])
  })

  test('nothing in Redis names an address, an e-mail address or a token', async () => {
    const coach = await server.addUser(tenant, 'COACH')
    expect(await guess(one, coach, '203.0.113.77')).toBe(401)
    const token = await server.tokenOf(coach)
    expect(await who(one, token)).toBe(200)
    const all = [...(await redis.keys()), ...(await redis.contents())].join('\n')
    expect(all).toContain('etrax:limit:sign-in-here')
    for (const secret of [coach.email, '203.0.113.77', token]) expect(all).not.toContain(secret)
  })
})
