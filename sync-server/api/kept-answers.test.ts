import { afterAll, beforeAll, expect, test } from 'vitest'
import { uuidv7 } from '../../shared/ids.ts'
import { HEADER } from '../../shared/protocol.ts'
import { collectionNames } from '../../shared/registry.ts'
import { type TestServer, type TestUser, testServer } from '../identity/test-server.ts'

let server: TestServer
let admin: TestUser
let token: string

beforeAll(async () => {
  server = await testServer()
  admin = await server.addUser(await server.schools.provision('northridge'), 'SCHOOL_ADMIN')
  token = await server.tokenOf(admin)
})
afterAll(() => server.end())

test('[ASVS 14.3.2] no answer of the API or of sync is kept by anything between server and app', async () => {
  const device = { [HEADER.device]: 'phone' }
  const asked = [
    // The description of the API is nobody's data.
    ...server.routes
      .filter(({ path }) => !path.startsWith('/openapi') && !path.startsWith('/docs'))
      .map(({ method, path }) => [method, `/api/v1${path.replace(':id', uuidv7())}`] as const),
    ...collectionNames.flatMap(
      (name) =>
        [
          ['GET', `/sync/v1/${name}/pull`],
          ['POST', `/sync/v1/${name}/push`],
        ] as const,
    ),
    ['GET', '/sync/v1/stream'] as const,
    ['GET', '/sync/v1/nothing'] as const,
    ['GET', '/api/v1/nothing'] as const,
  ]
  expect(asked.length).toBeGreaterThan(60)
  for (const [method, path] of asked) {
    const body = method === 'GET' || method === 'DELETE' ? {} : { body: '[]' }
    for (const signedIn of [{}, { token }]) {
      const answer = await server.request(path, { method, headers: device, ...body, ...signedIn })
      await answer.body?.cancel()
      expect([method, path, answer.headers.get('Cache-Control')]).toEqual([
        method,
        path,
        expect.stringContaining('no-store'),
      ])
    }
    // One of them ends the sessions; what follows is asked with another.
    if (method === 'DELETE' && path.includes('sessions')) token = await server.tokenOf(admin)
  }
})
