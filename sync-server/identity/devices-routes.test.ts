import { afterAll, beforeAll, expect, test } from 'vitest'
import { uuidv7 } from '../../shared/ids.ts'
import { type Tenant, withTenant } from '../tenancy/with-tenant.ts'
import { askNobody } from './second-factor/policy.ts'
import { PASSWORD, type TestServer, type TestUser, testServer } from './test-server.ts'

let server: TestServer
let tenant: Tenant
let coach: TestUser
let admin: string

beforeAll(async () => {
  server = await testServer()
  tenant = await server.schools.provision('northridge')
  // Signing in is a password alone here.
  await withTenant(server.schools.app, tenant, askNobody)
  coach = await server.addUser(tenant, 'COACH')
  admin = await server.tokenOf(await server.addUser(tenant, 'SCHOOL_ADMIN'))
})
afterAll(() => server.end())

interface Browser {
  readonly deviceId: string
  readonly token: string
  cookie: string
}

const loginOn = (user: TestUser, deviceId: string) =>
  server.request('/api/v1/auth/login', {
    method: 'POST',
    body: JSON.stringify({ tenant: user.tenant.slug, email: user.email, password: PASSWORD }),
    headers: { 'X-Device-Id': deviceId, 'X-Schema-Version': '1', 'User-Agent': 'Chrome/131 on Linux' },
  })

async function signInOn(user: TestUser, deviceId = `d${uuidv7().slice(-12)}`): Promise<Browser> {
  const answer = await loginOn(user, deviceId)
  expect(answer.status).toBe(200)
  const cookie = (answer.headers.get('Set-Cookie') ?? '').split(';')[0] ?? ''
  return { deviceId, token: (await answer.json()).accessToken, cookie }
}

async function byCookie(browser: Browser, path: string, body?: unknown) {
  const answer = await server.request(`/api/v1${path}`, {
    method: 'POST',
    headers: { Cookie: browser.cookie, 'X-Requested-With': 'etrax', 'X-Device-Id': browser.deviceId },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  })
  const next = answer.headers.get('Set-Cookie')?.split(';')[0]
  if (next !== undefined) browser.cookie = next
  return answer
}

const get = (path: string, token: string) => server.request(`/api/v1${path}`, { token })

async function listed(token: string, of = '') {
  const { devices } = await (await get(`/devices${of}`, token)).json()
  return devices
}

async function idOf({ deviceId, token }: Browser): Promise<string> {
  return (await listed(token)).find((one: { deviceId: string }) => one.deviceId === deviceId).id
}

const revoke = (id: string, token: string) =>
  server.request(`/api/v1/devices/${id}`, { method: 'DELETE', token })

const codeOf = async (answer: Response) => [answer.status, (await answer.json()).code]

test('a person sees the own devices with browser, version, first and last use, and gives them names', async () => {
  const phone = await signInOn(coach)
  const tablet = await signInOn(coach)
  const own = await listed(phone.token)
  expect(own.map(({ deviceId }: { deviceId: string }) => deviceId)).toEqual([tablet.deviceId, phone.deviceId])
  expect(own[1]).toMatchObject({
    userName: 'COACH of northridge',
    userAgent: 'Chrome/131 on Linux',
    schemaVersion: 1,
    firstSeenAt: expect.stringMatching(/Z$/),
    lastSeenAt: expect.stringMatching(/Z$/),
    current: true,
  })
  const renamed = await server.request(`/api/v1/devices/${await idOf(tablet)}`, {
    method: 'PATCH',
    token: phone.token,
    body: JSON.stringify({ name: 'Tablet in the cage' }),
  })
  expect(await renamed.json()).toMatchObject({ name: 'Tablet in the cage', current: false })
})

test('devices of others: an admin sees the whole school, nobody else sees or touches one, and no school another’s', async () => {
  const phone = await signInOn(coach)
  const id = await idOf(phone)
  expect((await listed(admin, '?of=school')).map((one: { id: string }) => one.id)).toContain(id)
  const manager = await server.tokenOf(await server.addUser(tenant, 'EQUIPMENT_MANAGER'))
  expect(await codeOf(await get('/devices?of=school', manager))).toEqual([403, 'forbidden'])
  expect(await codeOf(await revoke(id, manager))).toEqual([404, 'not-found'])
  const lakeview = await server.schools.provision('lakeview')
  await withTenant(server.schools.app, lakeview, askNobody)
  const stranger = await server.tokenOf(await server.addUser(lakeview, 'SCHOOL_ADMIN'))
  expect(await codeOf(await revoke(id, stranger))).toEqual([404, 'not-found'])
  expect((await listed(stranger, '?of=school')).length).toBe(0)
  const above = await signInOn(await server.addUser(tenant, 'SUPER_ADMIN'))
  expect(await codeOf(await revoke(await idOf(above), admin))).toEqual([403, 'forbidden'])
  expect((await get('/auth/me', phone.token)).status).toBe(200)
})

test('[v5.0.0-7.4.1] a revoked device is let do nothing from then on, in Postgres at once; the other devices go on', async () => {
  const lost = await signInOn(coach)
  const kept = await signInOn(coach)
  expect((await revoke(await idOf(lost), kept.token)).status).toBe(204)
  expect(await codeOf(await get('/auth/me', lost.token))).toEqual([401, 'device-revoked'])
  const rows = await server.schools.admin`
    SELECT end_reason FROM etrax_system.sessions WHERE device_id = ${lost.deviceId} AND ended_at IS NOT NULL`
  expect(rows).toEqual([{ end_reason: 'device-revoked' }])
  const refused = await byCookie(lost, '/auth/refresh')
  expect(await codeOf(refused)).toEqual([401, 'device-revoked'])
  expect(refused.headers.get('Set-Cookie')).toBeNull()
  expect(await codeOf(await loginOn(coach, lost.deviceId))).toEqual([401, 'device-revoked'])
  expect((await get('/auth/me', kept.token)).status).toBe(200)
})

test('[v5.0.0-7.4.5] an admin’s revocation is in the audit log, under the admin’s name', async () => {
  const lost = await signInOn(coach)
  const id = await idOf(lost)
  expect((await revoke(id, admin)).status).toBe(204)
  const { entries } = await (await get(`/audit?collection=devices&documentId=${id}`, admin)).json()
  expect(entries).toMatchObject([
    {
      action: 'revoke',
      actorName: 'SCHOOL_ADMIN of northridge',
      detail: { userId: coach.id, deviceId: lost.deviceId },
    },
  ])
})

function unsent(browser: Browser) {
  const id = uuidv7()
  const stamp = `${String(Date.now()).padStart(13, '0')}-0000-${browser.deviceId}`
  return { id, stamp, name: 'Helmet, never sent', kind: 'serialized', status: 'available' }
}

test('[P7] what a revoked device holds unsent becomes reviews under its author’s name, once, and nothing of it is applied', async () => {
  const lost = await signInOn(coach)
  const thing = unsent(lost)
  const handIn = () =>
    byCookie(lost, '/devices/hand-in', { collection: 'equipment', rows: [{ newDocumentState: thing }] })
  expect(await codeOf(await handIn())).toEqual([401, 'unauthenticated'])
  await revoke(await idOf(lost), admin)
  const { reviewIds } = await (await handIn()).json()
  expect(reviewIds).toHaveLength(1)
  expect((await (await handIn()).json()).reviewIds).toEqual(reviewIds)
  const review = await (await get(`/reviews/${reviewIds[0]}`, admin)).json()
  expect(review).toMatchObject({
    kind: 'rejected',
    state: 'open',
    authorId: coach.id,
    device: { name: 'Helmet, never sent' },
    reason: { code: 'handed-in' },
  })
  expect((await get(`/equipment/${thing.id}`, admin)).status).toBe(404)

  const cookie = lost.cookie
  expect((await byCookie(lost, '/devices/hand-in/end')).status).toBe(204)
  expect(await codeOf(await handIn())).toEqual([401, 'unauthenticated'])
  // Whoever kept the cookie has said as well that nothing is left.
  lost.cookie = cookie
  expect(await codeOf(await handIn())).toEqual([401, 'session-ended'])
  const [device] = (await listed(admin, '?of=school')).filter(
    (one: { deviceId: string }) => one.deviceId === lost.deviceId,
  )
  expect(device).toMatchObject({ revokedAt: expect.any(String), handedInAt: expect.any(String) })
})

test('[P7] a hand-in is noted under the device of the session, and no words go by the cookie of somebody else', async () => {
  const lost = await signInOn(coach)
  await revoke(await idOf(lost), admin)
  const handIn = (userId: string) =>
    byCookie({ ...lost, deviceId: 'another' }, '/devices/hand-in', {
      userId,
      collection: 'equipment',
      rows: [{ newDocumentState: unsent(lost) }],
    })
  expect(await codeOf(await handIn(uuidv7()))).toEqual([401, 'session-ended'])
  const { reviewIds } = await (await handIn(coach.id)).json()
  expect(reviewIds).toHaveLength(1)
  const review = await (await get(`/reviews/${reviewIds[0]}`, admin)).json()
  expect(review).toMatchObject({ authorId: coach.id, deviceId: lost.deviceId })
})

test('[P7] a revoked device hands in 600 batches an hour and no more', async () => {
  const lost = await signInOn(coach)
  await revoke(await idOf(lost), admin)
  const sessionId = lost.cookie.split('=')[1]?.split('.')[0] ?? ''
  const handIn = () => byCookie(lost, '/devices/hand-in', { collection: 'equipment', rows: [] })
  expect((await handIn()).status).toBe(200)
  await server.schools.admin`
    UPDATE etrax_system.attempts SET counted = 599
    WHERE name = 'hand-in' AND key = sha256(convert_to(${sessionId}, 'UTF8'))`
  expect((await handIn()).status).toBe(200)
  expect(await codeOf(await handIn())).toEqual([429, 'too-many-requests'])
})

test('[P7] a cookie that was signed out of, or that nobody was given, hands in nothing', async () => {
  const left = await signInOn(coach)
  const id = await idOf(left)
  const cookie = left.cookie
  await byCookie(left, '/auth/logout')
  await revoke(id, admin)
  for (const text of [cookie, `${cookie.slice(0, -60)}${'A'.repeat(60)}`]) {
    left.cookie = text
    const answer = await byCookie(left, '/devices/hand-in', {
      collection: 'equipment',
      rows: [{ newDocumentState: unsent(left) }],
    })
    expect(await codeOf(answer)).toEqual([401, 'unauthenticated'])
  }
})
