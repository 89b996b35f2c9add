import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { createTestDatabase, type TestDatabase } from '../db/test-postgres.ts'
import { createLog } from '../observability/log.ts'
import { openRedis, type RedisConnection } from '../redis/redis-connection.ts'
import { startTestRedis, type TestRedis } from '../redis/test-redis.ts'
import { type TestSchools, testSchools } from '../tenancy/test-schools.ts'
import type { MakeCounter } from './counter.ts'
import { limited } from './limited.ts'
import { memoryCounter } from './memory-counter.ts'
import { networkOf } from './network-of.ts'
import { forgetOldAttempts, postgresCounters } from './postgres-counter.ts'
import { redisCounters } from './redis-counter.ts'

let database: TestDatabase
let schools: TestSchools
let redis: TestRedis
let connection: RedisConnection
const counters = new Map<string, MakeCounter>([['memory', memoryCounter]])

beforeAll(async () => {
  database = await createTestDatabase()
  schools = await testSchools(database)
  redis = await startTestRedis()
  connection = openRedis(redis.url, createLog('silent'))
  await connection.settled(10_000)
  counters.set('Postgres', postgresCounters(schools.app))
  counters.set(
    'Redis',
    redisCounters(connection, () => ({
      add: () => Promise.reject(new Error('Redis was not asked.')),
      giveBack: () => Promise.reject(new Error('Redis was not asked.')),
      forget: () => Promise.reject(new Error('Redis was not asked.')),
    })),
  )
})
afterAll(async () => {
  await connection.close()
  await redis.end()
  await schools.end()
  await database.drop()
})

describe.each(['memory', 'Postgres', 'Redis'])('counted in %s', (where) => {
  const make = (name: string, seconds = 60) => {
    const makeCounter = counters.get(where)
    if (!makeCounter) throw new Error(where)
    return limited(makeCounter, { name: `${where} ${name}`, points: 3, seconds }, 'Wait.')
  }
  const outcome = (taking: Promise<void>) =>
    taking.then(
      () => 'taken',
      (error: unknown) =>
        error instanceof Object && 'retryAfter' in error ? Number(error.retryAfter) : String(error),
    )

  test('three, and no fourth, until the time is over; each key for itself', async () => {
    const limit = make('plain')
    for (let n = 0; n < 3; n += 1) expect(await outcome(limit.take('a'))).toBe('taken')
    const refused = await outcome(limit.take('a'))
    expect(refused).toBeGreaterThan(50)
    expect(refused).toBeLessThanOrEqual(60)
    expect(await outcome(limit.take('b'))).toBe('taken')
  })

  test('the time begins with the first and is not lengthened by what is refused', async () => {
    const limit = make('short', 2)
    for (let n = 0; n < 6; n += 1) await outcome(limit.take('a'))
    expect(await outcome(limit.take('a'))).not.toBe('taken')
    await new Promise((resolve) => setTimeout(resolve, 2_100))
    expect(await outcome(limit.take('a'))).toBe('taken')
  })

  test('what is given back did not count, and what is forgotten begins anew', async () => {
    const limit = make('back')
    for (let n = 0; n < 3; n += 1) await limit.take('a')
    await limit.giveBack('a')
    expect(await limit.taken('a')).toBe(true)
    expect(await limit.taken('a')).toBe(false)
    await limit.forget('a')
    for (let n = 0; n < 3; n += 1) expect(await limit.taken('a')).toBe(true)
    expect(await limit.taken('a')).toBe(false)
  })

  test('of fifty at once three are taken', async () => {
    const limit = make('at once')
    const all = await Promise.all(Array.from({ length: 50 }, () => limit.taken('a')))
    expect(all.filter(Boolean)).toHaveLength(3)
  })
})

test('in Postgres what counts no more goes, and the rest stays', async () => {
  const makeCounter = postgresCounters(schools.app)
  const past = makeCounter({ name: 'past', points: 1, seconds: 0 })
  const present = makeCounter({ name: 'present', points: 1, seconds: 60 })
  await past.add('a')
  await present.add('a')
  await forgetOldAttempts(schools.app)
  const left = await schools.admin<{ name: string }[]>`
    SELECT name FROM etrax_system.attempts WHERE name IN ('past', 'present')`
  expect(left.map(({ name }) => name)).toEqual(['present'])
})

test('Postgres holds no address and no e-mail address', async () => {
  await postgresCounters(schools.app)({ name: 'secret', points: 1, seconds: 60 }).add(
    'coach@northridge.example',
  )
  const [row] = await schools.admin<{ key: Buffer }[]>`
    SELECT key FROM etrax_system.attempts WHERE name = 'secret'`
  expect(row?.key).toHaveLength(32)
  expect(row?.key.toString('latin1')).not.toContain('coach')
})

test.each([
  ['192.0.2.7', '192.0.2.7'],
  ['::ffff:192.0.2.7', '192.0.2.7'],
  ['2001:db8::1', '2001:db8:0:0::/64'],
  ['2001:DB8:0:0:ffff::1', '2001:db8:0:0::/64'],
  ['2001:db8:1:2:3:4:5:6', '2001:db8:1:2::/64'],
  ['2001:db8:1:20::', '2001:db8:1:20::/64'],
  ['::1', '0:0:0:0::/64'],
  ['fe80::1%eth0', 'fe80:0:0:0::/64'],
  ['unknown', 'unknown'],
])('attempts from %s are those of %s', (address, network) => {
  expect(networkOf(address)).toBe(network)
})
