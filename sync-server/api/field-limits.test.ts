import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { formatStamp } from '../../shared/clock.ts'
import { fieldEntries } from '../../shared/collections/definition.ts'
import type { Field } from '../../shared/collections/field.ts'
import { uuidv7 } from '../../shared/ids.ts'
import { HEADER, type PushAnswer } from '../../shared/protocol.ts'
import { registry } from '../../shared/registry.ts'
import { type TestServer, testServer } from '../identity/test-server.ts'
import { type Tenant, withTenant } from '../tenancy/with-tenant.ts'

let server: TestServer
let tenant: Tenant
let token: string
beforeAll(async () => {
  server = await testServer()
  tenant = await server.schools.provision('northridge')
  token = await server.tokenOf(await server.addUser(tenant, 'SUPER_ADMIN'))
})
afterAll(() => server.end())

const MADE = ['equipment', 'categories', 'locations', 'people', 'teams'] as const

const NEEDED = {
  equipment: { kind: 'serialized', name: 'Helmet', status: 'available' },
  categories: { name: 'Pads' },
  locations: { name: 'Cage' },
  people: { kind: 'athlete', name: 'Jordan', active: true },
  teams: { name: 'Varsity', active: true },
} as const

/** What is no value of the field: one past each limit, and every other type. */
function badValues({ type, maxLength, maxItems, minimum, maximum, choices }: Field): readonly unknown[] {
  const long = 'x'.repeat(maxLength + 1)
  switch (type) {
    case 'text':
      return [long, 'a\u0000b', '\ud800', 7, true, [], {}]
    case 'stamp':
      return ['yesterday', 7]
    case 'id':
      return ['x', '0190a000-0000-7000-8000-00000000000', 7, true, [], {}]
    case 'time':
      return ['2027-02-30T00:00:00.000Z', '2027-01-01', 'now', 7, true, []]
    case 'date':
      return ['2027-02-30', '2027-1-1', '2027-01-01T00:00:00.000Z', 7, true, []]
    case 'integer':
      return [minimum - 1, maximum + 1, 1.5, '7', true, [], {}]
    case 'boolean':
      return ['true', 0, 1, [], {}]
    case 'choice':
      return [`${choices[0]} `, choices[0]?.toUpperCase(), '', 7, true, []]
    case 'ids':
      return [Array.from({ length: maxItems + 1 }, () => uuidv7()), ['x'], [7], 'x', 7, {}]
    case 'texts':
      return [Array.from({ length: maxItems + 1 }, (_, n) => `t${n}`), [long], [7], 'x', 7, {}]
    case 'texts-by-key':
      return [{ a: long }, { a: 7 }, { a: [] }, 'x', 7, []]
    case 'values-by-key':
      return [{ a: long }, { a: [] }, { a: { b: 1 } }, 'x', 7, []]
    case 'json':
      return [{ a: 'x'.repeat(maxLength) }]
  }
}

function cases(name: (typeof MADE)[number]): readonly (readonly [string, unknown])[] {
  return fieldEntries(registry[name])
    .filter(([field, { server: ofServer, type }]) => !ofServer && field !== 'id' && type !== 'stamp')
    .flatMap(([field, one]) => badValues(one).map((value) => [field, value] as const))
}

async function rowsOf(name: string): Promise<number> {
  const [row] = await withTenant(
    server.schools.app,
    tenant,
    (tx) => tx<{ count: number }[]>`SELECT count(*)::int AS count FROM ${tx(name)}`,
  )
  return row?.count ?? -1
}

describe('[ASVS 2.2.1] [ASVS 2.2.2] every value past a limit of its field is refused by that field, with nothing written', () => {
  test.each(MADE)('%s, pushed', async (name) => {
    const before = await rowsOf(name)
    const tried = cases(name)
    const rows = tried.map(([field, value], n) => ({
      newDocumentState: {
        ...NEEDED[name],
        id: uuidv7(),
        stamp: formatStamp({ ms: Date.now(), counter: n, deviceId: 'phone' }),
        [field]: value,
      },
    }))
    const answer = await server.request(`/sync/v1/${name}/push`, {
      method: 'POST',
      token,
      headers: { [HEADER.device]: 'phone' },
      body: JSON.stringify(rows),
    })
    const { rejected }: PushAnswer = await answer.json()
    const told = tried.map(([field]) => [field, 'invalid', expect.stringContaining(field)])
    expect(rejected.map(({ code, message }, n) => [tried[n]?.[0], code, message])).toEqual(told)
    expect(await rowsOf(name)).toBe(before)
  })

  test.each(MADE)('%s, by the API', async (name) => {
    const before = await rowsOf(name)
    for (const [field, value] of cases(name)) {
      const body = JSON.stringify({ ...NEEDED[name], [field]: value })
      const answer = await server.request(`/api/v1/${name}`, { method: 'POST', token, body })
      const { code, errors = [] } = await answer.json()
      const fields = errors.map((error: { field: string }) => error.field.split('.')[0])
      expect([field, value, code, fields]).toEqual([
        field,
        value,
        'invalid-value',
        expect.arrayContaining([field]),
      ])
    }
    expect(await rowsOf(name)).toBe(before)
  })

  test('each limit itself is taken', async () => {
    for (const name of MADE)
      for (const [field, { type, maxLength, server: ofServer }] of fieldEntries(registry[name])) {
        if (type !== 'text' || ofServer || field === 'merge') continue
        const body = JSON.stringify({
          ...NEEDED[name],
          [field]: `${uuidv7()}${'x'.repeat(maxLength)}`.slice(-maxLength),
        })
        const answer = await server.request(`/api/v1/${name}`, { method: 'POST', token, body })
        expect([name, field, answer.status]).toEqual([name, field, 201])
      }
  })
})
