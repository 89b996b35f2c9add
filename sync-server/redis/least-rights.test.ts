import { readFileSync } from 'node:fs'
import { Redis } from 'ioredis'
import { afterAll, beforeAll, expect, test, vi } from 'vitest'
import { redisSessions, type SharedSession } from '../identity/shared-sessions.ts'
import { redisCounters } from '../limits/redis-counter.ts'
import { createLog } from '../observability/log.ts'
import { announcements } from './announcements.ts'
import { openRedis, type RedisConnection } from './redis-connection.ts'
import { startTestRedis, type TestRedis } from './test-redis.ts'

let redis: TestRedis
let connection: RedisConnection

/** As the README gives them to whoever deploys. */
const RIGHTS = /`(~etrax:\* [^`]+)`/.exec(
  readFileSync(new URL('../../README.md', import.meta.url), 'utf8'),
)?.[1]

beforeAll(async () => {
  redis = await startTestRedis()
  const admin = new Redis(redis.url.href)
  await admin.acl('SETUSER', 'etrax', 'on', '>a-password', ...(RIGHTS ?? '').split(' '))
  admin.disconnect()
  connection = openRedis(loginUrl(), createLog('silent'))
  expect(await connection.settled(10_000)).toBe(true)
})
afterAll(async () => {
  await connection.close()
  await redis.end()
})

const never = () => Promise.reject(new Error('Redis refused.'))

test('[v5.0.0-13.2.2] what is done in Redis needs no more than the rights that the README names', async () => {
  const limit = { name: 'rights', points: 3, seconds: 60 }
  const counter = redisCounters(connection, () => ({ add: never, giveBack: never, forget: never }))(limit)
  expect((await counter.add('a')).counted).toBe(1)
  await counter.giveBack('a')
  await counter.forget('a')

  const session: SharedSession = {
    kind: 'account',
    tenantId: 't',
    userId: 'u',
    name: 'N',
    role: 'COACH',
    teamIds: [],
    expiresAt: 1,
    authenticatedAt: null,
  }
  const shared = redisSessions(connection)
  await shared.keep('s', session, 5_000)
  expect((await shared.find('s'))?.session).toEqual(session)

  const heard: string[] = []
  const hears = {
    sessionEnded: () => undefined,
    accountChanged: () => undefined,
    missed: () => undefined,
  }
  const second = openRedis(loginUrl(), createLog('silent'))
  const one = announcements(connection, { ...hears, commit: () => undefined })
  const two = announcements(second, { ...hears, commit: (tenantId) => void heard.push(tenantId) })
  await vi.waitFor(
    () => {
      one.commit('northridge')
      expect(heard).toContain('northridge')
    },
    { timeout: 10_000 },
  )
  one.close()
  two.close()
  await second.close()
})

test.each([['flushall'], ['config', 'get', '*'], ['keys', '*'], ['get', 'other'], ['acl', 'list']])(
  '[v5.0.0-13.2.2] the application’s login is refused %s %s',
  async (command, ...parameters) => {
    await expect(connection.client.call(command, ...parameters)).rejects.toThrow(/NOPERM/)
  },
)

function loginUrl(): URL {
  const url = new URL(redis.url)
  url.username = 'etrax'
  url.password = 'a-password'
  return url
}
