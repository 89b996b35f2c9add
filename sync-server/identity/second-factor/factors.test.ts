import { afterAll, beforeAll, expect, test } from 'vitest'
import { PASSWORD, type TestServer, testServer } from '../test-server.ts'
import { testAuthenticator } from './test-authenticator.ts'
import { type FactorSchool, factorSchool } from './test-factor-school.ts'

let server: TestServer
let school: FactorSchool
beforeAll(async () => {
  server = await testServer()
  school = factorSchool(server, await server.schools.provision('northridge'))
})
afterAll(() => server.end())

const MINUTE = 60_000
const headers = { Host: 'localhost:8080', 'X-Device-Id': 'test-phone' }
const get = async (path: string, token: string) =>
  await (await server.request(`/api/v1${path}`, { token, headers })).json()
const send = (method: string, path: string, token: string, body?: unknown) =>
  server.request(`/api/v1${path}`, {
    method,
    token,
    headers,
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  })

/** Somebody with an authenticator app, whose sign-in is eleven minutes old. */
async function staleTotp() {
  const { user, secret } = await school.withTotp()
  const challenge = await school.challengeOf(user)
  const proof = { challenge, method: 'totp', code: school.code(secret) }
  const signedIn = await school.post('/auth/second-factor', proof)
  server.advance(11 * MINUTE)
  const { accessToken: token } = await (await school.refresh(school.cookieOf(signedIn))).json()
  return { token, secret }
}

test('whoever is signed in sees the own factors and how many codes are left, and no secret', async () => {
  const { token, user, recoveryCodes } = await school.withTotp()
  const challenge = await school.challengeOf(user)
  await school.post('/auth/second-factor', { challenge, method: 'recovery-code', code: recoveryCodes[0] })
  const own = await get('/auth/factors', token)
  expect(own).toEqual({
    factors: [{ id: expect.any(String), kind: 'totp', name: 'Phone', createdAt: expect.any(String) }],
    recoveryCodes: 9,
    required: false,
    passkeys: true,
    codes: [],
  })
})

test('[v5.0.0-7.5.1] nothing about factors is changed on an old sign-in', async () => {
  const { token: stale } = await staleTotp()
  const [{ id }] = (await get('/auth/factors', stale)).factors
  for (const [method, path, body] of [
    ['POST', '/auth/factors/totp', {}],
    ['POST', '/auth/factors/passkey', {}],
    ['POST', '/auth/factors/email', {}],
    ['POST', '/auth/factors/sms', { phone: '+15035550101' }],
    ['POST', '/auth/factors', { challenge: 'x', name: 'x' }],
    ['POST', '/auth/recovery-codes', {}],
    ['DELETE', `/auth/factors/${id}`, undefined],
  ] as const) {
    const answer = await send(method, path, stale, body)
    expect([path, answer.status, (await answer.json()).code]).toEqual([path, 403, 'step-up-required'])
  }
  expect((await get('/auth/factors', stale)).factors).toHaveLength(1)
})

test('a factor is removed by its owner, and by nobody else; without one a password is enough again', async () => {
  const { user, token } = await school.withTotp()
  const [{ id }] = (await get('/auth/factors', token)).factors
  const stranger = await server.tokenOf(await school.user())
  expect((await send('DELETE', `/auth/factors/${id}`, stranger)).status).toBe(404)
  expect((await send('DELETE', `/auth/factors/${id}`, token)).status).toBe(204)
  expect(await get('/auth/factors', token)).toMatchObject({ factors: [], recoveryCodes: 0 })
  expect(await (await school.login(user)).json()).toHaveProperty('accessToken')
})

test('the last factor stays where the school asks for one', async () => {
  const { token } = await school.withTotp('SCHOOL_ADMIN')
  const [{ id }] = (await get('/auth/factors', token)).factors
  const refused = await send('DELETE', `/auth/factors/${id}`, token)
  expect([refused.status, (await refused.json()).errors]).toEqual([422, [{ field: 'id', code: 'needed' }]])
  const { challenge, options } = await (await school.post('/auth/factors/passkey', {}, token)).json()
  const response = testAuthenticator().register(options)
  expect((await school.post('/auth/factors', { challenge, name: 'Key', response }, token)).status).toBe(201)
  expect((await send('DELETE', `/auth/factors/${id}`, token)).status).toBe(204)
})

test('new recovery codes put the old ones out of force', async () => {
  const { user, token, recoveryCodes } = await school.withTotp()
  const fresh = (await (await send('POST', '/auth/recovery-codes', token)).json()).recoveryCodes
  const use = async (code: string) => {
    const challenge = await school.challengeOf(user)
    return (await school.post('/auth/second-factor', { challenge, method: 'recovery-code', code })).status
  }
  expect([await use(recoveryCodes[0] ?? ''), await use(fresh[0])]).toEqual([401, 200])
})

test('[v5.0.0-7.4.3] after a factor was added every other session can be ended, and this one goes on', async () => {
  const { user, token } = await school.withTotp()
  const other = await server.tokenOf(user)
  expect((await send('DELETE', '/auth/sessions', token)).status).toBe(204)
  expect([await school.works(token), await school.works(other)]).toEqual([true, false])
})

test('an admin takes away the factors that somebody lost: sessions end, it is on record, and nobody above is touched', async () => {
  const { user, token } = await school.withTotp()
  const above = await school.withTotp('SUPER_ADMIN')
  const admin = await server.tokenOf(await school.user('SCHOOL_ADMIN'))
  const seen = await get(`/users/${user.id}/factors`, admin)
  expect(seen.factors).toEqual([{ id: expect.any(String), kind: 'totp', createdAt: expect.any(String) }])
  expect((await send('DELETE', `/users/${above.user.id}/factors`, admin)).status).toBe(403)
  expect((await send('DELETE', `/users/${user.id}/factors`, admin)).status).toBe(204)
  expect([await school.works(token), await school.works(above.token)]).toEqual([false, true])
  expect(await (await school.login(user)).json()).toHaveProperty('accessToken')
  const { entries } = await get(`/audit?documentId=${user.id}&action=factor-remove`, admin)
  expect(entries).toHaveLength(1)
})

test('[v5.0.0-6.3.3] a school decides for its own roles who needs a factor, at once, and never for those above', async () => {
  const admin = await server.tokenOf(await school.user('SCHOOL_ADMIN'))
  const coach = await school.user('COACH')
  const path = '/security/second-factor'
  expect(await get(path, admin)).toMatchObject({
    required: { USER: false, COACH: false, SCHOOL_ADMIN: true, ORG_ADMIN: true, SUPER_ADMIN: true },
    mayChange: ['USER', 'COACH', 'EQUIPMENT_MANAGER', 'SCHOOL_ADMIN'],
  })
  expect((await send('PATCH', path, admin, { required: { SUPER_ADMIN: false } })).status).toBe(403)
  expect((await send('PATCH', path, admin, { required: { JANITOR: true } })).status).toBe(422)
  expect((await send('PATCH', path, admin, { required: { COACH: true } })).status).toBe(200)
  expect((await (await school.login(coach)).json()).secondFactor.setUp).toContain('totp')
  expect((await send('PATCH', path, admin, { required: { COACH: false } })).status).toBe(200)
  expect(await (await school.login(coach)).json()).toHaveProperty('accessToken')
  const other = factorSchool(server, await server.schools.provision('lakeview'))
  await send('PATCH', path, admin, { required: { USER: true } })
  expect(await (await other.login(await other.user('USER'))).json()).toHaveProperty('accessToken')
})

/** The second step of proving it once more, after a password that is right. */
async function stepUpChallenge(token: string): Promise<string> {
  const answer = await school.post('/auth/step-up', { password: PASSWORD }, token)
  expect([answer.status, answer.headers.get('Set-Cookie')]).toEqual([200, null])
  const body = await answer.json()
  expect(Object.keys(body)).toEqual(['secondFactor'])
  return body.secondFactor.challenge
}
const proveFactor = (token: string, proof: unknown) =>
  school.post('/auth/step-up/second-factor', proof, token)

test('[v5.0.0-7.5.1] [v5.0.0-7.2.4] whoever has a factor proves that too: the password alone makes nothing recent', async () => {
  const { token, secret } = await staleTotp()
  const challenge = await stepUpChallenge(token)
  // What the password was answered with is no session, and the sign-in is as old as it was.
  expect((await send('POST', '/auth/recovery-codes', token, {})).status).toBe(403)
  const wrong = await proveFactor(token, { challenge, method: 'totp', code: '000000' })
  expect([wrong.status, (await wrong.json()).errors]).toEqual([422, [{ field: 'code', code: 'wrong' }]])
  expect((await send('POST', '/auth/recovery-codes', token, {})).status).toBe(403)
  const code = school.code(secret)
  const right = await proveFactor(token, { challenge, method: 'totp', code })
  expect(right.status).toBe(200)
  const { accessToken: fresh } = await right.json()
  expect([await school.works(token), await school.works(fresh)]).toEqual([false, true])
  expect((await send('POST', '/auth/recovery-codes', fresh, {})).status).toBe(201)
  // A code and a challenge work once.
  expect((await proveFactor(fresh, { challenge, method: 'totp', code })).status).toBe(410)
  const next = await stepUpChallenge(fresh)
  expect((await proveFactor(fresh, { challenge: next, method: 'totp', code })).status).toBe(422)
})

test('[v5.0.0-7.5.1] a recovery code proves it once, and is in the log', async () => {
  const { token, user, recoveryCodes } = await school.withTotp()
  const answer = { method: 'recovery-code', code: recoveryCodes[3] }
  const right = await proveFactor(token, { ...answer, challenge: await stepUpChallenge(token) })
  const { accessToken: fresh } = await right.json()
  const again = await proveFactor(fresh, { ...answer, challenge: await stepUpChallenge(fresh) })
  expect([right.status, again.status]).toEqual([200, 422])
  const admin = await server.tokenOf(await school.user('SCHOOL_ADMIN'))
  const { entries } = await get(`/audit?documentId=${user.id}`, admin)
  expect(entries.map(({ action }: { action: string }) => action).slice(0, 2)).toEqual([
    'factor-refused',
    'recovery-code-used',
  ])
})

test('[v5.0.0-7.5.1] a challenge is its own account’s, device’s and purpose’s', async () => {
  const { token, user, secret } = await school.withTotp()
  const stranger = await school.withTotp()
  const prove = async (challenge: string, by = token, device = 'test-phone') => {
    const body = { challenge, method: 'totp', code: school.code(secret) }
    return (await school.post('/auth/step-up/second-factor', body, by, { 'X-Device-Id': device })).status
  }
  expect(await prove(await stepUpChallenge(stranger.token))).toBe(410)
  expect(await prove(await stepUpChallenge(token), stranger.token)).toBe(410)
  expect(await prove(await stepUpChallenge(token), token, 'another-phone')).toBe(410)
  expect(await prove(await school.challengeOf(user))).toBe(410)
  // Nor is it a way to a session for whoever is not signed in.
  const body = { challenge: await stepUpChallenge(token), method: 'totp', code: school.code(secret) }
  expect((await school.post('/auth/second-factor', body)).status).toBe(410)
  expect((await school.post('/auth/step-up/second-factor', body)).status).toBe(401)
  expect(await prove(body.challenge)).toBe(200)
})
