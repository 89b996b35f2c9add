import { afterAll, beforeAll, expect, test } from 'vitest'
import { uuidv7 } from '../../../shared/ids.ts'
import type { Role } from '../../../shared/roles.ts'
import { type TestServer, testServer } from '../../identity/test-server.ts'
import type { Tenant } from '../../tenancy/with-tenant.ts'

let server: TestServer
let tenant: Tenant
const tokens = new Map<Role, string>()
const team = uuidv7()

beforeAll(async () => {
  server = await testServer()
  tenant = await server.schools.provision('northridge')
  for (const role of ['COACH', 'EQUIPMENT_MANAGER'] as const) {
    const user = await server.addUser(tenant, role, role === 'COACH' ? { teamIds: [team] } : {})
    tokens.set(role, await server.tokenOf(user))
  }
  for (let index = 0; index < 25; index += 1) {
    const isOdd = index % 2 === 1
    const made = await server.request('/api/v1/equipment', {
      method: 'POST',
      token: tokens.get('EQUIPMENT_MANAGER') ?? '',
      body: JSON.stringify({
        kind: 'serialized',
        // Names repeat, so that a page ends amid equal ones.
        name: `Helmet ${String(Math.floor(index / 5))}`,
        status: 'available',
        tagCode: `100%_${index}`,
        ...(isOdd ? { purchaseDate: `2026-01-${String(index).padStart(2, '0')}`, tags: ['odd'] } : {}),
        ...(index < 3 ? { purchasePriceCents: index * 100 } : {}),
      }),
    })
    expect(made.status).toBe(201)
  }
})
afterAll(() => server.end())

async function list(query: string, role: Role = 'EQUIPMENT_MANAGER', collection = 'equipment') {
  const answer = await server.request(`/api/v1/${collection}?${query}`, { token: tokens.get(role) ?? '' })
  return { status: answer.status, ...(await answer.json()) }
}

type Listed = { id: string; name: string; tagCode: string; purchaseDate?: string; _deleted?: boolean }

async function all(query: string, limit: number): Promise<Listed[]> {
  const found: Listed[] = []
  let cursor = ''
  do {
    const page = await list(`${query}&limit=${limit}${cursor === '' ? '' : `&cursor=${cursor}`}`)
    expect(page.status).toBe(200)
    expect(page.documents.length).toBeLessThanOrEqual(limit)
    found.push(...page.documents)
    cursor = page.cursor ?? ''
  } while (cursor !== '')
  return found
}

test.each(['sort=name', 'sort=-name', 'sort=purchaseDate', 'sort=-purchasePriceCents', 'sort=createdAt', ''])(
  'pages in the order "%s" give every document once, whatever their size',
  async (query) => {
    const whole = await all(query, 500)
    expect(whole).toHaveLength(25)
    for (const limit of [1, 2, 7, 25]) expect(await all(query, limit)).toEqual(whole)
  },
)

test('documents come in the order that was asked for, without the deletion mark', async () => {
  const names = (await all('sort=-name', 500)).map(({ name }) => name)
  expect(names).toEqual([...names].sort().reverse())
  const dated = (await all('sort=purchaseDate', 500)).map(({ purchaseDate }) => purchaseDate ?? '')
  expect(dated).toEqual([...dated].sort())
  expect((await list('limit=1')).documents[0]).not.toHaveProperty('_deleted')
})

test('filters by value, by list and by range', async () => {
  expect((await list('name=Helmet 2')).documents).toHaveLength(5)
  expect((await list('tags=odd')).documents).toHaveLength(12)
  const range = await list('purchaseDate.from=2026-01-05&purchaseDate.to=2026-01-09&sort=purchaseDate')
  expect(range.documents.map(({ purchaseDate }: Listed) => purchaseDate)).toEqual([
    '2026-01-05',
    '2026-01-07',
    '2026-01-09',
  ])
  expect((await list('purchasePriceCents.from=100')).documents).toHaveLength(2)
  expect((await list('status=available&kind=bulk')).documents).toHaveLength(0)
})

test('a search finds inside texts, and its signs stand for themselves', async () => {
  expect((await list('q=helmet 3')).documents).toHaveLength(5)
  expect((await list(`q=${encodeURIComponent('%_24')}`)).documents).toHaveLength(1)
  expect((await list(`q=${encodeURIComponent('1%0')}`)).documents).toHaveLength(0)
  expect((await list(`q=${encodeURIComponent("'; DROP TABLE equipment; --")}`)).documents).toEqual([])
})

test.each([
  'nothing=1',
  'field_stamps=1',
  'seq=1',
  'custom=1',
  'sort=custom',
  'sort=tags',
  'sort=name;drop',
  'name.from=a',
  'purchaseDate.over=2026-01-01',
  'purchaseDate=yesterday',
  'holderId=x',
  'status=gone',
  'purchasePriceCents=1e999',
  'pendingDeletion=1',
  'limit=0',
  'limit=501',
  'limit=-1',
  'cursor=x',
  `cursor=${Buffer.from('["","x","y"]').toString('base64url')}`,
  `q=${'x'.repeat(201)}`,
  'constructor=1',
])('%s is refused as malformed', async (query) => {
  const { status, code } = await list(query)
  expect([status, code]).toEqual([400, 'malformed-request'])
})

test('a cursor of another order, or with a value that is none, is refused', async () => {
  const { cursor } = await list('sort=name&limit=1')
  expect((await list(`sort=-name&limit=1&cursor=${cursor}`)).status).toBe(400)
  const made = Buffer.from(JSON.stringify(['purchaseDate', 'x', uuidv7()])).toString('base64url')
  expect((await list(`sort=purchaseDate&cursor=${made}`)).status).toBe(400)
})

test('a coach lists the people of the own teams, without what is hidden, and cannot filter by it', async () => {
  const add = (body: object) =>
    server.request('/api/v1/people', {
      method: 'POST',
      token: tokens.get('EQUIPMENT_MANAGER') ?? '',
      body: JSON.stringify({ kind: 'athlete', active: true, ...body }),
    })
  await add({ name: 'Own Athlete', teamIds: [team], holds: [{ reason: 'unpaid' }] })
  await add({ name: 'Other Athlete', teamIds: [uuidv7()] })
  const seen = await list('sort=name', 'COACH', 'people')
  expect(seen.documents.map(({ name }: Listed) => name)).toEqual(['Own Athlete'])
  expect(seen.documents[0]).not.toHaveProperty('holds')
  expect((await list('q=Other', 'COACH', 'people')).documents).toEqual([])
  expect((await list('sort=name', 'EQUIPMENT_MANAGER', 'people')).documents).toHaveLength(2)
})
