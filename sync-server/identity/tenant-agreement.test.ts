import { once } from 'node:events'
import { createServer } from 'node:http'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { WebSocket } from 'ws'
import { socketRefusals } from '../api/socket-refusals.ts'
import { createLog } from '../observability/log.ts'
import { securityLog } from '../observability/security-log.ts'
import { attachWebSocket } from '../sync/web-socket.ts'
import { tenantDirectory } from '../tenancy/tenants.ts'
import { REFRESH_COOKIE } from './refresh-cookie.ts'
import { challengeStore } from './second-factor/challenges.ts'
import { PASSWORD, type TestServer, type TestUser, testServer } from './test-server.ts'

let server: TestServer
/** What each of them needs beside the name of the school: a challenge, a cookie. */
let challenge: string
let cookie: string
let coach: TestUser
let second: string
let passkey: string
let stationCookie: string
let visitCookie: string
let revokedDevice: string
let revokedStation: string
let ticket: (of?: string) => Promise<string>
const logged: string[] = []

beforeAll(async () => {
  server = await testServer({ log: createLog('info', { write: (line) => logged.push(line) }) })
  const northridge = await server.schools.provision('northridge')
  await server.schools.provision('lakeview')
  const admin = await server.addUser(northridge, 'SCHOOL_ADMIN')
  coach = await server.addUser(northridge, 'COACH')
  const { secondFactor } = await (await post('/auth/login', credentials(admin.email))).json()
  challenge = secondFactor.challenge
  const signedIn = await post('/auth/login', credentials(coach.email))
  cookie = /^__Host-etrax-refresh=([^;]+)/.exec(signedIn.headers.get('Set-Cookie') ?? '')?.[1] ?? ''
  const challenges = challengeStore(server.schools.app, tenantDirectory(server.schools.app))
  const wanted = { userId: coach.id, deviceId: 'old-tablet' }
  second = await challenges.begin(northridge, { ...wanted, purpose: 'second-factor' })
  passkey = await challenges.begin(northridge, {
    purpose: 'passkey',
    userId: undefined,
    deviceId: 'old-tablet',
  })
  const manager = await server.tokenOf(await server.addUser(northridge, 'EQUIPMENT_MANAGER'))
  const station = { name: 'Cage', teamIds: [], staffIds: [coach.id] }
  const { code } = await (await post('/stations', station, { Authorization: `Bearer ${manager}` })).json()
  stationCookie = cookieOf(await post('/auth/station/enrol', { tenant: 'northridge', code }))
  const { id, code: early } = await (
    await post('/stations', station, { Authorization: `Bearer ${manager}` })
  ).json()
  revokedStation = cookieOf(await post('/auth/station/enrol', { tenant: 'northridge', code: early }))
  await server.request(`/api/v1/stations/${id}`, { method: 'DELETE', token: manager })
  const { sessions } = server.identity
  const lost = { kind: 'account', tenantId: northridge.id, userId: coach.id, userAgent: undefined } as const
  const { session, refreshToken } = await sessions.begin({ ...lost, deviceId: 'lost-phone' })
  await sessions.end(session, 'device-revoked')
  revokedDevice = `${REFRESH_COOKIE}=${refreshToken}`
  const [one, another] = [
    await server.tokenOf(await server.addUser(northridge, 'ORG_ADMIN')),
    await server.tokenOf(await server.addUser(northridge, 'ORG_ADMIN')),
  ]
  ticket = async (of = one) => {
    const visit = { schoolId: northridge.id, role: 'EQUIPMENT_MANAGER', reason: 'To look' }
    const asked = await post('/visits', visit, { Authorization: `Bearer ${of}` })
    return (await asked.json()).ticket
  }
  // Who enters once more leaves what was entered before: this visit is another one's.
  visitCookie = cookieOf(await post('/auth/visit', { ticket: await ticket(another) }))
})
afterAll(() => server.end())

const cookieOf = (answer: Response) => (answer.headers.get('Set-Cookie') ?? '').split(';')[0] ?? ''
const credentials = (email: string) => ({ tenant: 'northridge', email, password: PASSWORD })

function post(path: string, body: unknown, headers: Record<string, string> = {}) {
  return server.request(`/api/v1${path}`, {
    method: 'POST',
    body: JSON.stringify(body),
    headers: {
      ...{ 'X-Requested-With': 'etrax', Host: 'localhost:8080', 'X-Device-Id': 'old-tablet' },
      ...headers,
    },
  })
}

const signedIn = () => [`${REFRESH_COOKIE}=${cookie}`, stationCookie, visitCookie].join('; ')

/** Every route that anybody may call and that says itself which school it is about. */
const ROUTES: readonly [path: string, body: () => unknown, cookie?: () => string][] = [
  ['/auth/login', () => credentials('nobody@northridge.example')],
  ['/auth/refresh', () => ({})],
  ['/auth/register', () => ({ tenant: 'northridge', invitation: 'x'.repeat(43), password: PASSWORD })],
  ['/auth/forgotten', () => ({ tenant: 'northridge', email: 'a@northridge.example', language: 'en' })],
  ['/auth/station/enrol', () => ({ tenant: 'northridge', code: 'ABCD-EFGH' })],
  ['/auth/set-up/totp', () => ({ challenge })],
  ['/auth/set-up/passkey', () => ({ challenge })],
  ['/auth/set-up/email', () => ({ challenge, language: 'en' })],
  ['/auth/set-up/sms', () => ({ challenge, phone: '+15035550100', language: 'en' })],
  ['/auth/set-up', () => ({ challenge, name: 'Phone', code: '000000' })],
  ['/auth/second-factor', () => ({ challenge: second, method: 'recovery-code', code: 'abcd' })],
  ['/auth/second-factor/passkey', () => ({ challenge: second })],
  ['/auth/second-factor/code', () => ({ challenge: second, method: 'email', language: 'en' })],
  ['/auth/passkey/options', () => ({ tenant: 'northridge' })],
  ['/auth/passkey', () => ({ challenge: passkey, response: NO_PASSKEY })],
  ['/auth/station/session', () => ({})],
  ['/auth/visit', async () => ({ ticket: await ticket() })],
  ['/auth/visit/refresh', () => ({})],
  ['/devices/hand-in', () => ({ collection: 'equipment', rows: [] }), () => revokedDevice],
  ['/devices/hand-in', () => ({ collection: 'equipment', rows: [] }), () => revokedStation],
  ['/devices/hand-in/end', () => ({}), () => revokedDevice],
  ['/devices/hand-in/end', () => ({}), () => revokedStation],
]

/** In the form of an answer of a passkey, and signed by none. */
const NO_PASSKEY = {
  id: 'AAAA',
  rawId: 'AAAA',
  type: 'public-key',
  clientExtensionResults: {},
  response: { clientDataJSON: 'AAAA', authenticatorData: 'AAAA', signature: 'AAAA' },
}

/** Of no school: whoever signs out holds the session's own token; the rest is the same for everybody. */
const OF_NO_SCHOOL = [
  'POST /auth/logout',
  'POST /auth/visit/leave',
  'GET /auth/forgotten',
  'GET /openapi.json',
  'GET /docs',
  'GET /docs.css',
]

test('of every route that anybody may call it is stated whether it is about a school', () => {
  const open = server.routes.filter(({ callers }) => callers === 'everybody')
  const stated = [...new Set(ROUTES.map(([path]) => `POST ${path}`)), ...OF_NO_SCHOOL]
  expect(open.map(({ method, path }) => `${method} ${path}`).sort()).toEqual(stated.sort())
})

test.each(ROUTES)(
  '%s is 404 where host or header names another school',
  async (path, body, cookies = signedIn) => {
    const own = { Cookie: cookies() }
    for (const names of [{ 'X-Tenant': 'lakeview' }, { Host: 'lakeview.localhost:8080' }]) {
      const answer = await post(path, await body(), { ...own, ...names })
      expect([names, answer.status, (await answer.json()).code]).toEqual([names, 404, 'not-found'])
    }
    const agreed = await post(path, await body(), { ...own, 'X-Tenant': 'northridge' })
    expect(agreed.status === 404 ? (await agreed.json()).detail : 'agreed').not.toBe('There is nothing here.')
  },
)

const disagreements = () =>
  logged.map((line) => JSON.parse(line)).filter(({ outcome }) => outcome === 'other-school')

test.each(ROUTES)(
  '[ASVS 16.3.2] %s: that another school was named is one line of the log',
  async (path, body, cookies = signedIn) => {
    const before = disagreements().length
    await post(path, await body(), { Cookie: cookies(), 'X-Tenant': 'lakeview' })
    const lines = disagreements().slice(before)
    expect(lines).toMatchObject([
      { security: 'access', tenant: 'northridge', address: '192.0.2.1', target: `POST /api/v1${path}` },
    ])
  },
)

test('[ASVS 16.3.2] a token at another school is logged with whose it is; an id that is not there is not', async () => {
  const token = await server.tokenOf(coach)
  const before = disagreements().length
  const ask = (path: string, names: Record<string, string>) =>
    server.request(path, { token, headers: { Host: 'localhost:8080', ...names } })
  for (const path of ['/api/v1/equipment', '/sync/v1/equipment/pull'])
    for (const names of [{ 'X-Tenant': 'lakeview' }, { Host: 'lakeview.localhost:8080' }])
      expect((await ask(path, names)).status).toBe(404)
  const lines = disagreements().slice(before)
  expect(lines).toHaveLength(4)
  for (const line of lines)
    expect(line).toMatchObject({
      ...{ security: 'access', tenant: 'northridge', userId: coach.id, address: '192.0.2.1' },
      traceId: expect.stringMatching(/^[\w-]{36}$/),
    })
  const unknown = await ask(`/api/v1/equipment/${coach.id}`, { 'X-Tenant': 'northridge' })
  expect([unknown.status, disagreements().length]).toEqual([404, before + 4])
})

test('[ASVS 16.3.2] the stream over a WebSocket says nothing at another school, and it is logged', async () => {
  const token = await server.tokenOf(coach)
  const listening = createServer()
  const { detach } = attachWebSocket(listening, {
    hub: server.sync.hub,
    authenticate: (sent, { headers }) =>
      server.identity.authenticate(sent, {
        host: headers.host,
        tenantHeader: headers['x-tenant']?.toString(),
      }),
    originAllowed: () => true,
    onRefused: socketRefusals(securityLog(createLog('info', { write: (line) => logged.push(line) })), false),
  })
  await new Promise<void>((resolve) => listening.listen(0, '127.0.0.1', resolve))
  const address = listening.address()
  const port = typeof address === 'object' ? address?.port : undefined
  const before = disagreements().length
  try {
    const socket = new WebSocket(`ws://127.0.0.1:${port}/sync/v1/ws`, { headers: { 'X-Tenant': 'lakeview' } })
    socket.once('open', () => socket.send(token))
    const [code, reason] = await once(socket, 'close')
    expect([code, String(reason)]).toEqual([4401, 'not-found'])
  } finally {
    detach()
    listening.close()
  }
  expect(disagreements().slice(before)).toMatchObject([
    { tenant: 'northridge', userId: coach.id, address: '127.0.0.1', target: 'GET /sync/v1/ws' },
  ])
})
