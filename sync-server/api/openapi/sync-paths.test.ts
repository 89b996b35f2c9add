import { Compile } from 'typebox/compile'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { formatStamp } from '../../../shared/clock.ts'
import { uuidv7 } from '../../../shared/ids.ts'
import { isJsonObject } from '../../../shared/json.ts'
import { HEADER } from '../../../shared/protocol.ts'
import { registry } from '../../../shared/registry.ts'
import { type TestServer, testServer } from '../../identity/test-server.ts'
import { openApi } from './openapi.ts'

const description: unknown = JSON.parse(JSON.stringify(openApi([], Object.values(registry))))

/** The value at a path of keys, references followed. */
function at(...keys: readonly string[]): unknown {
  let found = description
  for (const key of keys) {
    if (!isJsonObject(found)) throw new Error(`${keys.join(' ')} is not described`)
    found = found[key]
  }
  return resolved(found)
}

function resolved(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(resolved)
  if (!isJsonObject(value)) return value
  const { $ref, ...own } = value
  const named = typeof $ref === 'string' ? at(...$ref.split('/').slice(1)) : {}
  return {
    ...(isJsonObject(named) ? named : {}),
    ...Object.fromEntries(Object.entries(own).map(([key, item]) => [key, resolved(item)])),
  }
}

const push = ['paths', '/sync/v1/{collection}/push', 'post'] as const
const pull = ['paths', '/sync/v1/{collection}/pull', 'get'] as const
const stream = ['paths', '/sync/v1/stream', 'get'] as const
const handOver = ['paths', '/sync/v1/hand-over', 'post'] as const

/** What of an answer, or of a body, is not as it is described. */
function violations(where: readonly string[], value: unknown) {
  const schema = at(...where, 'schema')
  if (!isJsonObject(schema)) throw new Error(`${where.join(' ')} has no schema`)
  return Compile(schema).Errors(value)
}

function answered(route: readonly string[], response: Response, body: unknown) {
  const type = (response.headers.get('Content-Type') ?? '').split(';')[0] ?? ''
  return violations([...route, 'responses', String(response.status), 'content', type], body)
}

let server: TestServer
let token: string
let athlete: string

beforeAll(async () => {
  server = await testServer()
  const tenant = await server.schools.provision('northridge')
  token = await server.tokenOf(await server.addUser(tenant, 'EQUIPMENT_MANAGER'))
  athlete = await server.tokenOf(await server.addUser(tenant, 'USER', { personId: uuidv7() }))
})
afterAll(() => server.end())

let made = 0
function helmet(fields: Record<string, unknown> = {}) {
  made += 1
  const stamp = formatStamp({ ms: Date.now(), counter: made, deviceId: 'phone' })
  return { id: uuidv7(), stamp, kind: 'serialized', name: 'Helmet', status: 'available', ...fields }
}

async function send(body: string, headers: Record<string, string> = {}) {
  const response = await server.request('/sync/v1/equipment/push', {
    method: 'POST',
    token,
    body,
    headers: { [HEADER.device]: 'phone', ...headers },
  })
  return { response, body: await response.json() }
}

async function read(path: string, by: string | undefined = token) {
  const response = await server.request(path, by === undefined ? {} : { token: by })
  return { response, body: await response.json() }
}

test.each([
  ['push', push, ['200', '400', '401', '403', '404', '409', '413', '426', '429', '503', 'default']],
  ['pull', pull, ['200', '400', '401', '403', '404', '409', '426', '429', '503', 'default']],
  ['stream', stream, ['200', '400', '401', '403', '404', '426', '429', '503', 'default']],
  ['hand-over', handOver, ['200', '400', '401', '403', '404', '409', '413', '426', '429', '503', 'default']],
])('[P8] %s says every answer that it can give, refusals as problem+json', (_name, route, statuses) => {
  const responses = at(...route, 'responses')
  expect(Object.keys(responses ?? {}).sort()).toEqual(statuses)
  for (const status of statuses.slice(1)) {
    expect(at(...route, 'responses', status, 'content')).toHaveProperty(['application/problem+json'])
  }
  for (const status of ['429', '503']) {
    expect(at(...route, 'responses', status, 'headers')).toHaveProperty(['Retry-After'])
  }
})

describe('what is really answered is as described', () => {
  test('[L3] a push of another history', async () => {
    const rows = [{ newDocumentState: helmet() }]
    const { response, body } = await send(JSON.stringify(rows), { [HEADER.epoch]: uuidv7() })
    expect(response.status).toBe(409)
    expect(answered(push, response, body)).toEqual([])
    expect(body).toMatchObject({ code: 'resync-required', reason: 'epoch' })
  })

  test('a push: stored documents, a tombstone, a rejection', async () => {
    const first = helmet({ tags: ['spring'], purchasePriceCents: 12_000 })
    const rows = [{ newDocumentState: first }, { newDocumentState: { ...helmet(), kind: 'boat' } }]
    const { response, body } = await send(JSON.stringify(rows))
    expect(answered(push, response, body)).toEqual([])
    expect(body).toMatchObject({ documents: [{ stamp: '' }], rejected: [{ code: 'invalid' }] })
    const theirs = { ...first, stamp: helmet().stamp, model: 'Flex' }
    await send(JSON.stringify([{ newDocumentState: theirs, assumedMasterState: first }]))
    const ours = { ...first, stamp: helmet().stamp, size: 'L' }
    const merged = await send(JSON.stringify([{ newDocumentState: ours, assumedMasterState: first }]))
    expect(merged.body.documents).toMatchObject([{ model: 'Flex', size: 'L' }])
    expect(answered(push, merged.response, merged.body)).toEqual([])
    const sent = [{ newDocumentState: ours, assumedMasterState: first }]
    expect(violations([...push, 'requestBody', 'content', 'application/json'], sent)).toEqual([])
  })

  test.each(Object.keys(registry))('a pull of %s', async (name) => {
    for (const by of [token, athlete]) {
      const { response, body } = await read(`/sync/v1/${name}/pull`, by)
      expect(response.status).toBe(200)
      expect(answered(pull, response, body)).toEqual([])
    }
  })

  test('nothing else passes for a document of a collection', async () => {
    const { body } = await read('/sync/v1/equipment/pull')
    const [document] = body.documents
    const { _deleted, ...unmarked } = document
    const content = [...pull, 'responses', '200', 'content', 'application/json']
    for (const wrong of [unmarked, { ...document, colour: 'red' }, { ...document, status: 'sold' }]) {
      expect(violations(content, { ...body, documents: [wrong] })).not.toEqual([])
    }
  })

  test('refusals', async () => {
    const bad = await send('{')
    expect([bad.response.status, answered(push, bad.response, bad.body)]).toEqual([400, []])
    const nobody = await server.request('/sync/v1/equipment/pull')
    expect([nobody.status, answered(pull, nobody, await nobody.json())]).toEqual([401, []])
    const missing = await read('/sync/v1/nothing/pull')
    expect([missing.response.status, answered(pull, missing.response, missing.body)]).toEqual([404, []])
    const resync = await read(`/sync/v1/equipment/pull?seq=0&epoch=${uuidv7()}`)
    expect([resync.response.status, answered(pull, resync.response, resync.body)]).toEqual([409, []])
    expect(resync.body).toMatchObject({ reason: 'epoch', restoredTo: 0 })
    const large = await send('[]', { 'Content-Length': '9000000' })
    expect([large.response.status, answered(push, large.response, large.body)]).toEqual([413, []])
    const newer = await send('[]', { [HEADER.schema]: '999' })
    expect([newer.response.status, answered(push, newer.response, newer.body)]).toEqual([503, []])
  })
})
