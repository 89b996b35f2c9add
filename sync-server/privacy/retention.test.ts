import { unzipSync } from 'fflate'
import Papa from 'papaparse'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { createClock } from '../../shared/clock.ts'
import { users } from '../../shared/collections/users.ts'
import { uuidv7 } from '../../shared/ids.ts'
import { verifyAudit } from '../audit/verify-audit.ts'
import { type TestServer, type TestUser, testServer } from '../identity/test-server.ts'
import { createLog } from '../observability/log.ts'
import { derivedId } from '../sync/file-review.ts'
import { writeAsServer } from '../sync/server-write.ts'
import type { Tenant } from '../tenancy/with-tenant.ts'
import { enforceRetention } from './enforce-retention.ts'

const DAY = 24 * 60 * 60 * 1000

let server: TestServer
let school: Tenant
let lake: Tenant
let manager: TestUser
let token: string
let managerToken: string
const clock = createClock('tablet1', Date.now)
const [gone, staying, active] = [uuidv7(), uuidv7(), uuidv7()]
const [helmet, pads] = [uuidv7(), uuidv7()]

beforeAll(async () => {
  server = await testServer()
  school = await server.schools.provision('northridge')
  lake = await server.schools.provision('lakeview')
  token = await server.tokenOf(await server.addUser(school, 'SCHOOL_ADMIN'))
  manager = await server.addUser(school, 'EQUIPMENT_MANAGER')
  managerToken = await server.tokenOf(manager)
  await push('people', [
    person(gone, 'Departed Doe', false),
    person(staying, 'Holding Hart', false),
    person(active, 'Active Adams', true),
  ])
  await push('equipment', [thing(helmet, '=cmd|helmet'), thing(pads, 'Pads')])
  await push('transactions', [entry(helmet, 'inspect', { note: 'says coach Departed Doe' })])
  await push('transactions', [entry(pads, 'check_out', { toHolderId: staying })])
  await server.schools.admin.unsafe(`
    INSERT INTO ${school.schema}.notifications (id, user_id, kind, created_at)
    VALUES (gen_random_uuid(), '${manager.id}', 'news', now())`)
})
afterAll(() => server.end())

const person = (id: string, name: string, isActive: boolean) => ({
  id,
  stamp: clock.next(),
  name,
  kind: 'athlete',
  active: isActive,
})
const thing = (id: string, name: string) => ({
  id,
  stamp: clock.next(),
  kind: 'serialized',
  name,
  status: 'available',
})
const entry = (equipmentId: string, type: string, fields: object) => ({
  id: uuidv7(),
  stamp: clock.next(),
  equipmentId,
  type,
  occurredAt: new Date().toISOString(),
  actorId: manager.id,
  deviceId: 'tablet1',
  ...fields,
})

async function push(collection: string, documents: readonly object[]) {
  const answer = await server.request(`/sync/v1/${collection}/push`, {
    method: 'POST',
    token: managerToken,
    headers: { 'X-Device-Id': 'tablet1', 'X-Schema-Version': '1', 'X-Device-Time': String(Date.now()) },
    body: JSON.stringify(documents.map((document) => ({ newDocumentState: document }))),
  })
  expect(await answer.json()).toMatchObject({ rejected: [] })
}

async function call(method: string, path: string, body?: object) {
  const answer = await server.request(`/api/v1/privacy${path}`, {
    method,
    token,
    ...(body ? { body: JSON.stringify(body) } : {}),
  })
  return { status: answer.status, body: await answer.json() }
}

async function due(query = '') {
  const { body } = await call('GET', `/retention${query}`)
  return Object.fromEntries(
    body.rules.map(({ kind, due: count }: { kind: string; due: number }) => [kind, count]),
  )
}

const enforce = (daysAhead: number, admin = true) =>
  enforceRetention(
    { ...server.erasure, ...(admin ? { admin: server.schools.admin } : {}) },
    school,
    createLog('silent'),
    new Date(Date.now() + daysAhead * DAY),
  )

const rows = (text: string) => server.schools.admin.unsafe(text.replaceAll('SCHOOL', school.schema))

test('a station that was revoked and who stands for another school have not departed, and their names stay in what is written', async () => {
  const made = await server.request('/api/v1/stations', {
    method: 'POST',
    token: managerToken,
    body: JSON.stringify({ name: 'Equipment room', teamIds: [], staffIds: [] }),
  })
  const { id: station } = await made.json()
  await server.request(`/api/v1/stations/${station}`, { method: 'DELETE', token: managerToken })
  const stands = derivedId('school-as-user', lake.id)
  const user = { id: stands, stamp: '', name: 'Lakeview High', role: 'USER', active: false, teamIds: [] }
  await writeAsServer(server.sync.committer, school, undefined, [
    { definition: users, id: stands, change: () => user },
  ])
  const shelf = uuidv7()
  await push('equipment', [
    { ...thing(shelf, 'Shelf'), notes: 'In the equipment room, lent by Lakeview High' },
  ])
  const before = await due('?departed=30')
  await rows(
    `UPDATE SCHOOL.users SET updated_at = now() - interval '3 years' WHERE id IN ('${station}', '${stands}')`,
  )
  try {
    expect((await due('?departed=30')).departed).toBe(before.departed)
    await enforce(0)
    const [kept] = await rows(`SELECT notes FROM SCHOOL.equipment WHERE id = '${shelf}'`)
    expect(kept?.notes).toBe('In the equipment room, lent by Lakeview High')
    // Nor does an admin erase them.
    for (const id of [station, stands]) expect((await call('GET', `/subjects/${id}`)).status).toBe(404)
  } finally {
    await rows(`DELETE FROM SCHOOL.equipment WHERE id = '${shelf}'`)
  }
})

test('a day of each kind is within bounds, and what is chosen is kept for this school alone', async () => {
  expect(await call('PUT', '/retention', { notifications: 6 })).toMatchObject({ status: 422 })
  expect(await call('PUT', '/retention', { audit: 364 })).toMatchObject({ status: 422 })
  expect(await call('PUT', '/retention', { everything: 30 })).toMatchObject({ status: 422 })
  expect(await call('GET', '/retention?notes=1')).toMatchObject({ status: 400 })
  const chosen = await call('PUT', '/retention', { notifications: 30 })
  expect(chosen).toMatchObject({ status: 200, body: { days: { notifications: 30, audit: 2557 } } })
  const lakes = await server.schools.admin.unsafe(`SELECT FROM ${lake.schema}.retention`)
  expect(lakes.length).toBe(0)
})

test('before its time nothing goes, and the dry run says what would go, changing nothing', async () => {
  expect(await due()).toEqual({ audit: 0, notifications: 0, sessions: 0, notes: 0, reviews: 0, departed: 0 })
  server.advance(31 * DAY)
  const before = token
  token = await server.tokenOf(await server.addUser(school, 'SCHOOL_ADMIN'))
  const later = await due('?departed=30&notes=30')
  expect(later).toMatchObject({ notifications: 1, departed: 1, notes: 1 })
  expect(await due()).toMatchObject({ departed: 0, notes: 0 })
  server.advance(-31 * DAY)
  token = before
  expect(await rows(`SELECT FROM SCHOOL.people WHERE name <> ''`)).toHaveLength(3)
})

test('[v5.0.0-14.2.7] past its time each kind goes, on devices too, and who has things out stays', async () => {
  const before = await server.schools.admin`SELECT FROM etrax_system.sessions WHERE tenant_id = ${school.id}`
  expect(before.length).toBeGreaterThan(1)
  const removed = await enforce(4 * 365)
  expect(removed).toMatchObject({ notifications: 1, departed: 1, notes: 1 })
  const people = await rows(`SELECT name FROM SCHOOL.people WHERE name <> '' ORDER BY name`)
  expect(people.map(({ name }) => name)).toEqual(['Active Adams', 'Holding Hart'])
  expect(await rows(`SELECT FROM SCHOOL.transactions WHERE note IS NOT NULL`)).toHaveLength(0)
  expect(await rows('SELECT FROM SCHOOL.transactions')).toHaveLength(2)
  expect(await rows('SELECT FROM SCHOOL.notifications')).toHaveLength(0)
  const after = await server.schools.admin`SELECT FROM etrax_system.sessions WHERE tenant_id = ${school.id}`
  expect(after).toHaveLength(0)
  // The fact stays, of somebody who is nobody.
  const found = await rows(`SELECT action FROM SCHOOL.audit WHERE document_id = '${gone}' ORDER BY n`)
  expect(found.map(({ action }) => action)).toEqual(['create', 'erase'])
  expect(await enforce(4 * 365)).toMatchObject({ notifications: 0, departed: 0, notes: 0 })
  token = await server.tokenOf(await server.addUser(school, 'SCHOOL_ADMIN'))
})

test('an audit log is shortened by the owner alone, from its beginning, and what is left holds', async () => {
  expect(await enforce(8 * 365, false)).toMatchObject({ audit: 0 })
  expect((await enforce(8 * 365)).audit).toBeGreaterThan(5)
  const later = new Date(Date.now() + 8 * 365 * DAY)
  const { faults, entries } = await verifyAudit(server.schools.app, school, later)
  expect([faults, entries]).toEqual([[], 1])
  const [entry] = await rows('SELECT action, actor_id AS actor, n, detail FROM SCHOOL.audit')
  expect(entry).toMatchObject({ action: 'shorten', actor: null, detail: { through: Number(entry?.n) - 1 } })
  // It is shortened once more, and what is written after that follows from it.
  expect(await enforce(8 * 365)).toMatchObject({ audit: 1 })
  await server.addUser(school, 'COACH')
  const again = await verifyAudit(server.schools.app, school, later)
  expect([again.faults, again.entries]).toEqual([[], 2])
})

test('an entry that is not old enough holds up those after it, and none is taken out of the middle', async () => {
  const { schema } = lake
  const shorten = (days: number) =>
    enforceRetention(
      { ...server.erasure, admin: server.schools.admin },
      lake,
      createLog('silent'),
      new Date(Date.now() + days * DAY),
    )
  for (let n = 0; n < 4; n += 1) await server.addUser(lake, 'COACH')
  // The server's clock was ahead when the second entry was written.
  await server.schools.admin.unsafe(`UPDATE ${schema}.audit SET at = at + interval '1 year' WHERE n = 2`)
  expect(await shorten(7.5 * 365)).toMatchObject({ audit: 1 })
  const kept = await server.schools.admin.unsafe(`SELECT n FROM ${schema}.audit ORDER BY n`)
  expect(kept.map(({ n }) => Number(n))).toEqual([2, 3, 4, 5])
})

/** What serves the sync alone, is the platform's, or proves something to the server. */
const NOT_EXPORTED = [
  'sight_losses',
  'clock_clamps',
  'organizations',
  'tenants',
  'tenant_migrations',
  'platform_migrations',
  'signing_keys',
  'master_keys',
  'data_keys',
  'erasures',
  'attempts',
  'messages',
]

test('a school is exported whole, without secrets and formulas, and four times an hour [v5.0.0-2.4.1]', async () => {
  token = await server.tokenOf(await server.addUser(school, 'SCHOOL_ADMIN'))
  const get = () => server.request('/api/v1/privacy/school', { token })
  const answer = await get()
  expect(answer.headers.get('Content-Disposition')).toBe('attachment; filename="northridge.zip"')
  const files = unzipSync(new Uint8Array(await answer.arrayBuffer()))
  const text = (name: string) => new TextDecoder().decode(files[name])
  const lines = (name: string) => text(name).trim().split('\n')
  expect(lines('people.jsonl').map((line) => JSON.parse(line).name)).toContain('Active Adams')
  const things = Papa.parse<Record<string, string>>(text('equipment.csv'), {
    header: true,
    skipEmptyLines: true,
  })
  expect(things.data.map(({ name }) => name).sort()).toEqual(["'=cmd|helmet", 'Pads'])
  expect(lines('transactions.jsonl')).toHaveLength(2)
  expect(text('school.json')).toContain('northridge')
  const tables = await server.schools.admin<{ schema: string; name: string }[]>`
    SELECT table_schema AS schema, table_name AS name FROM information_schema.tables
    JOIN pg_class ON relname = table_name AND relnamespace = table_schema::regnamespace AND NOT relispartition
    WHERE table_schema IN (${school.schema}, 'etrax_system')`
  const held = tables.map(({ name }) => name).filter((name) => !NOT_EXPORTED.includes(name))
  expect(Object.keys(files).sort()).toEqual(
    ['school.json', ...held.flatMap((name) => [`${name}.csv`, `${name}.jsonl`])].sort(),
  )
  // The audit log can be followed from its first entry to its head without the server.
  const entries: { previous: string; hash: string; detail: unknown }[] = lines('audit.jsonl').map((line) =>
    JSON.parse(line),
  )
  expect(entries.slice(1).map(({ previous }) => previous)).toEqual(
    entries.slice(0, -1).map(({ hash }) => hash),
  )
  for (const name of Object.keys(files))
    for (const secret of ['password_hash', '$argon2', '_hash', 'family', 'lakeview', 'credential', 'ticket'])
      expect([name, text(name).includes(secret)]).toEqual([name, false])
  for (let more = 0; more < 3; more += 1) expect((await get()).status).toBe(200)
  const refused = await get()
  expect([refused.status, Number(refused.headers.get('Retry-After'))]).toEqual([429, expect.any(Number)])
})
