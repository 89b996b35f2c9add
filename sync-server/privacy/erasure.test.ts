import { unzipSync } from 'fflate'
import Papa from 'papaparse'
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { createClock } from '../../shared/clock.ts'
import { uuidv7 } from '../../shared/ids.ts'
import { verifyAudit } from '../audit/verify-audit.ts'
import { type TestServer, type TestUser, testServer } from '../identity/test-server.ts'
import { beginHistory } from '../tenancy/begin-history.ts'
import type { Tenant } from '../tenancy/with-tenant.ts'
import { eraseAgain } from './erase-subject.ts'

/** Another one for each test: what one leaves says nothing of the next. */
let NAME = ''

let server: TestServer
let school: Tenant
let admin: TestUser
let adminToken: string
let manager: TestUser
let managerToken: string
let athlete: TestUser
let person: string
let helmet: string
const clock = createClock('tablet1', Date.now)

beforeAll(async () => {
  server = await testServer()
  school = await server.schools.provision('northridge')
  admin = await server.addUser(school, 'SCHOOL_ADMIN')
  adminToken = await server.tokenOf(admin)
  manager = await server.addUser(school, 'EQUIPMENT_MANAGER')
  managerToken = await server.tokenOf(manager)
})
afterAll(() => server.end())

/** An athlete with an account, who had a helmet and brought it back; others have written of them. */
beforeEach(async () => {
  NAME = `Jordan Quinn-${uuidv7().slice(-8)}`
  person = uuidv7()
  helmet = uuidv7()
  athlete = await server.addUser(school, 'USER', { personId: person })
  await push('people', [
    { id: person, stamp: clock.next(), name: NAME, jerseyNumber: '=7', kind: 'athlete', active: true },
  ])
  await push('equipment', [
    {
      id: helmet,
      stamp: clock.next(),
      kind: 'serialized',
      name: 'Helmet',
      status: 'available',
      notes: `Strap cut short by ${NAME.toUpperCase().replace(' ', '  ')}.\nJane Doe has sore knees.`,
      custom: { fitted: `for ${NAME}` },
    },
  ])
  const out = uuidv7()
  await push('transactions', [entry(out, 'check_out', { toHolderId: person, note: `${NAME} signed for it` })])
  await push('transactions', [
    entry(uuidv7(), 'check_in', {
      fromHolderId: person,
      previousId: out,
      note: `his mother brought it, says Ms ${surname()}`,
    }),
  ])
  // A refused write about the person, which a review holds whole.
  await push('people', [
    {
      id: person,
      stamp: clock.next(),
      name: NAME,
      jerseyNumber: 'x'.repeat(30),
      kind: 'athlete',
      active: true,
    },
  ])
})

function entry(id: string, type: string, fields: Record<string, unknown>) {
  const stamp = clock.next()
  return { id, stamp, equipmentId: helmet, type, occurredAt: new Date().toISOString(), ...fields }
}

async function push(collection: string, documents: readonly Record<string, unknown>[], base?: unknown) {
  const answer = await server.request(`/sync/v1/${collection}/push`, {
    method: 'POST',
    token: managerToken,
    headers: { 'X-Device-Id': 'tablet1', 'X-Schema-Version': '1', 'X-Device-Time': String(Date.now()) },
    body: JSON.stringify(
      documents.map((document) => ({
        ...(base === undefined ? {} : { assumedMasterState: base }),
        newDocumentState: {
          ...document,
          ...(collection === 'transactions' ? { actorId: manager.id, deviceId: 'tablet1' } : {}),
        },
      })),
    ),
  })
  expect(answer.status).toBe(200)
  return await answer.json()
}
const get = (path: string) => server.request(`/api/v1${path}`, { token: adminToken })
const erase = (id = person, name = NAME, token = adminToken) =>
  server.request(`/api/v1/privacy/subjects/${id}/erasure`, {
    method: 'POST',
    body: JSON.stringify({ name }),
    token,
  })

/** Everything that the database holds of the school and of the platform. */
async function dump(): Promise<string> {
  const tables = await server.schools.admin<{ name: string }[]>`
    SELECT format('%I.%I', table_schema, table_name) AS name FROM information_schema.tables
    WHERE table_schema IN (${school.schema}, 'etrax_system') AND table_type = 'BASE TABLE'`
  const rows = await Promise.all(
    tables.map(({ name }) =>
      server.schools.admin.unsafe<{ rows: string }[]>(`SELECT json_agg(t)::text AS rows FROM ${name} t`),
    ),
  )
  return rows
    .flat()
    .map(({ rows: text }) => text ?? '')
    .join('\n')
    .toLowerCase()
}
const surname = () => NAME.split(' ')[1] ?? ''
/** Whatever of the person is found anywhere. */
const traces = (text: string) =>
  [surname(), athlete.email].filter((trace) => text.includes(trace.toLowerCase()))

async function document(collection: string, id: string) {
  const answer = await server.request(`/sync/v1/${collection}/pull?limit=500`, {
    token: managerToken,
    headers: { 'X-Device-Id': 'tablet1', 'X-Schema-Version': '1' },
  })
  const { documents } = await answer.json()
  return documents.findLast((one: { id: string }) => one.id === id)
}

test('an erased person is in no table any more, and devices get what is left by ordinary sync', async () => {
  expect(traces(await dump())).toEqual([surname(), athlete.email])
  expect((await erase()).status).toBe(200)
  expect(traces(await dump())).toEqual([])
  expect(await document('people', person)).toMatchObject({ name: '', active: false, _deleted: true })
  expect(await document('people', person)).not.toHaveProperty('jerseyNumber')
  const thing = await document('equipment', helmet)
  expect(thing).toMatchObject({
    notes: 'Strap cut short by […].\nJane Doe has sore knees.',
    custom: { fitted: 'for […]' },
    _deleted: false,
  })
  // Who had what is still told, of somebody who is nobody.
  const ledger = await (await get(`/equipment/${helmet}/history`)).json()
  expect(JSON.stringify(ledger)).toContain(person)
})

test('a name is found whatever stands between its words, in notes and in reviews alike', async () => {
  const [first = '', last = ''] = NAME.split(' ')
  const id = uuidv7()
  const thing = { id, stamp: clock.next(), kind: 'serialized', name: 'Pads', status: 'available' }
  await push('equipment', [{ ...thing, notes: `Torn by ${first}\n  ${last} again` }])
  // Refused: a review holds it whole, as JSON.
  const refused = {
    ...thing,
    stamp: clock.next(),
    size: 'x'.repeat(2_000),
    notes: `${first}\t${last} was here`,
  }
  await push('equipment', [refused])
  const held = () =>
    server.schools.admin.unsafe<{ text: string }[]>(
      `SELECT concat(notes, tags, custom) AS text FROM ${school.schema}.equipment WHERE id::text = $1
       UNION ALL SELECT concat(base, device, server, reason) FROM ${school.schema}.reviews WHERE document_id = $1`,
      [id],
    )
  expect((await held()).filter(({ text }) => text.includes(last))).toHaveLength(2)
  expect((await erase()).status).toBe(200)
  expect((await held()).filter(({ text }) => text.includes(last))).toEqual([])
})

test('a name is taken out of what loans between schools say, and of the things that they copied', async () => {
  const { admin: owner } = server.schools
  const other = await server.schools.provision(`other-${uuidv7().slice(-8)}`)
  const id = uuidv7()
  await owner`
    INSERT INTO etrax_system.loans (id, lender_id, borrower_id, state, until, request, lines, created_at, updated_at)
    VALUES (${id}, ${school.id}, ${other.id}, 'offered', '2030-01-01', ${`For ${NAME}, size L`},
      ${JSON.stringify([{ equipmentId: helmet, kind: 'serialized', quantity: 1, name: `Helmet of ${NAME}` }])}::text::jsonb,
      now(), now())`
  expect((await erase()).status).toBe(200)
  const [loan] = await owner<{ request: string; lines: readonly object[] }[]>`
    SELECT request, lines FROM etrax_system.loans WHERE id = ${id}`
  expect(loan).toMatchObject({
    request: 'For […], size L',
    lines: [{ name: 'Helmet of […]', equipmentId: helmet }],
  })
})

test('the history of the notes that name somebody is given up with the name', async () => {
  const id = uuidv7()
  const make = { id, kind: 'serialized', name: 'Pads', status: 'available', notes: `Of ${NAME}.` }
  const headers = { 'X-Device-Id': 'tablet1' }
  await server.request('/api/v1/equipment', {
    method: 'POST',
    body: JSON.stringify(make),
    token: managerToken,
    headers,
  })
  const bytes = async () => Buffer.from((await document('equipment', id)).merge, 'base64').toString('latin1')
  expect(await bytes()).toContain(surname())
  await erase()
  expect(await document('equipment', id)).toMatchObject({ notes: 'Of […].' })
  expect(await bytes()).not.toContain(surname())
})

test('the audit log stays whole, and says who erased whom', async () => {
  await erase()
  expect((await verifyAudit(server.schools.app, school)).faults).toEqual([])
  const { entries } = await (await get(`/audit?documentId=${person}&action=erase`)).json()
  expect(entries).toMatchObject([{ actorId: admin.id, action: 'erase', collection: 'people' }])
})

test('an erased user is signed out everywhere and cannot sign in again', async () => {
  const token = await server.tokenOf(athlete)
  expect((await server.request('/api/v1/auth/me', { token })).status).toBe(200)
  await erase()
  expect((await server.request('/api/v1/auth/me', { token })).status).toBe(401)
  const users = await (await get('/users')).json()
  expect(users.users.map(({ id }: { id: string }) => id)).not.toContain(athlete.id)
})

test('while things are out nothing is erased, and the reason is told', async () => {
  await push('transactions', [entry(uuidv7(), 'check_out', { toHolderId: person })])
  const outlook = await (await get(`/privacy/subjects/${person}`)).json()
  expect(outlook).toMatchObject({ names: expect.arrayContaining([NAME]), thingsOut: 1, own: false })
  const answer = await erase()
  expect([answer.status, (await answer.json()).code]).toEqual([409, 'holds-things'])
  expect(await document('people', person)).toMatchObject({ name: NAME, _deleted: false })
  expect(await eraseAgain(server.erasure)).toBe(0)
})

test('only the name confirms it, and nobody erases the own account', async () => {
  const wrong = await erase(person, 'Jordan')
  expect([wrong.status, (await wrong.json()).code]).toEqual([422, 'invalid-value'])
  const own = await erase(admin.id, 'SCHOOL_ADMIN of northridge')
  expect([own.status, (await own.json()).code]).toEqual([403, 'forbidden'])
  expect((await erase(uuidv7())).status).toBe(404)
  expect((await get('/privacy/subjects/nobody')).status).toBe(404)
})

test("[v5.0.0-8.4.1] another school's administrator finds nobody of this one", async () => {
  const lake = await server.schools.provision(`lake${uuidv7().slice(-8)}`)
  const token = await server.tokenOf(await server.addUser(lake, 'SCHOOL_ADMIN'))
  for (const path of ['', '/export']) {
    const answer = await server.request(`/api/v1/privacy/subjects/${person}${path}`, { token })
    expect([answer.status, (await answer.json()).code]).toEqual([404, 'not-found'])
  }
  expect((await erase(person, NAME, token)).status).toBe(404)
})

test('what a device still sends of an erased person brings nothing back', async () => {
  const base = await document('people', person)
  await erase()
  const answer = await push('people', [{ ...base, stamp: clock.next(), jerseyNumber: '12' }], base)
  expect(answer.rejected).toEqual([])
  expect(answer.documents).toMatchObject([{ id: person, name: '', _deleted: true }])
  expect(traces(await dump())).toEqual([])
})

test('what devices send again after a restore is erased again, and what a restore brought back', async () => {
  const tables = ['people', 'users', 'transactions', 'reviews', 'equipment', 'credentials']
  const { schema } = school
  for (const table of tables)
    await server.schools.admin.unsafe(`CREATE TABLE ${schema}.kept_${table} AS TABLE ${schema}.${table}`)
  await erase()
  // The backup is older than the erasure, and the database's own list of erasures with it.
  for (const table of tables)
    await server.schools.admin.unsafe(
      `DELETE FROM ${schema}.${table}; INSERT INTO ${schema}.${table} TABLE ${schema}.kept_${table};
       DROP TABLE ${schema}.kept_${table}`,
    )
  await server.schools.admin`DELETE FROM etrax_system.erasures`
  await beginHistory(server.schools.admin, school)
  expect(traces(await dump())).toHaveLength(2)
  expect(await eraseAgain(server.erasure)).toBeGreaterThan(2)
  expect(traces(await dump())).toEqual([])
  expect(await eraseAgain(server.erasure)).toBe(0)
})

test('what others wrote of somebody is handed out with the own documents, and who did what with them', async () => {
  const named = {
    id: uuidv7(),
    stamp: clock.next(),
    kind: 'serialized',
    status: 'available',
    size: 'x'.repeat(300),
  }
  await push('equipment', [{ ...named, name: `Helmet of ${NAME}` }])
  const answer = await get(`/privacy/subjects/${person}/export`)
  const files = unzipSync(new Uint8Array(await answer.arrayBuffer()))
  const { tables } = JSON.parse(new TextDecoder().decode(files['data.json']))
  // The refused write of a thing is about no document of theirs, and by somebody else.
  const review = tables.reviews.find(({ documentId }: { documentId: string }) => documentId === named.id)
  expect(review.device.name).toBe(`Helmet of ${NAME}`)
  expect(review.reason).toBeUndefined()
  // Of what else stands on a thing they had, such as of whoever has it now, nothing.
  const thing = tables.equipment.find((one: { id: string }) => one.id === helmet)
  expect(thing).toEqual({
    id: helmet,
    kind: 'serialized',
    createdAt: expect.any(String),
    notes: `Strap cut short by ${NAME.toUpperCase().replace(' ', '  ')}.`,
    custom: { fitted: `for ${NAME}` },
  })
  expect(tables.audit).toEqual(
    expect.arrayContaining([expect.objectContaining({ actor_id: manager.id, document_id: person })]),
  )
})

test('all that is held on somebody is handed out, as JSON and as tables without formulas, and noted', async () => {
  const answer = await get(`/privacy/subjects/${athlete.id}/export`)
  expect(answer.headers.get('Content-Type')).toBe('application/zip')
  expect(answer.headers.get('Cache-Control')).toBe('no-store')
  const files = unzipSync(new Uint8Array(await answer.arrayBuffer()))
  const text = (name: string) => new TextDecoder().decode(files[name])
  const all = JSON.parse(text('data.json'))
  expect(all.tables.people).toMatchObject([{ id: person, name: NAME, jerseyNumber: '=7' }])
  expect(all.tables.credentials).toMatchObject([{ email: athlete.email }])
  expect(all.tables.transactions).toHaveLength(2)
  expect(all.tables.reviews).toHaveLength(1)
  expect(Object.keys(files)).toEqual(
    expect.arrayContaining(['people.csv', 'transactions.csv', 'credentials.csv']),
  )
  for (const [name, bytes] of Object.entries(files).filter(([file]) => file.endsWith('.csv'))) {
    const rows = Papa.parse<string[]>(new TextDecoder().decode(bytes), { skipEmptyLines: true }).data
    for (const cell of rows.flat())
      expect([name, cell]).not.toEqual([name, expect.stringMatching(/^[=+@\t\r]/)])
  }
  const kept = JSON.stringify(all)
  for (const secret of ['password_hash', 'argon2', 'invitation_hash', '_hash'])
    expect(kept).not.toContain(secret)
  const { entries } = await (await get(`/audit?documentId=${person}&action=export`)).json()
  expect(entries).toMatchObject([{ actorId: admin.id }])
})
