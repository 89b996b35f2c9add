import { afterAll, beforeAll, expect, test } from 'vitest'
import { type TestServer, type TestUser, testServer } from '../test-server.ts'
import { type TestAuthenticator, testAuthenticator } from './test-authenticator.ts'
import { type FactorSchool, factorSchool } from './test-factor-school.ts'

let server: TestServer
let school: FactorSchool
beforeAll(async () => {
  server = await testServer()
  school = factorSchool(server, await server.schools.provision('northridge'))
})
afterAll(() => server.end())

async function withPasskey(key: TestAuthenticator = testAuthenticator()) {
  const user = await school.user()
  const token = await server.tokenOf(user)
  const added = await add(key, token)
  expect(added.status).toBe(201)
  return { user, token, key, recoveryCodes: (await added.json()).recoveryCodes }
}
async function add(key: TestAuthenticator, token: string) {
  const { challenge, options } = await (await school.post('/auth/factors/passkey', {}, token)).json()
  return await school.post(
    '/auth/factors',
    { challenge, name: 'Key', response: key.register(options) },
    token,
  )
}
/** The options that the second step asks a passkey with. */
async function asked(user: TestUser) {
  const challenge = await school.challengeOf(user)
  const { options } = await (await school.post('/auth/second-factor/passkey', { challenge })).json()
  return { challenge, options }
}
const prove = (challenge: string, response: unknown) =>
  school.post('/auth/second-factor', { challenge, method: 'passkey', response })
const begin = async () => (await school.post('/auth/passkey/options', { tenant: 'northridge' })).json()
const alone = (challenge: string, response: unknown) => school.post('/auth/passkey', { challenge, response })

test('a passkey is the second step, and comes with recovery codes', async () => {
  const { user, key, recoveryCodes } = await withPasskey()
  expect(recoveryCodes).toHaveLength(10)
  const { challenge, options } = await asked(user)
  expect(options.allowCredentials.map(({ id }: { id: string }) => id)).toEqual([key.id])
  const done = await prove(challenge, key.use(options))
  expect([done.status, (await done.json()).user.id]).toEqual([200, user.id])
})

test('[v5.0.0-6.5.1] what was signed once is worth nothing again, not even for a challenge that goes on', async () => {
  const { user, key } = await withPasskey()
  const { challenge, options } = await asked(user)
  const answer = key.use(options, { site: 'elsewhere.example' })
  expect((await prove(challenge, answer)).status).toBe(401)
  // A good answer to what was asked before, which was taken away by the bad one.
  expect((await prove(challenge, key.use(options))).status).toBe(422)
  const next = await asked(user)
  const good = key.use(next.options)
  expect((await prove(next.challenge, good)).status).toBe(200)
  expect((await prove(next.challenge, good)).status).toBe(410)
  const third = await asked(user)
  expect((await prove(third.challenge, good)).status).toBe(401)
})

test.each([
  ['a page of another site', { origin: 'https://northridge.evil.example' }],
  ['another site’s passkey', { site: 'evil.example' }],
  ['a counter that went back: a copy of the key', { counter: 0 }],
])('%s signs nobody in', async (_, how) => {
  const { user, key } = await withPasskey()
  const first = await asked(user)
  expect((await prove(first.challenge, key.use(first.options, { counter: 5 }))).status).toBe(200)
  const { challenge, options } = await asked(user)
  expect((await prove(challenge, key.use(options, { counter: 9, ...how }))).status).toBe(401)
})

test('somebody else’s passkey is no second step', async () => {
  const [{ user }, other] = [await withPasskey(), await withPasskey()]
  const { challenge, options } = await asked(user)
  expect((await prove(challenge, other.key.use(options))).status).toBe(401)
})

test('an unlocked passkey alone signs in, one that was only touched does not', async () => {
  const { user, key } = await withPasskey()
  const first = await begin()
  expect(first.options).toMatchObject({ rpId: 'localhost', userVerification: 'required' })
  const touched = await alone(first.challenge, key.use(first.options, { verified: false }))
  expect([touched.status, (await touched.json()).code]).toEqual([401, 'invalid-credentials'])
  const { challenge, options } = await begin()
  const done = await alone(challenge, key.use(options, { userId: user.id }))
  expect([done.status, (await done.json()).user.id]).toEqual([200, user.id])
  expect((await alone(challenge, key.use(options))).status).toBe(410)
})

test('an unknown passkey, and one that names another user, get the same answer', async () => {
  const { key } = await withPasskey()
  for (const [used, how] of [
    [testAuthenticator(), {}],
    [key, { userId: (await school.user()).id }],
  ] as const) {
    const { challenge, options } = await begin()
    const answer = await alone(challenge, used.use(options, how))
    expect([answer.status, (await answer.json()).code]).toEqual([401, 'invalid-credentials'])
  }
})

test('a passkey is added once, and for what was asked alone', async () => {
  const { key, token } = await withPasskey()
  expect((await add(key, token)).status).toBe(409)
  expect((await add(testAuthenticator('evil.example'), token)).status).toBe(422)
  expect((await add(testAuthenticator('localhost', 'https://evil.example'), token)).status).toBe(422)
})

test('at a bare address there are no passkeys, and the second step goes without', async () => {
  const { user, token } = await withPasskey()
  const bare = { Host: '192.168.1.20:8080' }
  expect((await school.post('/auth/passkey/options', { tenant: 'northridge' }, undefined, bare)).status).toBe(
    404,
  )
  expect((await school.post('/auth/factors/passkey', {}, token, bare)).status).toBe(404)
  const body = { tenant: 'northridge', email: user.email, password: 'a quiet field house' }
  const { secondFactor } = await (await school.post('/auth/login', body, undefined, bare)).json()
  expect(secondFactor.methods).toEqual(['recovery-code'])
})
