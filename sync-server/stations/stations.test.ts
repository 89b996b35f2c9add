import { createHmac, hash, pbkdf2Sync } from 'node:crypto'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { AnyDocument } from '../../shared/collections/definition.ts'
import { uuidv7 } from '../../shared/ids.ts'
import type { PushRow } from '../../shared/protocol.ts'
import { PIN_ITERATIONS } from '../../shared/station.ts'
import { PASSWORD, type TestServer, type TestUser, testServer } from '../identity/test-server.ts'
import type { Tenant } from '../tenancy/with-tenant.ts'

let server: TestServer
let tenant: Tenant
let manager: TestUser
let managerToken: string
let coach: TestUser
let other: TestUser
let football: string
let chess: string
beforeAll(async () => {
  server = await testServer()
  tenant = await server.schools.provision('northridge')
  manager = await server.addUser(tenant, 'EQUIPMENT_MANAGER')
  managerToken = await server.tokenOf(manager)
  football = await made('teams', { name: 'Football', active: true })
  chess = await made('teams', { name: 'Chess', active: true })
  coach = await server.addUser(tenant, 'COACH', { teamIds: [football] })
  other = await server.addUser(tenant, 'COACH')
})
afterAll(() => server.end())

async function api(method: string, path: string, token?: string, body?: unknown, headers = {}) {
  return await server.request(`/api/v1${path}`, {
    method,
    headers,
    ...(token === undefined ? {} : { token }),
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  })
}
async function made(collection: string, document: Record<string, unknown>): Promise<string> {
  const answer = await api('POST', `/${collection}`, managerToken, document, { 'Idempotency-Key': uuidv7() })
  expect(answer.status).toBe(201)
  return (await answer.json()).id
}
const codeOf = async (answer: Response) => [answer.status, (await answer.json()).code]

interface Station {
  readonly id: string
  readonly cookie: string
  readonly token: string
  readonly deviceId: string
  readonly key: string
  readonly staff: readonly { userId: string; pin?: { salt: string; verifier: string }; badge?: string }[]
}
const own = { 'X-Requested-With': 'etrax' }

async function enrolled(code: string, id: string): Promise<Station> {
  const answer = await api('POST', '/auth/station/enrol', undefined, { tenant: 'northridge', code }, own)
  if (answer.status !== 200) throw new Error(await answer.text())
  const cookie = (answer.headers.get('Set-Cookie') ?? '').split(';')[0] ?? ''
  const { accessToken, station } = await answer.json()
  return { id, cookie, token: accessToken, ...station }
}
async function newStation(staffIds = [coach.id, manager.id]): Promise<Station> {
  const body = { name: 'Cage', teamIds: [football], staffIds }
  const answer = await api('POST', '/stations', managerToken, body)
  expect(answer.status).toBe(201)
  const { id, code } = await answer.json()
  return await enrolled(code.toLowerCase().replace('-', ' '), id)
}
const session = ({ cookie }: Pick<Station, 'cookie'>) =>
  api('POST', '/auth/station/session', undefined, undefined, { ...own, Cookie: cookie })

async function pulled({ token, deviceId }: Station, collection: string): Promise<readonly AnyDocument[]> {
  const headers = { 'X-Device-Id': deviceId }
  const answer = await server.request(`/sync/v1/${collection}/pull`, { token, headers })
  expect(answer.status).toBe(200)
  return (await answer.json()).documents
}
async function pushed({ token, deviceId }: Station, collection: string, rows: readonly PushRow[]) {
  return await server.request(`/sync/v1/${collection}/push`, {
    method: 'POST',
    token,
    headers: { 'X-Device-Id': deviceId },
    body: JSON.stringify(rows),
  })
}
let counter = 0
function stampOf(deviceId: string): string {
  counter += 1
  return `${Date.now()}-${String(counter).padStart(4, '0')}-${deviceId}`
}

function checkOut({ deviceId }: Station, actorId: string, equipmentId: string, toHolderId: string) {
  const stamp = stampOf(deviceId)
  const occurredAt = new Date().toISOString()
  return { id: uuidv7(), stamp, type: 'check_out', equipmentId, toHolderId, occurredAt, actorId, deviceId }
}
const thing = () => made('equipment', { name: 'Helmet', kind: 'serialized', status: 'available' })
const get = async (path: string) => await (await api('GET', path, managerToken)).json()

test('a code makes one browser the station, once; a wrong or used one says only that it is not right', async () => {
  const body = { name: 'Gym', teamIds: [], staffIds: [coach.id] }
  const { id, code } = await (await api('POST', '/stations', managerToken, body)).json()
  await enrolled(code, id)
  for (const bad of [code, 'ABCDE-FGHJK']) {
    const answer = await api(
      'POST',
      '/auth/station/enrol',
      undefined,
      { tenant: 'northridge', code: bad },
      own,
    )
    expect(await codeOf(answer)).toEqual([401, 'invalid-credentials'])
  }
})

test('a manager of equipment puts no admin on a station, in whose name it could act there; an admin does', async () => {
  const admin = await server.addUser(manager.tenant, 'SCHOOL_ADMIN')
  const body = { name: 'Office', teamIds: [], staffIds: [coach.id, admin.id] }
  expect(await codeOf(await api('POST', '/stations', managerToken, body))).toEqual([403, 'forbidden'])
  const adminToken = await server.tokenOf(admin)
  const made = await api('POST', '/stations', adminToken, body)
  expect(made.status).toBe(201)
  const { id } = await made.json()
  // Who is there already stays where a manager changes something else, and is put back by nobody but an admin.
  expect((await api('PATCH', `/stations/${id}`, managerToken, { staffIds: body.staffIds })).status).toBe(200)
  expect((await api('PATCH', `/stations/${id}`, managerToken, { staffIds: [coach.id] })).status).toBe(200)
  const again = await api('PATCH', `/stations/${id}`, managerToken, { staffIds: body.staffIds })
  expect(await codeOf(again)).toEqual([403, 'forbidden'])
})

test('[v5.0.0-3.3.4] the station’s credential is a cookie that no script reads, and is in no answer', async () => {
  const station = await newStation()
  const answer = await session(station)
  expect(answer.headers.get('Set-Cookie')).toMatch(
    /^__Host-etrax-station=.*HttpOnly; Secure; SameSite=Strict/,
  )
  const secret = station.cookie.split('.').at(-1) ?? ''
  expect(secret).toHaveLength(43)
  expect(await answer.text()).not.toContain(secret)
})

test('a station pulls the people of its teams without their holds, its teams, gear without prices and notes, and no account but its own', async () => {
  const inside = await made('people', {
    name: 'Ann',
    kind: 'athlete',
    active: true,
    teamIds: [football],
    holds: [{ reason: 'unpaid' }],
  })
  await made('people', { name: 'Ben', kind: 'athlete', active: true, teamIds: [chess] })
  const helmet = await made('equipment', {
    name: 'Priced',
    kind: 'serialized',
    status: 'available',
    purchasePriceCents: 9_900,
    notes: 'about somebody',
  })
  const station = await newStation()
  const people = await pulled(station, 'people')
  expect(people.map(({ id }) => id)).toEqual([inside])
  expect(people[0]).not.toHaveProperty('holds')
  expect((await pulled(station, 'teams')).map(({ id }) => id)).toEqual([football])
  expect((await pulled(station, 'users')).map(({ id }) => id)).toEqual([station.id])
  const gear = (await pulled(station, 'equipment')).find(({ id }) => id === helmet)
  expect(gear).toMatchObject({ name: 'Priced' })
  for (const field of ['purchasePriceCents', 'notes', 'merge']) expect(gear).not.toHaveProperty(field)
  expect(await pulled(station, 'transactions')).toEqual([])
  expect(await pulled(station, 'reviews')).toEqual([])
})

test('a station may nothing of the API', async () => {
  const { token } = await newStation()
  for (const path of [
    '/auth/me',
    '/users',
    '/people',
    '/equipment',
    '/stations',
    '/auth/sessions',
    '/devices',
  ])
    expect(await codeOf(await api('GET', path, token))).toEqual([403, 'forbidden'])
})

test('what staff do at a station names both, and is judged by their own rights', async () => {
  const station = await newStation()
  const holder = await made('people', { name: 'Cay', kind: 'athlete', active: true, teamIds: [football] })
  const helmet = await thing()
  const out = checkOut(station, coach.id, helmet, holder)
  const answer = await pushed(station, 'transactions', [{ newDocumentState: out }])
  expect(await answer.json()).toEqual({ documents: [], rejected: [] })
  expect(await get(`/equipment/${helmet}`)).toMatchObject({ status: 'checked_out', holderId: holder })
  expect(await get(`/transactions/${out.id}`)).toMatchObject({
    actorId: coach.id,
    deviceId: station.deviceId,
  })
  // A coach retires nothing, wherever it stands.
  const retire = { ...checkOut(station, coach.id, helmet, holder), type: 'retire', previousId: out.id }
  const { toHolderId: _, ...entry } = retire
  const refused = await (await pushed(station, 'transactions', [{ newDocumentState: entry }])).json()
  expect(refused.rejected).toMatchObject([{ id: entry.id, code: 'forbidden' }])
})

test('who is not of the station’s staff, or no user at all, does nothing there: it is kept as a review', async () => {
  const station = await newStation()
  const holder = await made('people', { name: 'Dee', kind: 'athlete', active: true, teamIds: [football] })
  const helmet = await thing()
  const rows = [other.id, uuidv7()].map((actorId) => checkOut(station, actorId, helmet, holder))
  const answer = await pushed(
    station,
    'transactions',
    rows.map((newDocumentState) => ({ newDocumentState })),
  )
  const { rejected } = await answer.json()
  expect(rejected).toMatchObject(rows.map(({ id }) => ({ id, code: 'forbidden' })))
  expect(await get(`/equipment/${helmet}`)).toMatchObject({ status: 'available' })
  const reviews = await server.schools.admin.unsafe(
    `SELECT author_id, reason->>'code' AS code FROM ${tenant.schema}.reviews WHERE document_id = ANY($1) ORDER BY received_at, code DESC`,
    [rows.map(({ id }) => id)],
  )
  expect(reviews.map((one) => [one.author_id, one.code])).toEqual(
    expect.arrayContaining([
      [other.id, 'not-at-station'],
      [station.id, 'forbidden'],
    ]),
  )
})

test('who is let in no more, or issues gear no more, acts at no station from then on', async () => {
  const [gone, demoted] = [await server.addUser(tenant, 'COACH'), await server.addUser(tenant, 'COACH')]
  const station = await newStation([gone.id, demoted.id])
  const admin = await server.tokenOf(await server.addUser(tenant, 'SCHOOL_ADMIN'))
  await api('PATCH', `/users/${gone.id}`, admin, { disabled: true })
  await api('PATCH', `/users/${demoted.id}`, admin, { role: 'USER' })
  const holder = await made('people', { name: 'Fay', kind: 'athlete', active: true, teamIds: [football] })
  const helmet = await thing()
  const rows = [gone.id, demoted.id].map((actorId) => checkOut(station, actorId, helmet, holder))
  const answer = await pushed(
    station,
    'transactions',
    rows.map((newDocumentState) => ({ newDocumentState })),
  )
  expect((await answer.json()).rejected).toMatchObject(rows.map(({ id }) => ({ id, code: 'forbidden' })))
  expect(await get(`/equipment/${helmet}`)).toMatchObject({ status: 'available' })
  // Nor does the station hold what they would be let in by.
  expect((await (await session(station)).json()).station.staff).toEqual([])
})

test('nobody names a station’s device but the station itself', async () => {
  const station = await newStation()
  const token = await server.tokenOf(coach)
  expect(await codeOf(await pushed({ ...station, token }, 'transactions', []))).toEqual([
    400,
    'malformed-request',
  ])
  expect(await codeOf(await pushed({ ...station, deviceId: 'd123' }, 'transactions', []))).toEqual([
    400,
    'malformed-request',
  ])
})

test('[S1] a thing that was moved at a station waits for its transaction, and is then answered as it is stored', async () => {
  const station = await newStation()
  const holder = await made('people', { name: 'Eve', kind: 'athlete', active: true, teamIds: [football] })
  const helmet = await thing()
  const out = checkOut(station, coach.id, helmet, holder)
  const moved = { id: helmet, name: 'Helmet', kind: 'serialized', status: 'checked_out', holderId: holder }
  const rows = [
    { newDocumentState: { ...moved, custodyId: out.id, statusStamp: out.stamp, stamp: out.stamp } },
  ]
  const early = await pushed(station, 'equipment', rows)
  expect([early.status, early.headers.get('Retry-After')]).toEqual([503, '1'])
  await pushed(station, 'transactions', [{ newDocumentState: out }])
  const { documents, rejected } = await (await pushed(station, 'equipment', rows)).json()
  expect(rejected).toEqual([])
  expect(documents).toMatchObject([{ id: helmet, status: 'checked_out', custodyId: out.id }])
})

test('PIN and badge: the station holds what checks them under its own key, and a replaced badge is worth nothing', async () => {
  const token = await server.tokenOf(coach)
  const put = (current: string, pin: string) => api('PUT', '/auth/pin', token, { current, pin })
  expect(await codeOf(await put('not the password', '2580'))).toEqual([422, 'invalid-value'])
  expect(await codeOf(await put(PASSWORD, '1234'))).toEqual([422, 'invalid-value'])
  expect((await put(PASSWORD, '2580')).status).toBe(204)
  const badge = async () =>
    (await (await api('POST', `/stations/badges/${coach.id}`, managerToken)).json()).code
  const first = await badge()
  const [one, two] = [await newStation(), await newStation()]
  const of = (station: Station) => station.staff.find(({ userId }) => userId === coach.id)
  const pinOf = ({ key, staff }: Station, pin: string) => {
    const salt = Buffer.from(staff.find(({ userId }) => userId === coach.id)?.pin?.salt ?? '', 'base64url')
    const made = pbkdf2Sync(pin, salt, PIN_ITERATIONS, 32, 'sha256')
    return createHmac('sha256', Buffer.from(key, 'base64url')).update(made).digest('base64url')
  }
  const badgeOf = ({ key }: Station, code: string) => {
    const mark = hash('sha256', code.replaceAll('-', ''), 'buffer')
    return createHmac('sha256', Buffer.from(key, 'base64url')).update(mark).digest('base64url')
  }
  expect(of(one)?.pin?.verifier).toBe(pinOf(one, '2580'))
  expect(of(one)?.pin?.verifier).not.toBe(of(two)?.pin?.verifier)
  expect(of(one)?.badge).toBe(badgeOf(one, first))
  const second = await badge()
  const { station } = await (await session(one)).json()
  const now = { ...one, ...station }
  expect(of(now)?.badge).toBe(badgeOf(one, second))
  expect(of(now)?.badge).not.toBe(badgeOf(one, first))
  const stored = await server.schools.admin.unsafe(`SELECT * FROM ${tenant.schema}.staff_marks`)
  for (const secret of ['2580', first, second]) expect(JSON.stringify(stored)).not.toContain(secret)
})

test('[v5.0.0-7.4.1] a revoked station syncs nothing more, hands in under its staff’s names, and another browser takes the place of the first', async () => {
  const first = await newStation()
  const { code } = await (await api('POST', `/stations/${first.id}/code`, managerToken)).json()
  const second = await enrolled(code, first.id)
  expect(second.deviceId).not.toBe(first.deviceId)
  expect(await codeOf(await session(first))).toEqual([401, 'device-revoked'])
  expect((await session(second)).status).toBe(200)
  expect((await api('DELETE', `/stations/${first.id}`, managerToken)).status).toBe(204)
  expect(await codeOf(await session(second))).toEqual([401, 'device-revoked'])
  const answer = await server.request('/sync/v1/equipment/pull', {
    token: second.token,
    headers: { 'X-Device-Id': second.deviceId },
  })
  expect(answer.status).toBe(401)
  const kept = checkOut(second, coach.id, await thing(), uuidv7())
  const body = { collection: 'transactions', rows: [{ newDocumentState: kept }] }
  const headers = { ...own, Cookie: second.cookie, 'X-Device-Id': second.deviceId }
  const { reviewIds } = await (await api('POST', '/devices/hand-in', undefined, body, headers)).json()
  expect(await get(`/reviews/${reviewIds[0]}`)).toMatchObject({
    authorId: coach.id,
    deviceId: second.deviceId,
    reason: { code: 'handed-in' },
  })

  const listed = async () => {
    const { stations } = await (await api('GET', '/stations', managerToken)).json()
    return stations.find(({ id }: { id: string }) => id === first.id)
  }
  expect((await listed()).handedInAt).toBeUndefined()
  expect((await api('POST', '/devices/hand-in/end', undefined, {}, headers)).status).toBe(204)
  // Another tablet that was the station before may hold something yet.
  expect((await listed()).handedInAt).toBeUndefined()
  const copied = await api('POST', '/devices/hand-in', undefined, body, headers)
  expect(await codeOf(copied)).toEqual([401, 'session-ended'])
  // The browser before it has a credential of its own, and is not empty yet.
  const before = { ...headers, Cookie: first.cookie, 'X-Device-Id': first.deviceId }
  expect((await api('POST', '/devices/hand-in', undefined, body, before)).status).toBe(200)
  expect((await api('POST', '/devices/hand-in/end', undefined, {}, before)).status).toBe(204)
  expect((await listed()).handedInAt).toEqual(expect.any(String))
})

test('[P7] what one of a revoked station’s staff did who was erased since stays there, and the others’ words are taken', async () => {
  const station = await newStation()
  expect((await api('DELETE', `/stations/${station.id}`, managerToken)).status).toBe(204)
  const erased = uuidv7()
  const helmet = await thing()
  const rows = [coach.id, erased, manager.id].map((author) => ({
    newDocumentState: checkOut(station, author, helmet, uuidv7()),
  }))
  const headers = { ...own, Cookie: station.cookie, 'X-Device-Id': station.deviceId }
  const handIn = (more: object) =>
    api('POST', '/devices/hand-in', undefined, { collection: 'transactions', rows, ...more }, headers)
  const { reviewIds, left } = await (await handIn({ userId: station.id })).json()
  expect(reviewIds).toHaveLength(2)
  expect(left).toEqual([1])
  // Who does not say whose words they are knows nothing of those that are left.
  expect(await codeOf(await handIn({}))).toEqual([404, 'not-found'])
})
