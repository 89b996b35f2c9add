import { afterAll, beforeAll, beforeEach, describe, expect, test, vi } from 'vitest'
import { memoryCounter } from '../limits/memory-counter.ts'
import { withTenant } from '../tenancy/with-tenant.ts'
import { newSecret } from './refresh-tokens.ts'
import { type Attempt, signInLimits } from './sign-in-limits.ts'
import { PASSWORD, type TestServer, type TestUser, testServer } from './test-server.ts'

/** The hashes that were compared with: what takes the time. */
const compared: string[] = []
vi.mock('@node-rs/argon2', async (original) => {
  const real = await original<typeof import('@node-rs/argon2')>()
  return {
    ...real,
    verify: (hash: string, password: string) => {
      compared.push(hash)
      return real.verify(hash, password)
    },
  }
})

vi.mock('@node-rs/bcrypt', async (original) => {
  const real = await original<typeof import('@node-rs/bcrypt')>()
  return {
    ...real,
    verify: (password: string, hash: string) => {
      compared.push(hash)
      return real.verify(password, hash)
    },
  }
})

let server: TestServer
let coach: TestUser
let gone: TestUser

beforeAll(async () => {
  server = await testServer()
  const tenant = await server.schools.provision('northridge')
  await server.schools.provision('lakeview')
  coach = await server.addUser(tenant, 'COACH')
  gone = await server.addUser(tenant, 'COACH')
  await withTenant(
    server.schools.app,
    tenant,
    (tx) => tx`UPDATE users SET active = false WHERE id = ${gone.id}`,
  )
})
afterAll(() => server.end())
beforeEach(() => {
  compared.length = 0
})

async function signIn(tenant: string, email: string, password: string, address: string) {
  const body = JSON.stringify({ tenant, email, password })
  const answer = await server.request('/api/v1/auth/login', { method: 'POST', body, address })
  const { traceId: _, ...told } = await answer.json()
  const headers = [...answer.headers].filter(([name]) => name !== 'x-trace-id')
  return { status: answer.status, told, headers }
}

describe('[ASVS 6.3.8] nobody learns whether an account is there', () => {
  test('not by the status, the words and the headers, and not by the work that is done for the answer', async () => {
    const wrong = 'not the password'
    const known = await signIn('northridge', coach.email, wrong, '198.51.100.1')
    const [real = ''] = compared
    expect(known.status).toBe(401)
    const others = [
      ['northridge', 'nobody@northridge.example', wrong],
      ['northridge', gone.email, wrong],
      ['northridge', gone.email, PASSWORD],
      ['lakeview', coach.email, PASSWORD],
      ['nowhere', coach.email, PASSWORD],
      ["' OR 1=1 --", coach.email, PASSWORD],
    ] as const
    for (const [tenant, email, password] of others) {
      compared.length = 0
      expect(await signIn(tenant, email, password, '198.51.100.1')).toEqual(known)
      // One password was compared, with a hash that costs the same.
      expect(compared.map(costOf)).toEqual([costOf(real)])
    }
  })

  test.each([
    ['longer than bcrypt looks at', 'x'.repeat(73)],
    ['with a NUL, at which bcrypt ends', 'a\0bcdefghijkl'],
  ])(
    'not by a password %s, of an account that was imported: it is compared as any other',
    async (_, sent) => {
      const imported = await server.addUser(coach.tenant, 'COACH')
      const bcrypt = '$2b$04$abcdefghijklmnopqrstuu5b6xBqXOZZ8VcVh1mFzVwCwCJGxWxyy'
      await withTenant(
        server.schools.app,
        coach.tenant,
        (tx) => tx`UPDATE credentials SET password_hash = ${bcrypt} WHERE user_id = ${imported.id}`,
      )
      compared.length = 0
      expect((await signIn('northridge', imported.email, sent, '198.51.100.7')).status).toBe(401)
      expect(compared).toEqual([bcrypt])
    },
  )

  test('not by when the pause comes', async () => {
    const pauses: number[] = []
    for (const email of [coach.email, 'nobody@northridge.example']) {
      let tries = 0
      while ((await signIn('northridge', email, 'not the password', '198.51.100.2')).status === 401)
        tries += 1
      pauses.push(tries)
    }
    expect(pauses).toEqual([10, 10])
    compared.length = 0
    const refused = await signIn('northridge', coach.email, PASSWORD, '198.51.100.2')
    expect([refused.status, compared]).toEqual([429, []])
  })
})

/** Algorithm and parameters of a hash in PHC form, without salt and hash. */
const costOf = (hash: string) => hash.split('$').slice(0, 4).join('$')

describe('[ASVS 6.3.1] whoever guesses waits, and locks out nobody', () => {
  const attempt = (extra: Partial<Attempt> = {}): Attempt => ({
    tenant: 'northridge',
    email: 'coach@northridge.example',
    address: '198.51.100.7',
    knownDevice: undefined,
    ...extra,
  })
  const waits = (limits: ReturnType<typeof signInLimits>, one: Attempt) =>
    limits.take(one).then(
      () => 0,
      (error: unknown) => (error instanceof Object && 'retryAfter' in error ? Number(error.retryAfter) : -1),
    )

  const tries = (limits: ReturnType<typeof signInLimits>, one: Attempt) =>
    limits.take(one).catch(() => undefined)

  test('one address that tries many accounts', async () => {
    const limits = signInLimits(memoryCounter)
    for (let n = 0; n < 200; n += 1) await tries(limits, attempt({ email: `${n}@northridge.example` }))
    expect(await waits(limits, attempt({ email: 'next@northridge.example' }))).toBeGreaterThan(0)
    expect(await waits(limits, attempt({ email: 'next@northridge.example', address: '192.0.2.1' }))).toBe(0)
  })

  test('many addresses that try one account: its own devices go on', async () => {
    const limits = signInLimits(memoryCounter)
    for (let n = 0; n < 1_000; n += 1)
      await tries(limits, attempt({ address: `2001:db8:0:${n.toString(16)}::1` }))
    expect(await waits(limits, attempt({ address: '192.0.2.9' }))).toBeGreaterThan(0)
    expect(await waits(limits, attempt({ address: '192.0.2.9', knownDevice: 'tablet' }))).toBe(0)
    expect(await waits(limits, attempt({ address: '192.0.2.9', email: 'other@northridge.example' }))).toBe(0)
    expect(await waits(limits, attempt({ address: '192.0.2.9', tenant: 'lakeview' }))).toBe(0)
  })

  test('one network that has as many addresses as it likes is one', async () => {
    const limits = signInLimits(memoryCounter)
    for (let n = 0; n < 10; n += 1) await tries(limits, attempt({ address: `2001:db8::${n.toString(16)}` }))
    expect(await waits(limits, attempt({ address: '2001:db8::ffff' }))).toBeGreaterThan(0)
    expect(await waits(limits, attempt({ address: '2001:db8:0:1::1' }))).toBe(0)
  })

  test('one address that tries one account: whoever sits elsewhere signs in, and so do its devices right there', async () => {
    const limits = signInLimits(memoryCounter)
    for (let n = 0; n < 300; n += 1) await tries(limits, attempt())
    expect(await waits(limits, attempt())).toBeGreaterThan(0)
    expect(await waits(limits, attempt({ address: '192.0.2.9' }))).toBe(0)
    expect(await waits(limits, attempt({ knownDevice: 'tablet' }))).toBe(0)
  })

  test('a device that has been stolen has ten tries', async () => {
    const limits = signInLimits(memoryCounter)
    for (let n = 0; n < 10; n += 1) expect(await waits(limits, attempt({ knownDevice: 'tablet' }))).toBe(0)
    expect(await waits(limits, attempt({ knownDevice: 'tablet' }))).toBeGreaterThan(0)
    expect(await waits(limits, attempt({ knownDevice: 'telephone' }))).toBe(0)
    // Who knows what it is called, and sits elsewhere, has used up nothing of its owner's.
    expect(await waits(limits, attempt({ knownDevice: 'tablet', address: '192.0.2.9' }))).toBe(0)
  })
})

test('[ASVS 11.4.2] a stored password is argon2id with the parameters that are stated', async () => {
  const [row] = await server.schools.admin.unsafe<{ hash: string }[]>(
    `SELECT password_hash AS hash FROM ${coach.tenant.schema}.credentials WHERE user_id = $1`,
    [coach.id],
  )
  expect(row?.hash).toMatch(/^\$argon2id\$v=19\$m=32768,t=3,p=1\$/)
  expect(row?.hash).not.toContain(PASSWORD)
})

test('[ASVS 7.2.3] of ten thousand secrets none is there twice, and each has 256 bits', () => {
  const secrets = Array.from({ length: 10_000 }, () => newSecret())
  expect(new Set(secrets).size).toBe(10_000)
  for (const secret of secrets) expect(Buffer.from(secret, 'base64url')).toHaveLength(32)
})
