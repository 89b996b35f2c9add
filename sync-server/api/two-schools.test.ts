import { unzipSync } from 'fflate'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { createClock } from '../../shared/clock.ts'
import { uuidv7 } from '../../shared/ids.ts'
import { collectionNames } from '../../shared/registry.ts'
import { type TestServer, type TestUser, testServer } from '../identity/test-server.ts'
import { createLog } from '../observability/log.ts'
import { type Tenant, withTenant } from '../tenancy/with-tenant.ts'

const CANARY = 'canary-of-lakeview'
/** Both schools have one of each kind by this id. */
const id = uuidv7()

const logged: string[] = []
let server: TestServer
let lake: Tenant
let lakeUser: TestUser
/** Of what lakeview alone has: users, sessions, devices, stations, reviews and entries. */
let foreign: readonly string[]
const tokens: Record<string, string> = {}

beforeAll(async () => {
  server = await testServer({ log: createLog('debug', { write: (line) => void logged.push(line) }) })
  for (const slug of ['northridge', 'lakeview']) {
    const tenant = await server.schools.provision(slug)
    if (slug === 'lakeview') lake = tenant
    tokens[slug] = await server.tokenOf(await server.addUser(tenant, 'SCHOOL_ADMIN'))
    const name = slug === 'lakeview' ? CANARY : 'Helmet'
    for (const collection of ['equipment', 'categories', 'locations', 'people', 'teams']) {
      const kind = { equipment: 'serialized', people: 'athlete' }[collection]
      const body = {
        id,
        name,
        ...(kind === undefined ? {} : { kind }),
        ...(collection === 'equipment' ? { status: 'available' } : {}),
        ...(collection === 'people' || collection === 'teams' ? { active: true } : {}),
      }
      await make(slug, `/${collection}`, body)
    }
    await make(slug, `/equipment/${id}/transactions`, { type: 'check_out', toHolderId: id, note: name })
  }
  lakeUser = await server.addUser(lake, 'COACH')
  await server.tokenOf(lakeUser)
  await make('lakeview', '/stations', {
    name: CANARY,
    teamIds: [id],
    staffIds: [lakeUser.id],
    lockSeconds: 60,
  })
  await push('lakeview', 'people', { id: uuidv7(), name: CANARY, kind: CANARY })
  await server.schools.admin`
    INSERT INTO etrax_system.devices (tenant_id, user_id, device_id, name)
    VALUES (${lake.id}, ${lakeUser.id}, 'tablet9', ${CANARY})`
  foreign = (await contents()).match(/"id": "[0-9a-f-]{36}"/g)?.map((text) => text.slice(7, -1)) ?? []
  foreign = [...new Set(foreign)].filter((one) => one !== id)
})
afterAll(async () => {
  await server.end()
  expect(logged.join('')).not.toContain(CANARY)
})

async function make(slug: string, path: string, body: unknown) {
  const made = await as(slug, 'POST', `/api/v1${path}`, body)
  expect([path, made.status]).toEqual([path, 201])
}

function as(slug: string, method: string, path: string, body?: unknown) {
  return server.request(path, {
    method,
    token: tokens[slug] ?? '',
    headers: { 'X-Device-Id': `${slug}1`, 'X-Schema-Version': '1', 'X-Device-Time': String(Date.now()) },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  })
}

function push(slug: string, collection: string, document: Readonly<Record<string, unknown>>) {
  const stamp = createClock(`${slug}1`, Date.now).next()
  return as(slug, 'POST', `/sync/v1/${collection}/push`, [{ newDocumentState: { ...document, stamp } }])
}

/** All that lakeview's tables hold, and what the platform keeps of it; not when somebody was there last. */
async function contents(): Promise<string> {
  const texts: string[] = []
  const rowsOf = (
    table: string,
    where: string,
  ) => `SELECT coalesce(jsonb_agg(row ORDER BY row::text), '[]')::text AS text
    FROM (SELECT to_jsonb(t) - 'used_at' - 'last_seen_at' AS row FROM ${table} AS t WHERE ${where}) AS rows`
  await withTenant(server.schools.app, lake, async (tx) => {
    const tables = await tx.unsafe<{ name: string }[]>(
      `SELECT relname AS name FROM pg_class WHERE relnamespace = current_schema()::regnamespace
       AND relkind IN ('r', 'p') AND NOT relispartition ORDER BY relname`,
    )
    for (const { name } of tables) texts.push((await tx.unsafe(rowsOf(name, 'true')))[0]?.text ?? '')
  })
  for (const table of ['devices', 'sessions', 'messages', 'visitors', 'visits', 'data_keys', 'erasures'])
    texts.push(
      (await server.schools.admin.unsafe(rowsOf(`etrax_system.${table}`, 'tenant_id = $1'), [lake.id]))[0]
        ?.text,
    )
  texts.push(
    (
      await server.schools.admin.unsafe(rowsOf('etrax_system.loans', 'lender_id = $1 OR borrower_id = $1'), [
        lake.id,
      ])
    )[0]?.text,
  )
  return texts.join('\n')
}

/** What an answer says, also where it is an archive. */
async function textOf(answer: Response): Promise<string> {
  const bytes = new Uint8Array(await answer.arrayBuffer())
  if (answer.headers.get('Content-Type') !== 'application/zip') return new TextDecoder().decode(bytes)
  return Object.values(unzipSync(bytes))
    .map((file) => new TextDecoder().decode(file))
    .join('\n')
}

/** What each route would take of the own school; `{ name }` where nothing stands here. */
const BODIES: Readonly<Record<string, unknown>> = {
  'PATCH /users/:id': { role: 'USER', active: false },
  'PUT /users/:id/email': { email: 'taken@northridge.example' },
  'PATCH /stations/:id': { name: 'Changed', teamIds: [], staffIds: [], lockSeconds: 60 },
  'POST /stations/:id/code': undefined,
  'POST /stations/badges/:id': undefined,
  'POST /equipment/:id/transactions': { type: 'report_lost' },
  'PUT /equipment/:id/status': { status: 'maintenance' },
  'POST /reviews/:id/resolve': { action: 'reject', version: 1, reason: 'Changed' },
  'POST /privacy/subjects/:id/erasure': { name: CANARY },
  'POST /messages/:id/retry': undefined,
  'POST /users/:id/invitation': undefined,
}

test('whatever one school does with ids that another one has as well, the other neither changes nor shows', async () => {
  const before = await contents()
  expect(before.split(CANARY).length).toBeGreaterThan(10)
  const paths = server.routes
    .filter(({ path }) => !path.startsWith('/auth'))
    .map(({ method, path }) => [method, `/api/v1${path.replace(':id', id)}`] as const)
  const sync = collectionNames.map((name) => ['GET', `/sync/v1/${name}/pull`] as const)
  // Mixed with the other school's own reading, so that both work on the same connections.
  const asked = Array.from({ length: 4 }, () => [...paths, ...sync]).flat()
  const answers = await Promise.all(
    asked.flatMap(([method, path]) => [
      as(
        'northridge',
        method,
        path,
        method === 'GET' || method === 'DELETE' ? undefined : { name: 'Changed' },
      ),
      as('lakeview', 'GET', `/api/v1/equipment/${id}`),
    ]),
  )
  for (const [index, answer] of answers.entries()) {
    const text = await textOf(answer)
    if (index % 2 === 0) expect(text).not.toContain(CANARY)
    else expect(text).toContain(CANARY)
    expect(answer.status).toBeLessThan(500)
  }
  expect(await contents()).toBe(before)
})

test('what one school alone has, nobody of another one reads, changes or ends by its id, on any route', async () => {
  const before = await contents()
  expect(foreign.length).toBeGreaterThan(6)
  const routes = server.routes.filter(({ path }) => path.includes('/:id'))
  expect(routes.length).toBeGreaterThan(30)
  for (const { method, path } of routes) {
    const name = `${method} ${path}`
    const body = name in BODIES ? BODIES[name] : { name: 'Changed' }
    const takesBody = method !== 'GET' && method !== 'DELETE'
    for (const one of foreign) {
      const answer = await as(
        'northridge',
        method,
        `/api/v1${path.replace(':id', one)}`,
        takesBody ? body : undefined,
      )
      const text = await textOf(answer)
      expect([name, answer.status >= 400 && answer.status < 500]).toEqual([name, true])
      expect([name, text.includes(CANARY)]).toEqual([name, false])
    }
  }
  expect(await contents()).toBe(before)
})

test('what one school pushes under the other’s ids, or hands over in the name of its people, is its own matter', async () => {
  const before = await contents()
  const own = { name: 'Changed', kind: 'serialized', status: 'available', active: true }
  for (const collection of collectionNames) {
    for (const one of [id, ...foreign]) {
      const answer = await push('northridge', collection, { ...own, id: one })
      expect((await textOf(answer)).includes(CANARY)).toBe(false)
    }
    const body = { authorId: lakeUser.id, collection, rows: [{ newDocumentState: { ...own, id } }] }
    const handed = await as('northridge', 'POST', '/sync/v1/hand-over', body)
    expect([collection, handed.status >= 400]).toEqual([collection, true])
  }
  expect(await contents()).toBe(before)
})

test("a school's name in the header opens nothing that the token does not", async () => {
  for (const path of [`/api/v1/equipment/${id}`, '/sync/v1/equipment/pull']) {
    const answer = await server.request(path, {
      token: tokens.northridge ?? '',
      headers: { 'X-Tenant': 'lakeview' },
    })
    expect([answer.status, (await answer.json()).code]).toEqual([404, 'not-found'])
    const own = await server.request(path, {
      token: tokens.lakeview ?? '',
      headers: { 'X-Tenant': 'lakeview' },
    })
    expect(own.status).toBe(200)
  }
})
