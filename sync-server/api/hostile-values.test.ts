import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { formatStamp } from '../../shared/clock.ts'
import { uuidv7 } from '../../shared/ids.ts'
import { HEADER } from '../../shared/protocol.ts'
import { collectionNames } from '../../shared/registry.ts'
import { type TestServer, type TestUser, testServer } from '../identity/test-server.ts'
import { type Tenant, withTenant } from '../tenancy/with-tenant.ts'

let server: TestServer
let tenant: Tenant
let admin: TestUser
let token: string

beforeAll(async () => {
  server = await testServer()
  tenant = await server.schools.provision('northridge')
  await server.schools.provision('lakeview')
  admin = await server.addUser(tenant, 'SCHOOL_ADMIN')
  token = await server.tokenOf(admin)
})
afterAll(() => server.end())

/** What ends a text, a name or a statement somewhere. */
const ENDINGS = [
  "'",
  '"',
  "x'; DROP TABLE equipment; --",
  'x"; DROP SCHEMA public CASCADE; --',
  "' OR '1'='1",
  '$1',
  '$$',
  '\\',
  '%',
  '_',
  '＇ＯＲ１＝１',
  'ʼ',
  '/**/',
  ';',
]

async function ask(path: string, init: { method?: string; body?: string; headers?: HeadersInit } = {}) {
  const answer = await server.request(path, { token, ...init })
  return { status: answer.status, text: await answer.text() }
}

function equipmentCount(): Promise<number> {
  return withTenant(server.schools.app, tenant, async (tx) => {
    const [row] = await tx<{ count: number }[]>`SELECT count(*)::int AS count FROM equipment`
    return row?.count ?? -1
  })
}

/** A device's push of one helmet, as the text that is sent. */
function push(body: string) {
  return ask('/sync/v1/equipment/push', { method: 'POST', body, headers: { [HEADER.device]: 'phone' } })
}

function helmet(extra: object = {}) {
  const stamp = formatStamp({ ms: Date.now(), counter: 0, deviceId: 'phone' })
  return { id: uuidv7(), stamp, kind: 'serialized', name: 'Helmet', status: 'available', ...extra }
}

describe('[ASVS 1.2.4] no value becomes part of a statement', () => {
  test('neither as a filter, a search, an order, a cursor, an id nor a school', async () => {
    const made = await ask('/api/v1/equipment', { method: 'POST', body: JSON.stringify(helmet()) })
    expect(made.status).toBe(201)
    const before = await equipmentCount()
    for (const ending of ENDINGS) {
      const value = encodeURIComponent(ending)
      for (const [path, expected] of [
        [`/api/v1/equipment?q=${value}`, 200],
        [`/api/v1/equipment?name=${value}`, 200],
        [`/api/v1/equipment?${value}=1`, 400],
        [`/api/v1/equipment?sort=${value}`, 400],
        [`/api/v1/equipment?sort=-${value}`, 400],
        [`/api/v1/equipment?cursor=${value}`, 400],
        [`/api/v1/equipment?limit=${value}`, 400],
        [`/api/v1/equipment/${value}`, 404],
        [`/api/v1/${value}`, 404],
        [`/sync/v1/${value}/pull`, 404],
        [`/sync/v1/equipment/pull?seq=${value}`, 400],
        [`/api/v1/audit?documentId=${value}`, 200],
        [`/api/v1/audit?actorId=${value}`, 400],
      ] as const) {
        const { status } = await ask(path)
        expect([path, status]).toEqual([path, expected])
      }
      const signIn = await server.request('/api/v1/auth/login', {
        method: 'POST',
        body: JSON.stringify({ tenant: ending, email: ending, password: ending }),
      })
      expect([401, 422]).toContain(signIn.status)
    }
    expect(await equipmentCount()).toBe(before)
  })

  test('what is searched for is looked for as it is written', async () => {
    for (const name of ['100% cotton', 'a_b', "Coach's own", '\\']) {
      const made = await ask('/api/v1/equipment', { method: 'POST', body: JSON.stringify(helmet({ name })) })
      expect(made.status).toBe(201)
      const found = JSON.parse((await ask(`/api/v1/equipment?q=${encodeURIComponent(name)}`)).text)
      expect(found.documents.map((one: { name: string }) => one.name)).toEqual([name])
    }
  })
})

describe('[ASVS 1.5.3] what is checked is what is stored', () => {
  test.each([
    ['nothing', ''],
    ['a cut text', '[{"newDocumentState":{"name":"Hel'],
    ['a comma too many', '[{"newDocumentState":{}},]'],
    ['a number with a zero before it', '[{"newDocumentState":{"quantity":01}}]'],
    ['a plus before a number', '[{"newDocumentState":{"quantity":+1}}]'],
    ['a number that is none', '[{"newDocumentState":{"quantity":NaN}}]'],
    ['hexadecimal', '[{"newDocumentState":{"quantity":0x1}}]'],
    ['single quotes', "[{'newDocumentState':{}}]"],
    ['a comment', '[/* one */]'],
    ['two values', '[] []'],
    ['a byte order mark within', '[\uFEFF]'],
    ['an unescaped line end in a text', '[{"newDocumentState":{"name":"a\nb"}}]'],
    ['a short escape', '[{"newDocumentState":{"name":"\\u12"}}]'],
    ['an escape that there is not', '[{"newDocumentState":{"name":"\\x41"}}]'],
  ])('%s is no JSON: refused, nothing is written', async (_, body) => {
    const before = await equipmentCount()
    const { status, text } = await push(body)
    expect([status, JSON.parse(text).code]).toEqual([400, 'malformed-request'])
    expect(await equipmentCount()).toBe(before)
  })

  test('bytes that are no UTF-8 are refused, and not replaced', async () => {
    const bytes = Uint8Array.from([0x5b, 0x22, 0xff, 0xfe, 0x22, 0x5d])
    const answer = await server.request('/sync/v1/equipment/push', {
      method: 'POST',
      token,
      body: bytes,
      headers: { 'Content-Type': 'application/json', [HEADER.device]: 'phone' },
    })
    expect(answer.status).toBe(400)
  })

  test.each([
    ['a number too large for any', 'purchasePriceCents', '1e999'],
    ['a whole number that is not exact', 'purchasePriceCents', '9007199254740993'],
    ['half a sign', 'name', '"\\ud800"'],
    ['a sign that Postgres does not keep', 'name', '"a\\u0000b"'],
  ])('%s is refused by its field, and kept for a manager', async (_, field, value) => {
    const { [field as 'name']: __, ...rest } = helmet({ kind: 'bulk' })
    const { status, text } = await push(
      `[{"newDocumentState":{${JSON.stringify(rest).slice(1, -1)},"${field}":${value}}}]`,
    )
    const [rejected] = JSON.parse(text).rejected
    expect([status, rejected?.errors?.[0]?.field ?? rejected?.code]).toEqual([200, expect.any(String)])
    const [row] = await withTenant(
      server.schools.app,
      tenant,
      (tx) => tx`SELECT id FROM equipment WHERE id = ${rest.id}`,
    )
    expect(row).toBeUndefined()
  })

  test('of a name that stands twice the last one is checked and stored', async () => {
    const document = helmet()
    const twice = `[{"newDocumentState":{"name":"First",${JSON.stringify(document).slice(1)}}]`
    expect((await push(twice)).status).toBe(200)
    const [row] = await withTenant(
      server.schools.app,
      tenant,
      (tx) => tx<{ name: string }[]>`SELECT name FROM equipment WHERE id = ${document.id}`,
    )
    expect(row?.name).toBe('Helmet')
    const invalid = helmet()
    const hidden = `[{"newDocumentState":{${JSON.stringify(invalid).slice(1, -1)},"name":7}}]`
    expect(JSON.parse((await push(hidden)).text).rejected).toHaveLength(1)
  })
})

describe('[ASVS 15.3.6] no name reaches the prototype of anything', () => {
  test('from a body, a query, a header or a pushed document', async () => {
    for (const name of ['__proto__', 'constructor', 'prototype', 'toString', 'hasOwnProperty']) {
      const value = name === 'constructor' ? '{"prototype":{"polluted":1}}' : '{"polluted":1}'
      const document = JSON.stringify(helmet()).slice(1, -1)
      const posted = await ask('/api/v1/equipment', {
        method: 'POST',
        body: `{${document},"${name}":${value}}`,
      })
      expect([name, posted.status]).toEqual([name, 422])
      const pushed = await push(`[{"newDocumentState":{${document},"${name}":${value}}}]`)
      expect([name, pushed.status]).toEqual([name, 200])
      const [rejected] = JSON.parse(pushed.text).rejected
      expect([name, rejected?.code]).toEqual([name, 'invalid'])
      expect((await ask(`/api/v1/equipment?${name}=1`)).status).toBe(400)
      expect((await ask(`/api/v1/equipment?sort=${name}`)).status).toBe(400)
      expect((await ask(`/api/v1/${name}`)).status).toBe(404)
      expect((await ask(`/sync/v1/${name}/pull`)).status).toBe(404)
      expect((await ask('/api/v1/auth/me', { headers: { [name]: 'x' } })).status).toBe(200)
    }
    expect('polluted' in {}).toBe(false)
    expect(Object.keys(Object.prototype)).toEqual([])
  })
})

test("[ASVS 15.3.3] nobody sets by a document what is the server's, whatever collection it is in", async () => {
  const foreign = { tenantId: uuidv7(), tenant_id: uuidv7(), seq: 1, createdBy: uuidv7(), audit: [], rev: 9 }
  for (const collection of collectionNames) {
    for (const [name, value] of Object.entries(foreign)) {
      const id = uuidv7()
      const stamp = formatStamp({ ms: Date.now(), counter: 0, deviceId: 'phone' })
      const answer = await ask(`/sync/v1/${collection}/push`, {
        method: 'POST',
        body: JSON.stringify([{ newDocumentState: { id, stamp, name: 'x', [name]: value } }]),
        headers: { [HEADER.device]: 'phone' },
      })
      const stored = await withTenant(server.schools.app, tenant, (tx) =>
        tx.unsafe(`SELECT id FROM ${collection} WHERE id = $1`, [id]),
      )
      expect([collection, name, answer.status, stored.length]).toEqual([collection, name, 200, 0])
    }
  }
})
