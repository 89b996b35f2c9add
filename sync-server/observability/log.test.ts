import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { createTestDatabase, type TestDatabase } from '../db/test-postgres.ts'
import { type ServerParts, serverParts } from '../server-parts.ts'
import { type TestSchools, testSchools } from '../tenancy/test-schools.ts'
import { createLog, describeError } from './log.ts'

let database: TestDatabase
let schools: TestSchools
let parts: ServerParts
let folder: string
const lines: string[] = []

beforeAll(async () => {
  database = await createTestDatabase()
  schools = await testSchools(database)
  await schools.provision('northridge')
  folder = await mkdtemp(join(tmpdir(), 'etrax-log-'))
  parts = serverParts({
    database: schools.app,
    dataDir: folder,
    log: createLog('debug', { write: (line) => lines.push(line) }),
    publicUrl: undefined,
    behindProxy: false,
    strictTransport: false,
    rateLimits: false,
    clientFolder: folder,
  })
})
afterAll(async () => {
  await parts.sync.close()
  await schools.end()
  await database.drop()
  await rm(folder, { recursive: true, force: true })
})

function request(method: string, path: string, headers: Record<string, string>, body?: string) {
  const incoming = { headers, socket: { remoteAddress: '192.0.2.1' } }
  return parts.app.request(path, { method, headers, ...(body === undefined ? {} : { body }) }, { incoming })
}

const json = { 'Content-Type': 'application/json' }
const secrets = ['canary-password', 'canary-token', 'canary-cookie', 'canary-query', 'canary@mail.example']

test('no password, token, cookie, address or query gets into the log, and each event is one line', async () => {
  const [password, token, cookie, query, email] = secrets
  await request('POST', '/api/v1/auth/login', json, JSON.stringify({ tenant: 'northridge', email, password }))
  await request('POST', '/api/v1/auth/login', json, `{"password":"${password}"`)
  await request('GET', `/api/v1/equipment?q=${query}`, { Authorization: `Bearer ${token}` })
  await request('POST', '/api/v1/auth/refresh', {
    Cookie: `__Host-etrax-refresh=${cookie}`,
    'X-Requested-With': 'etrax',
  })
  await request(
    'POST',
    '/api/v1/auth/login',
    json,
    JSON.stringify({ tenant: 'a\r\n{"level":"fatal"}', email, password }),
  )
  const all = lines.join('')
  expect(lines.length).toBeGreaterThan(5)
  for (const secret of secrets) expect(all).not.toContain(secret)
  for (const line of all.trimEnd().split('\n')) expect(JSON.parse(line).level).not.toBe('fatal')
})

test('a refused sign-in is logged with when, where and what', () => {
  const events = lines.map((line) => JSON.parse(line)).filter(({ security }) => security === 'sign-in')
  expect(events[0]).toMatchObject({
    level: 'info',
    time: expect.stringMatching(/^\d{4}-\d{2}-\d{2}T.*Z$/),
    outcome: 'refused',
    tenant: 'northridge',
    address: '192.0.2.1',
  })
})

test('an error is described with its code and its cause, whatever threw it', () => {
  const cause = Object.assign(new Error('connect'), { code: 'ECONNREFUSED' })
  expect(describeError(new Error('outer', { cause }))).toMatchObject({
    type: 'Error',
    message: 'outer',
    stack: expect.stringContaining(' at '),
    cause: { type: 'Error', code: 'ECONNREFUSED', message: 'connect' },
  })
  expect(describeError(new AggregateError([cause]))).toMatchObject({ cause: { code: 'ECONNREFUSED' } })
  expect(describeError({ message: 'like an error', code: 'X' })).toEqual({
    type: 'Error',
    code: 'X',
    message: 'like an error',
  })
  expect(describeError('thrown text')).toEqual({ type: 'string', message: 'Not an error object.' })
})

test('what is logged under err is what was described', () => {
  const written: string[] = []
  createLog('info', { write: (line) => written.push(line) }).error({ err: describeError(new TypeError('x')) })
  expect(JSON.parse(written[0] ?? '').err).toMatchObject({ type: 'TypeError', message: 'x' })
})

test('of a failed statement neither the values nor the text are written down', async () => {
  const failures: unknown[] = []
  const note = (error: unknown) => failures.push(error)
  await schools.app`SELECT ${'canary-name'}::text::uuid`.catch(note)
  await schools.admin`
    INSERT INTO etrax_system.organizations (id, name, kind) VALUES (gen_random_uuid(), 'canary-name', 'canary-kind')`.catch(
    note,
  )
  expect(failures).toHaveLength(2)
  for (const failure of failures) {
    const described = JSON.stringify(describeError(failure))
    expect(described).not.toContain('canary')
    expect(described).toContain('PostgresError')
  }
})
