import { createHash } from 'node:crypto'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { formatStamp } from '../../shared/clock.ts'
import { uuidv7 } from '../../shared/ids.ts'
import { HEADER } from '../../shared/protocol.ts'
import { collectionNames } from '../../shared/registry.ts'
import { type TestServer, testServer } from '../identity/test-server.ts'
import { createLog } from '../observability/log.ts'
import { type Tenant, withTenant } from '../tenancy/with-tenant.ts'

let server: TestServer
let north: Tenant
let lake: Tenant
let token: string
const lines: string[] = []

beforeAll(async () => {
  server = await testServer({ log: createLog('info', { write: (line) => lines.push(line) }) })
  north = await server.schools.provision('northridge')
  lake = await server.schools.provision('lakeview')
  token = await server.tokenOf(await server.addUser(north, 'SUPER_ADMIN'))
  const lakeToken = await server.tokenOf(await server.addUser(lake, 'SCHOOL_ADMIN'))
  for (const name of ['Cage', 'Shed'])
    await server.request('/api/v1/locations', {
      method: 'POST',
      token: lakeToken,
      body: JSON.stringify({ name }),
    })
})
afterAll(() => server.end())

const STATEMENTS = [
  "'; UPDATE users SET role = 'SUPER_ADMIN'; --",
  "'); DELETE FROM locations; --",
  `"; SET ROLE postgres; --`,
  "' UNION SELECT email, password_hash FROM credentials --",
  '1; SET search_path = public; --',
  "\\'; DROP TABLE locations; --",
  '$$; DROP SCHEMA public CASCADE; $$',
  "/*' OR 1=1*/",
  "') OR pg_sleep(30) IS NULL --",
  '＇; DROP TABLE locations; --',
  "x' AND (SELECT count(*) FROM etrax_system.sessions) > 0 --",
  "{'a':1}",
  "%' OR '%'='",
  "E'\\x27'",
]

/** Of all that a school's tables hold. */
function hashOf(tenant: Tenant): Promise<string> {
  return withTenant(server.schools.app, tenant, async (tx) => {
    const hash = createHash('sha256')
    for (const table of [...collectionNames, 'credentials', 'sync_state', 'audit']) {
      const rows = await tx.unsafe<{ text: string }[]>(
        `SELECT to_jsonb(t)::text AS text FROM ${table} AS t ORDER BY 1`,
      )
      hash.update(`${table} ${rows.length} ${rows.map(({ text }) => text).join('\n')}`)
    }
    return hash.digest('hex')
  })
}

test('[ASVS 1.2.4] a statement in any place of a request is a value or is refused: the other school is as it was', async () => {
  const before = await hashOf(lake)
  for (const statement of STATEMENTS) {
    const value = encodeURIComponent(statement)
    const ask = async (path: string, init: RequestInit = {}) => {
      const answer = await server.request(path, {
        token,
        ...init,
        headers: { [HEADER.device]: 'phone', ...init.headers },
      })
      expect([path, answer.status < 500]).toEqual([path, true])
      await answer.body?.cancel()
      return answer.status
    }
    const json = (body: unknown) => ({ method: 'POST', body: JSON.stringify(body) })
    for (const name of ['equipment', 'people', 'transactions', 'reviews'])
      for (const query of [
        `q=${value}`,
        `sort=${value}`,
        `cursor=${value}`,
        `id=${value}`,
        `name=${value}`,
        `${value}=1`,
      ])
        await ask(`/api/v1/${name}?${query}`)
    for (const query of ['documentId', 'actorId', 'action', 'from', 'cursor'])
      await ask(`/api/v1/audit?${query}=${value}`)
    await ask(`/api/v1/audit/export?format=${value}`)
    await ask(`/api/v1/users/${value}`)
    await ask(`/sync/v1/locations/pull?epoch=${value}&seq=0&access=${value}`)
    await ask('/api/v1/auth/login', json({ tenant: statement, email: statement, password: statement }))
    await ask(
      '/api/v1/auth/register',
      json({ tenant: statement, invitation: statement, password: statement }),
    )
    await ask(
      '/api/v1/users',
      json({ name: statement, email: `${uuidv7()}@northridge.example`, role: 'COACH' }),
    )
    const ascii = /^[\x20-\x7e]+$/.test(statement) ? statement : 'x'
    await ask('/api/v1/locations', {
      headers: { 'X-Tenant': ascii, 'If-None-Match': ascii, 'Idempotency-Key': ascii },
    })
    expect(
      await ask('/api/v1/locations', {
        ...json({ name: statement }),
        headers: { 'Idempotency-Key': ascii.slice(0, 60) },
      }),
    ).toBeLessThan(430)
    const stamp = formatStamp({ ms: Date.now(), counter: 0, deviceId: 'phone' })
    const document = { id: uuidv7(), stamp, name: statement, defaults: { [statement]: statement } }
    expect(await ask('/sync/v1/categories/push', json([{ newDocumentState: document }]))).toBe(200)
    const rows = await withTenant(
      server.schools.app,
      north,
      (tx) =>
        tx<
          { name: string; defaults: unknown }[]
        >`SELECT name, defaults FROM categories WHERE id = ${document.id}`,
    )
    expect(rows).toEqual([{ name: statement, defaults: { [statement]: statement } }])
  }
  expect(await hashOf(lake)).toBe(before)
  // No statement was broken by a value: Postgres had nothing to complain of.
  expect(lines.filter((line) => JSON.parse(line).level === 'error')).toEqual([])
})
