import { createSecretKey } from 'node:crypto'
import { mkdtemp, readdir, rm, stat } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { exportJWK, generateKeyPair, SignJWT } from 'jose'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { uuidv7 } from '../../shared/ids.ts'
import { createTestDatabase, type TestDatabase } from '../db/test-postgres.ts'
import { type TestSchools, testSchools } from '../tenancy/test-schools.ts'
import { type AccessTokens, accessTokens } from './access-tokens.ts'
import { type SigningKeys, signingKeys } from './signing-keys.ts'

let database: TestDatabase
let schools: TestSchools
let dataDir: string
let keys: SigningKeys
let tokens: AccessTokens
let now = Date.now()

beforeAll(async () => {
  database = await createTestDatabase()
  schools = await testSchools(database)
  dataDir = await mkdtemp(join(tmpdir(), 'etrax-keys-'))
  keys = signingKeys(schools.app, dataDir, () => now)
  tokens = accessTokens(keys, 'etrax', () => now)
})
afterAll(async () => {
  await schools.end()
  await database.drop()
  await rm(dataDir, { recursive: true, force: true })
})

const claims = { userId: uuidv7(), sessionId: uuidv7(), tenantId: uuidv7() }

interface Parts {
  header?: Record<string, unknown>
  payload?: Record<string, unknown>
  key?: Parameters<SignJWT['sign']>[0]
}

/** A token that is right but for what is given. */
async function forge({ header = {}, payload = {}, key }: Parts): Promise<string> {
  const own = await keys.current()
  const seconds = Math.floor(now / 1000)
  const right = {
    iss: 'etrax',
    aud: 'etrax-api',
    sub: claims.userId,
    sid: claims.sessionId,
    tid: claims.tenantId,
    iat: seconds,
    exp: seconds + 600,
  }
  return await new SignJWT({ ...right, ...payload })
    .setProtectedHeader({ alg: 'EdDSA', kid: own.kid, typ: 'at+jwt', ...header })
    .sign(key ?? own.key)
}

test('what was signed here is verified here', async () => {
  expect(await tokens.verify(await tokens.sign(claims))).toEqual({ ...claims, expiresAt: expect.any(Number) })
  expect(await tokens.verify(await forge({}))).toMatchObject(claims)
})

test.each<[string, Parts]>([
  ['another issuer', { payload: { iss: 'other' } }],
  ['another audience', { payload: { aud: 'other' } }],
  ['another type', { header: { typ: 'JWT' } }],
  ['an unknown key id', { header: { kid: uuidv7() } }],
  ['a path as key id', { header: { kid: '../../etc/passwd' } }],
  ['a key id of SQL', { header: { kid: "' OR 1=1 --" } }],
  ['no session', { payload: { sid: undefined } }],
  ['a session that is no id', { payload: { sid: 'x' } }],
  ['an expiry that is text', { payload: { exp: '9999999999' } }],
  ['no expiry', { payload: { exp: undefined } }],
  ['a beginning in the future', { payload: { nbf: Math.floor(Date.now() / 1000) + 3_600 } }],
])('a token with %s is refused', async (_, parts) => {
  await expect(forge(parts).then(tokens.verify)).rejects.toMatchObject({ status: 401 })
})

test('a key that the token brings itself is not used', async () => {
  const { privateKey, publicKey } = await generateKeyPair('EdDSA', { crv: 'Ed25519', extractable: true })
  const jwk = await exportJWK(publicKey)
  for (const header of [{ jwk }, { jwk, kid: uuidv7() }, { jku: 'https://evil.example/keys' }])
    await expect(forge({ header, key: privateKey }).then(tokens.verify)).rejects.toMatchObject({
      status: 401,
    })
})

test('the public key is no shared secret, and no algorithm is no algorithm', async () => {
  const [row] = await schools.admin<{ jwk: { x: string } }[]>`
    SELECT public_jwk AS jwk FROM etrax_system.signing_keys`
  const secret = createSecretKey(Buffer.from(row?.jwk.x ?? '', 'base64url'))
  await expect(forge({ header: { alg: 'HS256' }, key: secret }).then(tokens.verify)).rejects.toMatchObject({
    code: 'unauthenticated',
  })
  const [, payload] = (await tokens.sign(claims)).split('.')
  for (const alg of ['none', 'None', 'nOnE']) {
    const header = Buffer.from(JSON.stringify({ alg, typ: 'at+jwt' })).toString('base64url')
    await expect(tokens.verify(`${header}.${payload}.`)).rejects.toMatchObject({ code: 'unauthenticated' })
  }
})

test('a token with any byte changed is refused', async () => {
  const token = await tokens.sign(claims)
  for (let index = 0; index < token.length; index += 1) {
    // The last letter of a part has bits that stand for nothing.
    if (token[index] === '.' || token[index + 1] === '.' || index === token.length - 1) continue
    const other = token[index] === 'A' ? 'B' : 'A'
    const changed = `${token.slice(0, index)}${other}${token.slice(index + 1)}`
    await expect(tokens.verify(changed)).rejects.toMatchObject({ status: 401 })
  }
  for (const cut of [token.slice(0, -1), `${token}A`, '', '..', 'x'.repeat(10_000)])
    await expect(tokens.verify(cut)).rejects.toMatchObject({ code: 'unauthenticated' })
})

test("a process accepts another's tokens, and each keeps its private key to itself", async () => {
  const otherDir = await mkdtemp(join(tmpdir(), 'etrax-keys-'))
  const other = accessTokens(
    signingKeys(schools.app, otherDir, () => now),
    'etrax',
    () => now,
  )
  const token = await other.sign(claims)
  now += 6_000
  expect(await tokens.verify(token)).toMatchObject(claims)
  const [file = ''] = await readdir(join(otherDir, 'keys'))
  expect((await stat(join(otherDir, 'keys', file))).mode & 0o777).toBe(0o600)
  const rows = await schools.admin<
    { all: string }[]
  >`SELECT to_jsonb(k)::text AS all FROM etrax_system.signing_keys AS k`
  for (const { all } of rows) expect(all).not.toContain('"d"')
  await rm(otherDir, { recursive: true, force: true })
})

test('a key is replaced after a month, and what the old one signed stays good until it expires', async () => {
  const before = await keys.current()
  now += 28.999 * 24 * 60 * 60 * 1000
  const token = await tokens.sign(claims)
  now += 5 * 60 * 1000
  expect((await keys.current()).kid).not.toBe(before.kid)
  expect(await tokens.verify(token)).toMatchObject(claims)
})
