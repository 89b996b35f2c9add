import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { uuidv7 } from '../../../shared/ids.ts'
import { ROLES, type Role } from '../../../shared/roles.ts'
import { type TestServer, type TestUser, testServer } from '../../identity/test-server.ts'
import type { Tenant } from '../../tenancy/with-tenant.ts'

let server: TestServer
let tenant: Tenant
let foreign: Tenant
let foreignManager: TestUser
const users = new Map<Role, TestUser>()
const tokens = new Map<Role, string>()
const holder = uuidv7()

beforeAll(async () => {
  server = await testServer()
  tenant = await server.schools.provision('northridge')
  foreign = await server.schools.provision('lakeview')
  for (const role of ROLES) {
    const user = await server.addUser(tenant, role, role === 'USER' ? { personId: holder } : {})
    users.set(role, user)
    tokens.set(role, await server.tokenOf(user))
  }
  const athlete = { id: holder, name: 'Sam Rivera', kind: 'athlete', active: true }
  expect((await call('EQUIPMENT_MANAGER', 'POST', '/people', athlete)).status).toBe(201)
  foreignManager = await server.addUser(foreign, 'EQUIPMENT_MANAGER')
})
afterAll(() => server.end())

type Extra = { headers?: Record<string, string>; token?: string }

async function call(role: Role, method: string, path: string, body?: unknown, extra: Extra = {}) {
  const answer = await server.request(`/api/v1${path}`, {
    method,
    token: tokens.get(role) ?? '',
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    ...extra,
  })
  const text = await answer.text()
  return { status: answer.status, headers: answer.headers, body: text === '' ? undefined : JSON.parse(text) }
}

const helmet = {
  kind: 'serialized',
  name: 'Football helmet',
  status: 'available',
  tagCode: 'FBH-001',
  size: 'L',
}

let thing: { id: string; [field: string]: unknown }
beforeEach(async () => {
  thing = (await call('EQUIPMENT_MANAGER', 'POST', '/equipment', { ...helmet, tagCode: `T-${uuidv7()}` }))
    .body
})

/** What a device pulls after `seq`. */
async function pulled(collection: string, id: string) {
  const path = `/sync/v1/${collection}/pull?limit=500`
  let place = ''
  for (;;) {
    const answer = await server.request(`${path}${place}`, { token: tokens.get('EQUIPMENT_MANAGER') ?? '' })
    const { documents, checkpoint } = await answer.json()
    const found = documents.find((document: { id: string }) => document.id === id)
    if (found || documents.length === 0) return found
    place = `&epoch=${checkpoint.epoch}&seq=${checkpoint.seq}`
  }
}

test('what is made is stored, stamped and numbered, and devices see it', async () => {
  expect(thing).toEqual({
    ...helmet,
    id: expect.stringMatching(/^[0-9a-f-]{36}$/),
    tagCode: expect.any(String),
    stamp: expect.stringMatching(/^\d{13}-[0-9a-z]{4}-rest\./),
    createdAt: expect.stringMatching(/^\d{4}-.*Z$/),
    updatedAt: expect.stringMatching(/^\d{4}-.*Z$/),
    statusStamp: expect.any(String),
  })
  expect(await pulled('equipment', thing.id)).toEqual({ ...thing, _deleted: false })
})

test('[A1] notes that a thing is made with here have their merge document at once', async () => {
  const made = await call('EQUIPMENT_MANAGER', 'POST', '/equipment', {
    ...helmet,
    tagCode: 'FBH-NOTES',
    notes: 'Visor clip missing',
    tags: ['away'],
  })
  expect(made.body).toMatchObject({ notes: 'Visor clip missing', tags: ['away'], merge: expect.any(String) })
  expect(await pulled('equipment', made.body.id)).toHaveProperty('merge', made.body.merge)
})

test('[A1] notes that are changed here get their merge document from the server, and a device’s words stay', async () => {
  const path = `/equipment/${thing.id}`
  const first = await call('COACH', 'PATCH', path, { notes: 'Strap broken', tags: ['blue'] })
  expect(first.body).toMatchObject({ notes: 'Strap broken', tags: ['blue'] })
  const base = await pulled('equipment', thing.id)
  expect(first.body).toHaveProperty('merge', expect.any(String))
  const second = await call('COACH', 'PATCH', path, { notes: 'Chin strap broken', custom: { shelf: 4 } })
  expect(second.body).toMatchObject({ notes: 'Chin strap broken', merge: expect.any(String) })

  const stamp = `${base.stamp.slice(0, 13)}-zzzz-device7`
  const sent = { ...base, notes: 'Strap broken, visor cracked', stamp }
  const answer = await server.request('/sync/v1/equipment/push', {
    method: 'POST',
    token: tokens.get('COACH') ?? '',
    headers: { 'X-Device-Id': 'device7' },
    body: JSON.stringify([{ assumedMasterState: base, newDocumentState: sent }]),
  })
  const { documents, rejected } = await answer.json()
  expect(rejected).toEqual([])
  const merged = { notes: 'Chin strap broken, visor cracked', tags: ['blue'], custom: { shelf: 4 } }
  expect(documents).toMatchObject([merged])
  expect((await call('COACH', 'PATCH', path, { tags: null })).body).not.toHaveProperty('tags')
})

test('the ETag changes with each write; a stale one is refused, and a known one spares the body', async () => {
  const first = await call('COACH', 'GET', `/equipment/${thing.id}`)
  const etag = first.headers.get('ETag') ?? ''
  expect(etag).toMatch(/^"\d+"$/)
  const same = await call('COACH', 'GET', `/equipment/${thing.id}`, undefined, {
    headers: { 'If-None-Match': etag },
  })
  expect([same.status, same.body]).toEqual([304, undefined])
  const match = { headers: { 'If-Match': etag } }
  const changed = await call('EQUIPMENT_MANAGER', 'PATCH', `/equipment/${thing.id}`, { size: 'XL' }, match)
  expect([changed.status, changed.body.size]).toEqual([200, 'XL'])
  const stale = await call('EQUIPMENT_MANAGER', 'PATCH', `/equipment/${thing.id}`, { size: 'S' }, match)
  expect([stale.status, stale.body.code]).toEqual([412, 'precondition-failed'])
  expect((await call('COACH', 'GET', `/equipment/${thing.id}`)).body.size).toBe('XL')
})

test('of several requests with one ETag at once one is taken', async () => {
  const path = `/equipment/${thing.id}`
  const etag = (await call('EQUIPMENT_MANAGER', 'GET', path)).headers.get('ETag') ?? ''
  const sizes = ['S', 'M', 'XL', 'XXL']
  const answers = await Promise.all(
    sizes.map((size) =>
      call('EQUIPMENT_MANAGER', 'PATCH', path, { size }, { headers: { 'If-Match': etag } }),
    ),
  )
  expect(answers.map(({ status }) => status).sort()).toEqual([200, 412, 412, 412])
  const taken = answers.findIndex(({ status }) => status === 200)
  expect((await call('EQUIPMENT_MANAGER', 'GET', path)).body.size).toBe(sizes[taken])
})

test('PATCH takes a field away by null and leaves the others; PUT leaves what it does not name out', async () => {
  const patched = await call('EQUIPMENT_MANAGER', 'PATCH', `/equipment/${thing.id}`, {
    size: null,
    model: 'F7',
  })
  expect(patched.body).not.toHaveProperty('size')
  expect(patched.body).toMatchObject({ model: 'F7', name: 'Football helmet' })
  const { model: _, ...rest } = patched.body
  const put = await call('EQUIPMENT_MANAGER', 'PUT', `/equipment/${thing.id}`, { ...rest, name: 'Helmet' })
  expect(put.body).not.toHaveProperty('model')
  expect(put.body).toMatchObject({ name: 'Helmet', tagCode: thing.tagCode, createdAt: thing.createdAt })
})

test('what is the server’s is not taken from a body, and what nobody knows is refused', async () => {
  const forged = {
    stamp: '9999999999999-0000-x',
    createdAt: '1999-01-01T00:00:00.000Z',
    pendingDeletion: true,
    quantityOut: 9,
  }
  const { body } = await call('EQUIPMENT_MANAGER', 'PATCH', `/equipment/${thing.id}`, {
    ...forged,
    model: 'X',
  })
  expect(body).toMatchObject({ createdAt: thing.createdAt, model: 'X' })
  expect(body.stamp).not.toBe(forged.stamp)
  for (const name of ['pendingDeletion', 'quantityOut']) expect(body).not.toHaveProperty(name)
  for (const field of ['seq', 'deleted', 'field_stamps', 'tenantId', 'constructor']) {
    const refused = await call('EQUIPMENT_MANAGER', 'PATCH', `/equipment/${thing.id}`, { [field]: 1 })
    expect([refused.status, refused.body.errors]).toEqual([422, [{ field, code: 'unknown-field' }]])
  }
  const polluted = await server.request(`/api/v1/equipment/${thing.id}`, {
    method: 'PATCH',
    token: tokens.get('EQUIPMENT_MANAGER') ?? '',
    body: '{"__proto__":{"polluted":true}}',
  })
  expect(polluted.status).toBe(422)
  expect({}).not.toHaveProperty('polluted')
})

test('a value past its limits is refused by field, with nothing written', async () => {
  const wrong = {
    name: 'x'.repeat(201),
    kind: 'other',
    purchasePriceCents: 1.5,
    purchaseDate: '2026-02-30',
    holderId: 'x',
  }
  const { status, body } = await call('EQUIPMENT_MANAGER', 'PATCH', `/equipment/${thing.id}`, wrong)
  expect([status, body.code]).toEqual([422, 'invalid-value'])
  expect(body.errors).toEqual(
    expect.arrayContaining([
      { field: 'name', code: 'too-long', limit: 200 },
      { field: 'kind', code: 'not-a-choice' },
      { field: 'purchasePriceCents', code: 'wrong-type' },
      { field: 'purchaseDate', code: 'malformed' },
      { field: 'holderId', code: 'malformed' },
    ]),
  )
  expect((await call('COACH', 'GET', `/equipment/${thing.id}`)).body).toEqual(thing)
})

test('a group that a role may not change is refused before anything is stored or filed', async () => {
  const { status } = await call('COACH', 'PATCH', `/equipment/${thing.id}`, { name: 'Mine' })
  expect(status).toBe(403)
  expect((await call('COACH', 'PATCH', `/equipment/${thing.id}`, { condition: 'poor' })).body.condition).toBe(
    'poor',
  )
  const reviews = await call('EQUIPMENT_MANAGER', 'GET', `/reviews?documentId=${thing.id}`)
  expect(reviews.body.documents).toEqual([])
})

test("what a role does not see, another school's and nothing at all get the same answer", async () => {
  const foreignToken = await server.tokenOf(foreignManager)
  const answers = await Promise.all([
    call('USER', 'GET', `/equipment/${thing.id}`),
    call('EQUIPMENT_MANAGER', 'GET', `/equipment/${thing.id}`, undefined, { token: foreignToken }),
    call('EQUIPMENT_MANAGER', 'GET', `/equipment/${uuidv7()}`),
    call('EQUIPMENT_MANAGER', 'GET', '/equipment/nonsense'),
    call('USER', 'PATCH', `/equipment/${thing.id}`, { status: 'lost' }),
    call('USER', 'POST', `/equipment/${thing.id}/transactions`, { type: 'report_lost' }),
    call('USER', 'PUT', `/equipment/${thing.id}/status`, { status: 'lost' }),
    call('USER', 'GET', `/equipment/${thing.id}/history`),
  ])
  const bodies = answers.map(({ body: { traceId: _, ...body } }) => body)
  for (const body of bodies) expect(body).toEqual(bodies[0])
  expect(bodies[0]).toMatchObject({ status: 404, code: 'not-found' })
})

test('a check-out moves the thing in the same commit, and whoever holds it sees it then', async () => {
  const checkOut = { type: 'check_out', toHolderId: holder, dueAt: '2099-01-01T00:00:00.000Z' }
  const { status, body } = await call('COACH', 'POST', `/equipment/${thing.id}/transactions`, checkOut)
  expect(status).toBe(201)
  expect(body.transaction).toMatchObject({
    ...checkOut,
    equipmentId: thing.id,
    actorId: users.get('COACH')?.id,
    receivedAt: expect.any(String),
  })
  expect(body.equipment).toMatchObject({
    status: 'checked_out',
    holderId: holder,
    custodyId: body.transaction.id,
    statusStamp: body.transaction.stamp,
  })
  expect((await call('USER', 'GET', `/equipment/${thing.id}`)).body.id).toBe(thing.id)
  const back = await call('COACH', 'POST', `/equipment/${thing.id}/transactions`, { type: 'check_in' })
  expect(back.body.transaction).toMatchObject({ previousId: body.transaction.id, fromHolderId: holder })
  expect(back.body.equipment.status).toBe('available')
  const history = await call('COACH', 'GET', `/equipment/${thing.id}/history`)
  expect(history.body.documents.map(({ type }: { type: string }) => type)).toEqual(['check_in', 'check_out'])
})

test('nobody writes in the name of another, and no role beyond its types', async () => {
  const forged = { type: 'check_out', toHolderId: holder, actorId: uuidv7(), deviceId: 'other' }
  const { body } = await call('COACH', 'POST', `/equipment/${thing.id}/transactions`, forged)
  expect(body.transaction.actorId).toBe(users.get('COACH')?.id)
  expect(body.transaction.deviceId).toMatch(/^rest\./)
  expect(
    (await call('COACH', 'POST', `/equipment/${thing.id}/transactions`, { type: 'retire' })).status,
  ).toBe(403)
  expect(
    (await call('USER', 'POST', `/equipment/${thing.id}/transactions`, { type: 'check_in' })).status,
  ).toBe(403)
})

test('a bare status gets its ledger entry from the server', async () => {
  const set = await call('EQUIPMENT_MANAGER', 'PUT', `/equipment/${thing.id}/status`, {
    status: 'in_maintenance',
  })
  expect([set.status, set.body.status]).toEqual([200, 'in_maintenance'])
  const history = await call('COACH', 'GET', `/equipment/${thing.id}/history`)
  expect(history.body.documents).toMatchObject([{ type: 'status_set' }])
  expect((await call('COACH', 'PUT', `/equipment/${thing.id}/status`, { status: 'retired' })).status).toBe(
    403,
  )
  const other = await call('COACH', 'PUT', `/equipment/${thing.id}/status`, { name: 'x' })
  expect(other.body.errors).toEqual([{ field: 'name', code: 'unknown-field' }])
})

test('a repeated POST with its key makes one document, whatever came in between', async () => {
  const headers = { 'Idempotency-Key': 'import-7' }
  const body = { ...helmet, tagCode: 'IDEM-1' }
  const made = await Promise.all(
    [1, 2, 3].map(() => call('EQUIPMENT_MANAGER', 'POST', '/equipment', body, { headers })),
  )
  for (const { status, body: document } of made)
    expect([status, document.id]).toEqual([201, made[0]?.body.id])
  const list = await call('EQUIPMENT_MANAGER', 'GET', '/equipment?tagCode=IDEM-1')
  expect(list.body.documents).toHaveLength(1)
  const other = await call('EQUIPMENT_MANAGER', 'POST', '/equipment', { ...body, size: 'S' }, { headers })
  expect([other.status, other.body.code]).toEqual([409, 'already-exists'])
  const enter = { type: 'check_out', toHolderId: holder }
  const key = { headers: { 'Idempotency-Key': 'out-1' } }
  await call('COACH', 'POST', `/equipment/${thing.id}/transactions`, enter, key)
  await call('COACH', 'POST', `/equipment/${thing.id}/transactions`, enter, key)
  expect((await call('COACH', 'GET', `/equipment/${thing.id}/history`)).body.documents).toHaveLength(1)
})

test('an id that is there already is not made again', async () => {
  const again = await call('EQUIPMENT_MANAGER', 'POST', '/equipment', {
    ...helmet,
    id: thing.id,
    name: 'Other',
  })
  expect([again.status, again.body.code]).toEqual([409, 'already-exists'])
  expect((await call('COACH', 'GET', `/equipment/${thing.id}`)).body.name).toBe('Football helmet')
})

test('a manager deletes; a coach asks, and a review says so', async () => {
  const asked = await call('COACH', 'DELETE', `/equipment/${thing.id}`)
  expect([asked.status, asked.body.pendingDeletion]).toEqual([202, true])
  const reviews = await call('EQUIPMENT_MANAGER', 'GET', `/reviews?documentId=${thing.id}&kind=deletion`)
  expect(reviews.body.documents).toMatchObject([{ state: 'open', authorId: users.get('COACH')?.id }])
  const other = (await call('EQUIPMENT_MANAGER', 'POST', '/equipment', { ...helmet, tagCode: 'GONE' })).body
  expect((await call('EQUIPMENT_MANAGER', 'DELETE', `/equipment/${other.id}`)).status).toBe(204)
  expect((await call('EQUIPMENT_MANAGER', 'GET', `/equipment/${other.id}`)).status).toBe(404)
  expect((await call('EQUIPMENT_MANAGER', 'GET', '/equipment?tagCode=GONE')).body.documents).toEqual([])
  expect(await pulled('equipment', other.id)).toMatchObject({ _deleted: true })
})
