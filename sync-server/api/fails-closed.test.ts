import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { formatStamp } from '../../shared/clock.ts'
import { uuidv7 } from '../../shared/ids.ts'
import { HEADER } from '../../shared/protocol.ts'
import { type TestServer, testServer } from '../identity/test-server.ts'
import { createLog } from '../observability/log.ts'
import { type Tenant, withTenant } from '../tenancy/with-tenant.ts'

let server: TestServer
let tenant: Tenant
let token: string
const lines: string[] = []

beforeAll(async () => {
  server = await testServer({ log: createLog('info', { write: (line) => lines.push(line) }) })
  tenant = await server.schools.provision('northridge')
  token = await server.tokenOf(await server.addUser(tenant, 'SCHOOL_ADMIN'))
})
afterAll(() => server.end())

/** What no answer tells: statements, files, stacks, versions, names of inside. */
const INSIDE =
  /\bselect\b.+\bfrom\b|insert into|\bpostgres|\.ts\b|node_modules|\bat \w+ \(|\/(?:tmp|work|home|root)\/|school_[0-9a-f]{8}|etrax_system|node\.js|v\d+\.\d+\.\d+/i

async function asked(method: string, path: string, body?: string) {
  const answer = await server.request(path, {
    method,
    token,
    headers: { [HEADER.device]: 'phone' },
    ...(body === undefined ? {} : { body }),
  })
  const text = answer.headers.get('Content-Type')?.includes('event-stream') ? '' : await answer.text()
  if (answer.status >= 400) expect(text).not.toMatch(INSIDE)
  return { status: answer.status, text }
}

/** Runs with a part of the database broken, and puts it right again. */
async function broken(fault: string, repair: string, act: () => Promise<void>) {
  const run = (statement: string) =>
    server.schools.admin.unsafe(`SET search_path = ${tenant.schema}; ${statement}`)
  await run(fault)
  try {
    await act()
  } finally {
    await run(repair)
  }
}

function place() {
  const stamp = formatStamp({ ms: Date.now(), counter: 0, deviceId: 'phone' })
  return { id: uuidv7(), stamp, name: 'Cage' }
}

const isStored = (id: string) =>
  withTenant(server.schools.app, tenant, async (tx) => {
    const rows = await tx`SELECT id FROM locations WHERE id = ${id}`
    return rows.length === 1
  })

describe('[ASVS 16.5.3] what cannot be judged or written down is refused, and nothing of it is done', () => {
  test('without the audit nothing is stored, by push nor by the API', async () => {
    const [pushed, posted, after] = [place(), place(), place()]
    const push = (one: object) =>
      asked('POST', '/sync/v1/locations/push', JSON.stringify([{ newDocumentState: one }]))
    await broken(
      'ALTER TABLE audit RENAME TO audit_away',
      'ALTER TABLE audit_away RENAME TO audit',
      async () => {
        expect((await push(pushed)).status).toBeGreaterThanOrEqual(500)
        const body = JSON.stringify({ id: posted.id, name: posted.name })
        expect((await asked('POST', '/api/v1/locations', body)).status).toBeGreaterThanOrEqual(500)
      },
    )
    expect([await isStored(pushed.id), await isStored(posted.id)]).toEqual([false, false])
    expect((await push(after)).status).toBe(200)
    expect(await isStored(after.id)).toBe(true)
  })

  test('without the accounts nobody is let in, whatever the token says', async () => {
    await broken(
      'ALTER TABLE users RENAME TO users_away',
      'ALTER TABLE users_away RENAME TO users',
      async () => {
        server.advance(5_000)
        for (const path of [
          '/api/v1/auth/me',
          '/api/v1/equipment',
          '/sync/v1/equipment/pull',
          '/sync/v1/stream',
        ])
          expect([path, (await asked('GET', path)).status]).toEqual([path, 500])
        const body = JSON.stringify({ tenant: 'northridge', email: 'a@b', password: 'x' })
        expect((await asked('POST', '/api/v1/auth/login', body)).status).toBe(500)
      },
    )
    expect((await asked('GET', '/api/v1/auth/me')).status).toBe(200)
  })

  test('without the sessions neither', async () => {
    const statement = (from: string, to: string) => `ALTER TABLE etrax_system.${from} RENAME TO ${to}`
    await broken(statement('sessions', 'sessions_away'), statement('sessions_away', 'sessions'), async () => {
      server.advance(5_000)
      expect((await asked('GET', '/api/v1/auth/me')).status).toBe(500)
    })
    expect((await asked('GET', '/api/v1/auth/me')).status).toBe(200)
  })
})

test('[ASVS 16.5.1] no route tells of its inside, whatever it is sent', async () => {
  const bodies = [
    '',
    '{',
    'null',
    '[]',
    '{}',
    '"x"',
    '[[[[]]]]',
    '{"a":1e999}',
    '{"id":{"$gt":""}}',
    '[{"newDocumentState":null}]',
  ]
  const paths = ["'", '%00', '..%2f..%2f', '%ff', '💥', 'a'.repeat(3_000)]
  const before = lines.length
  for (const { method, path } of server.routes) {
    for (const value of path.includes(':id') ? paths : ['']) {
      const target = `/api/v1${path.replace(':id', encodeURI(value).replaceAll('%25', '%'))}`
      for (const body of method === 'GET' || method === 'DELETE' ? [undefined] : bodies) {
        const { status } = await asked(method, target, body)
        expect([method, target, body, status < 500]).toEqual([method, target, body, true])
      }
    }
  }
  for (const body of bodies)
    for (const path of ['/sync/v1/equipment/push', '/sync/v1/nothing/push', '/sync/v1/hand-over'])
      expect((await asked('POST', path, body)).status).toBeLessThan(500)
  const errors = lines.slice(before).filter((line) => JSON.parse(line).level === 'error')
  expect(errors).toEqual([])
})
