import { createSecretKey } from 'node:crypto'
import { mkdtemp, rm } from 'node:fs/promises'
import { createServer, type Server } from 'node:http'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type CryptoKey, exportJWK, exportSPKI, generateKeyPair, importJWK, type JWK, SignJWT } from 'jose'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { uuidv7 } from '../../shared/ids.ts'
import { HEADER } from '../../shared/protocol.ts'
import { REFRESH_COOKIE } from './refresh-cookie.ts'
import { type SigningKeys, signingKeys } from './signing-keys.ts'
import { PASSWORD, type TestServer, type TestUser, testServer } from './test-server.ts'

let server: TestServer
let keys: SigningKeys
let folder: string
let admin: TestUser
let coach: TestUser
let colleague: TestUser
let foreigner: TestUser
let sessionId: string
let foreignSession: string
let colleagueSession: string
let publicJwk: JWK
let stranger: { privateKey: CryptoKey; publicKey: CryptoKey }
let keyServer: Server
let keyServerUrl: string
let asked = 0

beforeAll(async () => {
  server = await testServer()
  const tenant = await server.schools.provision('northridge')
  admin = await server.addUser(tenant, 'SCHOOL_ADMIN')
  coach = await server.addUser(tenant, 'COACH')
  colleague = await server.addUser(tenant, 'SUPER_ADMIN')
  foreigner = await server.addUser(await server.schools.provision('lakeview'), 'SCHOOL_ADMIN')
  sessionId = await begin(admin)
  colleagueSession = await begin(colleague)
  foreignSession = await begin(foreigner)
  // Another process of the installation: its key is one of the server's own set.
  folder = await mkdtemp(join(tmpdir(), 'etrax-attack-'))
  keys = signingKeys(server.schools.app, folder)
  const { kid } = await keys.current()
  const [row] = await server.schools.admin<{ jwk: JWK }[]>`
    SELECT public_jwk AS jwk FROM etrax_system.signing_keys WHERE kid = ${kid}`
  publicJwk = row?.jwk ?? {}
  stranger = await generateKeyPair('EdDSA', { crv: 'Ed25519', extractable: true })
  const strangersKey = { ...(await exportJWK(stranger.publicKey)), kid: 'stranger', alg: 'EdDSA' }
  keyServer = createServer((_, answer) => {
    asked += 1
    answer.setHeader('Content-Type', 'application/json')
    answer.end(JSON.stringify({ keys: [strangersKey] }))
  })
  await new Promise<void>((resolve) => keyServer.listen(0, '127.0.0.1', resolve))
  const address = keyServer.address()
  keyServerUrl = `http://127.0.0.1:${typeof address === 'object' ? address?.port : 0}/keys`
})
afterAll(async () => {
  await new Promise((resolve) => keyServer.close(resolve))
  await server.end()
  await rm(folder, { recursive: true, force: true })
})

async function begin(user: TestUser): Promise<string> {
  const wanted = {
    kind: 'account' as const,
    tenantId: user.tenant.id,
    userId: user.id,
    deviceId: undefined,
    userAgent: undefined,
  }
  return (await server.identity.sessions.begin(wanted)).session.id
}

interface Parts {
  header?: Record<string, unknown>
  payload?: Record<string, unknown>
  key?: Parameters<SignJWT['sign']>[0]
}

const seconds = () => Math.floor(Date.now() / 1000)
const encode = (value: unknown) => Buffer.from(JSON.stringify(value)).toString('base64url')

function claims(): Record<string, unknown> {
  const issued = { iat: seconds(), exp: seconds() + 600, iss: 'etrax', aud: 'etrax-api' }
  return { ...issued, sub: admin.id, sid: sessionId, tid: admin.tenant.id }
}

/** A token that is right but for what is given. */
async function forge({ header = {}, payload = {}, key }: Parts): Promise<string> {
  const own = await keys.current()
  return await new SignJWT({ ...claims(), ...payload })
    .setProtectedHeader({ alg: 'EdDSA', kid: own.kid, typ: 'at+jwt', ...header })
    .sign(key ?? own.key)
}

/** The same with a head and claims that no library would sign, and a signature that is right for another head. */
async function patched(header: unknown, payload: unknown = claims(), signature?: string): Promise<string> {
  const right = (await forge({})).split('.')
  return `${encode(header)}.${encode(payload)}.${signature ?? right[2]}`
}

const kid = async () => (await keys.current()).kid
const strangers = (header: Record<string, unknown>) => forge({ header, key: stranger.privateKey })

/** Each takes a token and what it opens; what changes something would be seen in the list of places. */
const ROUTES: readonly (readonly [string, string, string?])[] = [
  ['GET', '/api/v1/auth/me'],
  ['GET', '/api/v1/equipment'],
  ['POST', '/api/v1/locations', '{"name":"Made by a forger"}'],
  ['GET', '/sync/v1/locations/pull'],
  ['POST', '/sync/v1/locations/push', '[]'],
  ['GET', '/sync/v1/stream'],
]

async function tried(headers: Record<string, string>, query = '') {
  const answers = []
  for (const [method, path, body] of ROUTES) {
    const answer = await server.request(`${path}${query}`, {
      method,
      headers: { [HEADER.device]: 'phone', ...headers },
      ...(body === undefined ? {} : { body }),
    })
    answers.push(answer.status)
    if (answer.status === 200) await answer.body?.cancel()
  }
  return answers
}

const refused = ROUTES.map(() => 401)
const bearer = (token: string) => tried({ Authorization: `Bearer ${token}` })

test('the token that all of these differ from opens every route', async () => {
  expect(await bearer(await forge({}))).toEqual([200, 200, 201, 200, 200, 200])
})

const ATTACKS: Record<string, Record<string, () => Promise<string>>> = {
  '[ASVS 9.1.1] the signature is checked before anything is believed': {
    'no signature': () => patched({ alg: 'EdDSA', typ: 'at+jwt' }, claims(), ''),
    'the signature of another token': async () =>
      patched({ alg: 'EdDSA', kid: await kid(), typ: 'at+jwt' }, { ...claims(), sub: colleague.id }),
    'a stranger’s signature under our key id': () => strangers({}),
    'an encrypted token': async () => `${encode({ alg: 'dir', enc: 'A256GCM' })}..AAAA.AAAA.AAAA`,
    'a text that is no token': async () => 'null',
  },
  '[ASVS 9.1.2] one algorithm is allowed, and no key is taken for another kind': {
    none: async () => patched({ alg: 'none', typ: 'at+jwt', kid: await kid() }, claims(), ''),
    None: async () => patched({ alg: 'None', typ: 'at+jwt', kid: await kid() }, claims(), ''),
    nOnE: async () => patched({ alg: 'nOnE', typ: 'at+jwt', kid: await kid() }),
    'no algorithm': async () => patched({ typ: 'at+jwt', kid: await kid() }),
    'an algorithm that is a list': async () => patched({ alg: ['EdDSA'], typ: 'at+jwt', kid: await kid() }),
    'HS256 with the bytes of the public key': async () =>
      forge({ header: { alg: 'HS256' }, key: createSecretKey(Buffer.from(publicJwk.x ?? '', 'base64url')) }),
    'HS256 with the text of the public key': async () =>
      forge({ header: { alg: 'HS256' }, key: createSecretKey(Buffer.from(JSON.stringify(publicJwk))) }),
    'HS256 with the PEM of the public key': async () => {
      const key = await importJWK({ ...publicJwk, ext: true }, 'EdDSA')
      if (!('type' in key)) throw new Error('no key')
      const pem = await exportSPKI(key)
      return forge({ header: { alg: 'HS256' }, key: createSecretKey(Buffer.from(pem)) })
    },
    'another curve': async () => {
      const { privateKey } = await generateKeyPair('ES256')
      return forge({ header: { alg: 'ES256' }, key: privateKey })
    },
    RSA: async () => {
      const { privateKey } = await generateKeyPair('RS256')
      return forge({ header: { alg: 'RS256' }, key: privateKey })
    },
  },
  '[ASVS 9.1.3] keys come from the own set and from nowhere else': {
    'a key in the head': async () => strangers({ jwk: await exportJWK(stranger.publicKey) }),
    'a key in the head, and no key id': async () =>
      strangers({ jwk: await exportJWK(stranger.publicKey), kid: undefined }),
    'the address of a set of keys': () => strangers({ jku: keyServerUrl, kid: 'stranger' }),
    'the address of a certificate': () => strangers({ x5u: keyServerUrl }),
    'a certificate': () => strangers({ x5c: ['MIIB'] }),
    'an id that is an address': () => strangers({ kid: keyServerUrl }),
    'an id that is a path': () => strangers({ kid: '../../../dev/null' }),
    'an id of SQL': () => strangers({ kid: "' UNION SELECT '{}' --" }),
    'an empty id': () => strangers({ kid: '' }),
    'an id that is a number': async () => patched({ alg: 'EdDSA', typ: 'at+jwt', kid: 7 }),
    'an unknown id': () => strangers({ kid: uuidv7() }),
    'an extension that must be understood': async () =>
      patched({ alg: 'EdDSA', typ: 'at+jwt', kid: await kid(), crit: ['http://x'], 'http://x': true }),
    'an extension of none': async () =>
      patched({ alg: 'EdDSA', typ: 'at+jwt', kid: await kid(), crit: [], b64: false }),
  },
  '[ASVS 9.2.1] it is good from its beginning to its end': {
    'over for a moment beyond what clocks may differ': () => forge({ payload: { exp: seconds() - 6 } }),
    'over for a year': () => forge({ payload: { exp: seconds() - 31_536_000 } }),
    'not begun': () => forge({ payload: { nbf: seconds() + 60 } }),
    'a beginning that is text': () => forge({ payload: { nbf: String(seconds() - 60) } }),
    'an end that is text': () => forge({ payload: { exp: String(seconds() + 600) } }),
    'an end below zero': () => forge({ payload: { exp: -1 } }),
    'no end': () => forge({ payload: { exp: undefined } }),
    'an end that is nothing': () => forge({ payload: { exp: null } }),
    'an end that is a list': () => forge({ payload: { exp: [seconds() + 600] } }),
    'no time of issue': () => forge({ payload: { iat: undefined } }),
    'a time of issue that is text': () => forge({ payload: { iat: 'now' } }),
  },
  '[ASVS 9.2.2] it is an access token, and no other': {
    'another type': () => forge({ header: { typ: 'rt+jwt' } }),
    'the general type': () => forge({ header: { typ: 'JWT' } }),
    'no type': () => forge({ header: { typ: undefined } }),
    'a refresh token': async () => (await signIn(coach)).cookie,
    'an invitation': async () => (await invited()).token,
  },
  '[ASVS 9.2.3] it is of this installation, for this service': {
    'another service': () => forge({ payload: { aud: 'etrax-files' } }),
    'no service': () => forge({ payload: { aud: undefined } }),
    'a list of other services': () => forge({ payload: { aud: ['a', 'b'] } }),
    'another issuer': () => forge({ payload: { iss: 'https://etrax.example' } }),
    'no issuer': () => forge({ payload: { iss: undefined } }),
  },
  '[ASVS 8.2.2] it names one session of one user of one school': {
    'another school': () => forge({ payload: { tid: foreigner.tenant.id } }),
    "another school's session": () => forge({ payload: { sid: foreignSession } }),
    "another's session": () => forge({ payload: { sid: colleagueSession } }),
    'a user above': () => forge({ payload: { sub: colleague.id } }),
    nobody: () => forge({ payload: { sub: uuidv7() } }),
    'a session that never was': () => forge({ payload: { sid: uuidv7() } }),
    'a school that never was': () => forge({ payload: { tid: uuidv7() } }),
    'SQL for a session': () => forge({ payload: { sid: "' OR true --" } }),
    'no session': () => forge({ payload: { sid: undefined } }),
  },
}

async function signIn(user: TestUser): Promise<{ cookie: string; token: string }> {
  const body = JSON.stringify({ tenant: user.tenant.slug, email: user.email, password: PASSWORD })
  const answer = await server.request('/api/v1/auth/login', { method: 'POST', body })
  const [, cookie = ''] = /=([^;]+)/.exec(answer.headers.get('Set-Cookie') ?? '') ?? []
  return { cookie, token: (await answer.json()).accessToken }
}

async function invited(): Promise<{ token: string }> {
  const body = JSON.stringify({ name: 'New', email: `new-${uuidv7()}@northridge.example`, role: 'COACH' })
  const answer = await server.request('/api/v1/users', { method: 'POST', body, token: await forge({}) })
  return (await answer.json()).invitation
}

describe.each(Object.entries(ATTACKS))('%s', (_, attacks) => {
  test.each(Object.entries(attacks))('%s', async (__, make) => {
    expect(await bearer(await make())).toEqual(refused)
  })
})

test('[ASVS 9.1.3] no address that a token names was ever asked', () => {
  expect(asked).toBe(0)
})

test('[ASVS 9.2.2] an access token goes on with no session, and invites nobody', async () => {
  const token = await forge({})
  const refresh = await server.request('/api/v1/auth/refresh', {
    method: 'POST',
    headers: { Cookie: `${REFRESH_COOKIE}=${token}`, 'X-Requested-With': 'etrax' },
  })
  expect([refresh.status, (await refresh.json()).code]).toEqual([401, 'unauthenticated'])
  const body = JSON.stringify({ tenant: 'northridge', invitation: token, password: PASSWORD })
  const register = await server.request('/api/v1/auth/register', { method: 'POST', body })
  expect([404, 422]).toContain(register.status)
})

test('[ASVS 9.2.2] [ASVS 14.2.1] a good token is taken as a bearer in the header, and in no other place', async () => {
  const token = await forge({})
  for (const value of [
    token,
    `Basic ${token}`,
    `Token ${token}`,
    `Bearer ${token} ${token}`,
    'Bearer',
    `Bearer,${token}`,
  ])
    expect([value.slice(0, 12), await tried({ Authorization: value })]).toEqual([value.slice(0, 12), refused])
  expect(await tried({}, `?access_token=${token}&token=${token}`)).toEqual(refused)
  expect(await tried({ Cookie: `access_token=${token}; ${REFRESH_COOKIE}=${token}` })).toEqual(refused)
  expect(await tried({ 'X-Access-Token': token, 'Proxy-Authorization': `Bearer ${token}` })).toEqual(refused)
})

test('[ASVS 7.4.1] a session that ended opens nothing from the next request on, however good its token is', async () => {
  const { token, cookie } = await signIn(coach)
  expect((await bearer(token))[0]).toBe(200)
  const headers = { Cookie: `${REFRESH_COOKIE}=${cookie}`, 'X-Requested-With': 'etrax' }
  expect((await server.request('/api/v1/auth/logout', { method: 'POST', headers })).status).toBe(204)
  expect(await bearer(token)).toEqual(refused)
  expect((await server.request('/api/v1/auth/refresh', { method: 'POST', headers })).status).toBe(401)
})
