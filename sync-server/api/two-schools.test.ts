import { afterAll, beforeAll, expect, test } from 'vitest'
import { uuidv7 } from '../../shared/ids.ts'
import { collectionNames } from '../../shared/registry.ts'
import { type TestServer, testServer } from '../identity/test-server.ts'
import { type Tenant, withTenant } from '../tenancy/with-tenant.ts'

const CANARY = 'canary-of-lakeview'
const id = uuidv7()

let server: TestServer
let lake: Tenant
const tokens: Record<string, string> = {}

beforeAll(async () => {
  server = await testServer()
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
      const made = await as(slug, 'POST', `/api/v1/${collection}`, body)
      expect([collection, made.status]).toEqual([collection, 201])
    }
  }
})
afterAll(() => server.end())

function as(slug: string, method: string, path: string, body?: unknown) {
  return server.request(path, {
    method,
    token: tokens[slug] ?? '',
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  })
}

/** All that a school's tables hold. */
function contents(tenant: Tenant): Promise<string> {
  return withTenant(server.schools.app, tenant, async (tx) => {
    const texts: string[] = []
    for (const table of [...collectionNames, 'sync_state', 'audit', 'sight_losses']) {
      const rows = await tx.unsafe<{ text: string }[]>(
        `SELECT coalesce(jsonb_agg(to_jsonb(t) ORDER BY to_jsonb(t)::text), '[]')::text AS text FROM ${table} AS t`,
      )
      texts.push(rows[0]?.text ?? '')
    }
    return texts.join('\n')
  })
}

test('whatever one school does with ids that another one has as well, the other neither changes nor shows', async () => {
  const before = await contents(lake)
  expect(before).toContain(CANARY)
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
    const text = await answer.text()
    if (index % 2 === 0) expect(text).not.toContain(CANARY)
    else expect(text).toContain(CANARY)
    expect(answer.status).toBeLessThan(500)
  }
  expect(await contents(lake)).toBe(before)
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
