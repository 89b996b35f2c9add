import { once } from 'node:events'
import { createServer } from 'node:http'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { WebSocket } from 'ws'
import { socketRefusals } from '../api/socket-refusals.ts'
import { createLog } from '../observability/log.ts'
import { securityLog } from '../observability/security-log.ts'
import { attachWebSocket } from '../sync/web-socket.ts'
import { REFRESH_COOKIE } from './refresh-cookie.ts'
import { PASSWORD, type TestServer, type TestUser, testServer } from './test-server.ts'

let server: TestServer
/** What each of them needs beside the name of the school: a challenge, a cookie. */
let challenge: string
let cookie: string
let coach: TestUser
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
})
afterAll(() => server.end())

const credentials = (email: string) => ({ tenant: 'northridge', email, password: PASSWORD })

function post(path: string, body: unknown, headers: Record<string, string> = {}) {
  return server.request(`/api/v1${path}`, {
    method: 'POST',
    body: JSON.stringify(body),
    headers: { 'X-Requested-With': 'etrax', Host: 'localhost:8080', ...headers },
  })
}

/** Every route that anybody may call and that says itself which school it is about. */
const ROUTES: readonly [string, () => unknown][] = [
  ['/auth/login', () => credentials('nobody@northridge.example')],
  ['/auth/refresh', () => ({})],
  ['/auth/register', () => ({ tenant: 'northridge', invitation: 'x'.repeat(43), password: PASSWORD })],
  ['/auth/forgotten', () => ({ tenant: 'northridge', email: 'a@northridge.example', language: 'en' })],
  ['/auth/station/enrol', () => ({ tenant: 'northridge', code: 'ABCD-EFGH' })],
  ['/auth/set-up/totp', () => ({ challenge })],
  ['/auth/set-up/passkey', () => ({ challenge })],
]

test.each(ROUTES)('%s is 404 where host or header names another school', async (path, body) => {
  const own = { Cookie: `${REFRESH_COOKIE}=${cookie}` }
  for (const names of [{ 'X-Tenant': 'lakeview' }, { Host: 'lakeview.localhost:8080' }]) {
    const answer = await post(path, body(), { ...own, ...names })
    expect([names, answer.status, (await answer.json()).code]).toEqual([names, 404, 'not-found'])
  }
  const agreed = await post(path, body(), { ...own, 'X-Tenant': 'northridge' })
  expect(agreed.status === 404 ? (await agreed.json()).detail : 'agreed').not.toBe('There is nothing here.')
})

const disagreements = () =>
  logged.map((line) => JSON.parse(line)).filter(({ outcome }) => outcome === 'other-school')

test.each(ROUTES)(
  '[ASVS 16.3.2] %s: that another school was named is one line of the log',
  async (path, body) => {
    const before = disagreements().length
    await post(path, body(), { Cookie: `${REFRESH_COOKIE}=${cookie}`, 'X-Tenant': 'lakeview' })
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
