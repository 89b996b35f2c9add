import { createHash } from 'node:crypto'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { hash as bcrypt } from '@node-rs/bcrypt'
import { dictionary } from '@zxcvbn-ts/language-common'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type Tenant, withTenant } from '../tenancy/with-tenant.ts'
import { commonPasswordTest } from './common-passwords.ts'
import { hashPassword, passwordIssue, SHORTEST_PASSWORD } from './passwords.ts'
import { PASSWORD, type TestServer, type TestUser, testServer } from './test-server.ts'

const BREACHED = 'violet tractor 99 rain'
const folder = mkdtempSync(join(tmpdir(), 'etrax-passwords-'))
const list = join(folder, 'breached.txt')

let server: TestServer
let school: Tenant
beforeAll(async () => {
  writeFileSync(list, `${createHash('sha1').update(BREACHED).digest('hex').toUpperCase()}:7\r\n`)
  server = await testServer({ breachedPasswords: list })
  school = await server.schools.provision('northridge')
})
afterAll(async () => {
  await server.end()
  rmSync(folder, { recursive: true, force: true })
})

async function userWith(passwordHash: string): Promise<TestUser> {
  const user = await server.addUser(school, 'COACH')
  await withTenant(
    server.schools.app,
    school,
    (tx) => tx`UPDATE credentials SET password_hash = ${passwordHash} WHERE user_id = ${user.id}`,
  )
  return user
}
async function hashOf({ id }: TestUser): Promise<string> {
  const [row] = await withTenant(
    server.schools.app,
    school,
    (tx) => tx<{ hash: string }[]>`SELECT password_hash AS hash FROM credentials WHERE user_id = ${id}`,
  )
  return row?.hash ?? ''
}
const signIn = async ({ email }: TestUser, password: string) => {
  const body = JSON.stringify({ tenant: 'northridge', email, password })
  return (await server.request('/api/v1/auth/login', { method: 'POST', body })).status
}

test.each([
  ['2a', 'field house 12'],
  ['2b', 'gimnasio número 8'],
] as const)(
  '[v5.0.0-11.4.2] a bcrypt hash ($%s$) of an import lets in, and is argon2id from then on',
  async (version, password) => {
    const imported = await bcrypt(password, { cost: 10, version })
    expect(imported.startsWith(`$${version}$`)).toBe(true)
    const user = await userWith(imported)
    expect(await signIn(user, `${password}x`)).toBe(401)
    expect(await hashOf(user)).toBe(imported)
    expect(await signIn(user, password)).toBe(200)
    expect(await hashOf(user)).toMatch(/^\$argon2id\$v=19\$m=32768,t=3,p=1\$/)
    expect([await signIn(user, password), await signIn(user, `${password}x`)]).toEqual([200, 401])
  },
)

test('[v5.0.0-6.2.8] what bcrypt would cut off lets nobody in', async () => {
  const long = 'x'.repeat(72)
  const user = await userWith(await bcrypt(long, { cost: 10 }))
  expect([await signIn(user, `${long}y`), await signIn(user, `${long}\0`)]).toEqual([401, 401])
  const nul = await userWith(await bcrypt('abc', { cost: 10 }))
  expect(await signIn(nul, 'abc\0def')).toBe(401)
  expect(await signIn(user, long)).toBe(200)
})

test.each([
  ['a last byte after 72', `${'x'.repeat(80)}a`, `${'x'.repeat(80)}b`],
  ['a space at the end', 'quiet field house', 'quiet field house '],
  ['a capital', 'quiet field house', 'Quiet field house'],
  ['NFC and NFD', 'caf\u00e9 del estadio', 'cafe\u0301 del estadio'],
])('[v5.0.0-6.2.8] a password fits exactly as it was chosen: %s', async (_, chosen, other) => {
  const user = await userWith(await hashPassword(chosen))
  expect([await signIn(user, other), await signIn(user, chosen)]).toEqual([401, 200])
})

test('a hash of weaker parameters is made anew at the next sign-in', async () => {
  const weak = await import('@node-rs/argon2').then(({ hash }) =>
    hash(PASSWORD, { memoryCost: 8 * 1024, timeCost: 1, parallelism: 1 }),
  )
  const user = await userWith(weak)
  expect(await signIn(user, PASSWORD)).toBe(200)
  expect(await hashOf(user)).toMatch(/m=32768,t=3,p=1\$/)
})

test('[v5.0.0-6.2.1] a password of 11 characters is refused, of 12, 64 and more it is taken, at registration and at each change', async () => {
  const send = async (path: string, body: unknown, token?: string) => {
    const answer = await server.request(`/api/v1${path}`, {
      method: 'POST',
      body: JSON.stringify(body),
      ...(token === undefined ? {} : { token }),
    })
    return answer.status === 204 ? 204 : [answer.status, (await answer.json()).errors ?? []]
  }
  const words = 'vier graue Bänke stehen hinter dem alten Gerätehaus am Fluss und warten auf den Regen '
  const refused = [422, [{ field: 'password', code: 'too-short' }]]
  const admin = await server.tokenOf(await server.addUser(school, 'SCHOOL_ADMIN'))
  for (const [length, expected] of [
    [11, refused],
    [12, 204],
    [64, 204],
    [256, 204],
  ] as const) {
    const password = words.repeat(4).slice(0, length).replace(/ $/, 'e')
    expect([...password]).toHaveLength(length)
    const user = await server.addUser(school, 'COACH')
    const token = await server.tokenOf(user)
    const change = { current: PASSWORD, password, endOthers: false }
    expect([length, await send('/auth/password', change, token)]).toEqual([length, expected])
    const path = `/api/v1/users/${user.id}/invitation?by=hand`
    const { invitation } = await (await server.request(path, { method: 'POST', token: admin })).json()
    const register = { tenant: 'northridge', invitation: invitation.token, password }
    expect([length, await send('/auth/register', register)]).toEqual([length, expected])
    expect(await signIn(user, password)).toBe(expected === 204 ? 200 : 401)
  }
})

test('[v5.0.0-6.2.4] every common password that is long enough is refused, also with digits and signs around', async () => {
  const common = await commonPasswordTest()
  const words = dictionary['passwords-common'].map(String)
  const long = words.filter((word) => [...word].length >= SHORTEST_PASSWORD)
  expect(long.length).toBeGreaterThan(300)
  for (const word of long) expect(passwordIssue(word, [], common)).toBe('common')
  for (const word of ['qwertyqwerty', 'dragondragon']) expect(passwordIssue(word, [], common)).toBe('common')
  expect(passwordIssue('482913 quiet bleachers', [], common)).toBeUndefined()
  // The three thousand that most people use, made long enough as people do it.
  for (const word of words.filter(({ length }) => length >= 6).slice(0, 3_000)) {
    const filled = `${word}${'2024!2024!2024!'.slice(0, Math.max(0, SHORTEST_PASSWORD - [...word].length))}`
    expect([filled, passwordIssue(filled, [], common)]).toEqual([filled, 'common'])
  }
})

test('[v5.0.0-6.2.12] a breached password of the file is refused at change and at registration', async () => {
  const user = await server.addUser(school, 'COACH')
  const admin = await server.tokenOf(await server.addUser(school, 'SCHOOL_ADMIN'))
  const post = (path: string, body: unknown, token?: string) =>
    server.request(`/api/v1${path}`, {
      method: 'POST',
      body: JSON.stringify(body),
      ...(token === undefined ? {} : { token }),
    })
  const change = await post(
    '/auth/password',
    { current: PASSWORD, password: BREACHED, endOthers: false },
    await server.tokenOf(user),
  )
  const { invitation } = await (await post(`/users/${user.id}/invitation`, {}, admin)).json()
  const register = await post('/auth/register', {
    tenant: 'northridge',
    invitation: invitation.token,
    password: BREACHED,
  })
  for (const answer of [change, register])
    expect(await answer.json()).toMatchObject({
      status: 422,
      errors: [{ field: 'password', code: 'common' }],
    })
})
