import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { formatStamp } from '../../shared/clock.ts'
import { uuidv7 } from '../../shared/ids.ts'
import { HEADER, MAX_PUSH_BYTES, MAX_PUSH_ROWS } from '../../shared/protocol.ts'
import { type TestServer, type TestUser, testServer } from '../identity/test-server.ts'
import { type Tenant, withTenant } from '../tenancy/with-tenant.ts'

let server: TestServer
let tenant: Tenant
let manager: TestUser

beforeAll(async () => {
  server = await testServer({ rateLimits: true })
  tenant = await server.schools.provision('northridge')
  manager = await server.addUser(tenant, 'EQUIPMENT_MANAGER')
})
afterAll(() => server.end())

const DEVICE = 'phone'

async function counter(of = server, at = tenant): Promise<number> {
  const [row] = await withTenant(
    of.schools.app,
    at,
    (tx) => tx<{ seq: number }[]>`select seq from sync_state`,
  )
  return row?.seq ?? -1
}

/** A push of one new helmet, as a device keeps it until it is answered. */
function oneRow(): string {
  const stamp = formatStamp({ ms: Date.now(), counter: 0, deviceId: DEVICE })
  const helmet = { id: uuidv7(), stamp, kind: 'serialized', name: 'Helmet', status: 'available' }
  return JSON.stringify([{ newDocumentState: helmet }])
}

interface Asked {
  readonly token?: string
  readonly body?: string
  readonly headers?: Record<string, string>
  readonly path?: string
}

/** A push unless another path is asked for, which is then read. */
async function ask(of: TestServer, { token, body = oneRow(), headers = {}, path }: Asked) {
  const response = await of.request(path ?? '/sync/v1/equipment/push', {
    ...(path === undefined ? { method: 'POST', body } : {}),
    headers: { [HEADER.device]: DEVICE, ...headers },
    ...(token === undefined ? {} : { token }),
  })
  if (response.headers.get('Content-Type')?.startsWith('text/event-stream')) {
    await response.body?.cancel()
    return { status: response.status, response, answer: undefined }
  }
  return { status: response.status, response, answer: await response.json() }
}

/** That it is refused as a whole: the status, problem+json with the stable code and a trace id, and nothing written. */
async function expectRefused(of: TestServer, at: Tenant, asked: Asked, status: number, code: string) {
  const before = await counter(of, at)
  const refused = await ask(of, asked)
  expect([refused.status, refused.answer]).toEqual([
    status,
    expect.objectContaining({ status, code, traceId: expect.any(String), detail: expect.any(String) }),
  ])
  expect(refused.response.headers.get('Content-Type')).toContain('application/problem+json')
  expect(await counter(of, at)).toBe(before)
  return refused
}

describe('[P8] 400 malformed-request', () => {
  test.each<[string, Omit<Asked, 'token'>]>([
    ['a body that is no JSON', { body: '{' }],
    ['no body', { body: '' }],
    ['a body that is no array', { body: '{}' }],
    ['a row without a document', { body: '[{}]' }],
    ['a row whose document is no object', { body: '[{"newDocumentState": 1}]' }],
    ['a base that is no object', { body: '[{"newDocumentState": {}, "assumedMasterState": 7}]' }],
    [
      'a body nested too deep',
      { body: `[{"newDocumentState": {"custom": ${'['.repeat(5_000)}${']'.repeat(5_000)}}}]` },
    ],
    ['a device id that is none', { headers: { [HEADER.device]: 'a b' } }],
    ['a schema version that is no number', { headers: { [HEADER.schema]: 'new' } }],
    ['a pull from a seq that is no number', { path: '/sync/v1/equipment/pull?seq=-1' }],
    ['a pull of no documents', { path: '/sync/v1/equipment/pull?limit=0' }],
    ['a stream from a seq that is no number', { path: '/sync/v1/stream?seq=1e3' }],
  ])('%s', async (_what, asked) => {
    const token = await server.tokenOf(manager)
    await expectRefused(server, tenant, { ...asked, token }, 400, 'malformed-request')
  })
})

describe('[P8] 401', () => {
  const paths = [undefined, '/sync/v1/equipment/pull', '/sync/v1/stream']

  test.each(['no token', 'a token that is none'])('unauthenticated: %s', async (what) => {
    for (const path of paths) {
      const token = what === 'no token' ? {} : { token: 'not.a.token' }
      const asked = { ...token, ...(path === undefined ? {} : { path }) }
      const { response } = await expectRefused(server, tenant, asked, 401, 'unauthenticated')
      expect(response.headers.get('WWW-Authenticate')).toBe('Bearer')
    }
  })

  test('account-disabled: the writes stay with the device, which says why', async () => {
    const coach = await server.addUser(tenant, 'COACH')
    const admin = await server.addUser(tenant, 'SCHOOL_ADMIN')
    const token = await server.tokenOf(coach)
    expect((await ask(server, { token, path: '/sync/v1/teams/pull' })).status).toBe(200)
    const disabled = await server.request(`/api/v1/users/${coach.id}`, {
      method: 'PATCH',
      token: await server.tokenOf(admin),
      body: JSON.stringify({ disabled: true }),
    })
    expect(disabled.status).toBe(200)
    await expectRefused(server, tenant, { token }, 401, 'account-disabled')
  })

  test('token-expired: another one is to be fetched', async () => {
    const late = await testServer()
    const school = await late.schools.provision('lakeview')
    const token = await late.tokenOf(await late.addUser(school, 'COACH'))
    late.advance(3_600_000)
    await expectRefused(late, school, { token }, 401, 'token-expired')
    await late.end()
  })
})

describe('[P8] 413 too-large', () => {
  test('more rows than a push holds; as many as it holds are taken', async () => {
    const token = await server.tokenOf(manager)
    const rows = (count: number) => `[${Array.from({ length: count }, () => '{"newDocumentState":{}}')}]`
    await expectRefused(server, tenant, { token, body: rows(MAX_PUSH_ROWS + 1) }, 413, 'too-large')
    expect((await ask(server, { token, body: rows(MAX_PUSH_ROWS) })).status).toBe(200)
  })

  test('more bytes than a push holds, stated or as they come', async () => {
    const token = await server.tokenOf(manager)
    const body = `[${' '.repeat(MAX_PUSH_BYTES + 64 * 1024)}]`
    for (const headers of [{ 'Content-Length': String(body.length) }, { 'Transfer-Encoding': 'chunked' }]) {
      await expectRefused(server, tenant, { token, body, headers }, 413, 'too-large')
    }
  })
})

test('[P8] 429 too-many-requests with Retry-After, for that session alone', async () => {
  const token = await server.tokenOf(manager)
  const other = await server.tokenOf(manager)
  const path = '/sync/v1/nothing/pull'
  const before = await counter()
  for (let asked = 0; asked < 2_400; asked += 100) {
    const answers = await Promise.all(Array.from({ length: 100 }, () => ask(server, { token, path })))
    expect(answers.filter(({ status }) => status !== 404)).toEqual([])
  }
  const refused = await ask(server, { token })
  expect([refused.status, refused.answer.code]).toEqual([429, 'too-many-requests'])
  expect(Number(refused.response.headers.get('Retry-After'))).toBeGreaterThan(0)
  expect(await counter()).toBe(before)
  expect((await ask(server, { token: other })).status).toBe(200)
})

describe('[P8] 503 with Retry-After', () => {
  test('database-unavailable: the same push is taken when the database is back', async () => {
    const own = await testServer()
    const school = await own.schools.provision('lakeview')
    const token = await own.tokenOf(await own.addUser(school, 'EQUIPMENT_MANAGER'))
    expect((await ask(own, { token })).status).toBe(200)
    const body = oneRow()
    own.database.kill()
    for (const path of [undefined, '/sync/v1/equipment/pull']) {
      const refused = await ask(own, { token, body, ...(path === undefined ? {} : { path }) })
      expect([refused.status, refused.answer.code]).toEqual([503, 'database-unavailable'])
      expect(refused.response.headers.get('Retry-After')).toBe('2')
    }
    await own.database.start()
    await expect.poll(async () => (await ask(own, { token, body })).answer).toMatchObject({ rejected: [] })
    const stored = await withTenant(own.schools.app, school, (tx) => tx`select id from equipment`)
    expect(stored).toHaveLength(2)
    await own.end()
  })

  test('what still comes while the server ends is answered as ever: nobody is told of the end', async () => {
    const own = await testServer()
    const school = await own.schools.provision('lakeview')
    const token = await own.tokenOf(await own.addUser(school, 'EQUIPMENT_MANAGER'))
    own.drain()
    expect((await own.request('/health/ready')).status).toBe(503)
    const { status, answer } = await ask(own, { token })
    expect([status, answer]).toEqual([200, { documents: [], rejected: [] }])
    await own.end()
  })

  test('server-outdated: a device that is newer than the server waits for it', async () => {
    const token = await server.tokenOf(manager)
    const headers = { [HEADER.schema]: '999' }
    const { response } = await expectRefused(server, tenant, { token, headers }, 503, 'server-outdated')
    expect(response.headers.get('Retry-After')).toBe('60')
  })
})

describe('[L5] versions of the schema', () => {
  let newer: TestServer
  let school: Tenant
  let token: string
  const paths = [undefined, '/sync/v1/equipment/pull', '/sync/v1/stream']
  const speaking = (version: number) => ({ [HEADER.schema]: String(version) })

  beforeAll(async () => {
    newer = await testServer({ schemaVersions: { oldest: 7, current: 8 } })
    school = await newer.schools.provision('lakeview')
    token = await newer.tokenOf(await newer.addUser(school, 'EQUIPMENT_MANAGER'))
  })
  afterAll(() => newer.end())

  test('[P8] below the oldest: 426 schema-too-old says so on every route, and which one is served', async () => {
    for (const path of paths) {
      const asked = { token, headers: speaking(6), ...(path === undefined ? {} : { path }) }
      const { answer } = await expectRefused(newer, school, asked, 426, 'schema-too-old')
      expect(answer).toMatchObject({ oldest: 7, detail: expect.stringContaining('update') })
    }
    const handOver = await newer.request('/sync/v1/hand-over', {
      method: 'POST',
      token,
      body: '{}',
      headers: { [HEADER.device]: DEVICE, ...speaking(6) },
    })
    expect(handOver.status).toBe(426)
  })

  test('what was refused for its version is taken when the device has updated', async () => {
    const body = oneRow()
    await expectRefused(newer, school, { token, body, headers: speaking(6) }, 426, 'schema-too-old')
    const taken = await ask(newer, { token, body, headers: speaking(8) })
    expect([taken.status, taken.answer]).toEqual([200, { documents: [], rejected: [] }])
  })

  test.each([7, 8])('N and N-1 are served: %i, where N is 8', async (version) => {
    for (const path of paths) {
      const asked = { token, headers: speaking(version), ...(path === undefined ? {} : { path }) }
      expect((await ask(newer, asked)).status).toBe(200)
    }
  })
})
