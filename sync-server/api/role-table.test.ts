import { afterAll, beforeAll, expect, test } from 'vitest'
import { uuidv7 } from '../../shared/ids.ts'
import { ROLES, type Role } from '../../shared/roles.ts'
import { type TestServer, testServer } from '../identity/test-server.ts'

/**
 * Who may call what, written by hand: U(SER), C(OACH), E(QUIPMENT_MANAGER), S(CHOOL_ADMIN), O(RG_ADMIN), P(latform, that is
 * SUPER_ADMIN); `public` needs no sign-in. A route that is missing here fails the test.
 */
const TABLE: Readonly<Record<string, string>> = {
  'POST /auth/login': 'public',
  'POST /auth/refresh': 'public',
  'POST /auth/logout': 'public',
  'POST /auth/register': 'public',
  'GET /auth/me': 'UCESOP',
  'GET /auth/sessions': 'UCESOP',
  'DELETE /auth/sessions': 'UCESOP',
  'DELETE /auth/sessions/:id': 'UCESOP',
  'POST /auth/password': 'UCESOP',
  'GET /users': 'UCESOP',
  'GET /users/:id': 'UCESOP',
  'POST /users': 'SP',
  'PATCH /users/:id': 'SP',
  'GET /users/:id/sessions': 'SP',
  'DELETE /users/:id/sessions': 'SP',
  'POST /users/:id/invitation': 'SP',
  'GET /audit': 'SP',
  'GET /audit/export': 'SP',
  'GET /audit/verification': 'SP',
  'GET /equipment': 'UCESOP',
  'GET /equipment/:id': 'UCESOP',
  'POST /equipment': 'ESP',
  // A USER may bring a thing to lost or back from it; which status is judged by the thing's.
  'PUT /equipment/:id': 'UCESP',
  'PATCH /equipment/:id': 'UCESP',
  'DELETE /equipment/:id': 'CESP',
  'GET /equipment/:id/history': 'UCESOP',
  'POST /equipment/:id/transactions': 'UCESP',
  'PUT /equipment/:id/status': 'UCESP',
  'GET /categories': 'UCESOP',
  'GET /categories/:id': 'UCESOP',
  'POST /categories': 'ESP',
  'PUT /categories/:id': 'ESP',
  'PATCH /categories/:id': 'ESP',
  'DELETE /categories/:id': 'ESP',
  'GET /locations': 'UCESOP',
  'GET /locations/:id': 'UCESOP',
  'POST /locations': 'ESP',
  'PUT /locations/:id': 'ESP',
  'PATCH /locations/:id': 'ESP',
  'DELETE /locations/:id': 'ESP',
  'GET /people': 'UCESOP',
  'GET /people/:id': 'UCESOP',
  'POST /people': 'ESP',
  'PUT /people/:id': 'ESP',
  'PATCH /people/:id': 'ESP',
  'DELETE /people/:id': 'ESP',
  'GET /teams': 'UCESOP',
  'GET /teams/:id': 'UCESOP',
  'POST /teams': 'ESP',
  'PUT /teams/:id': 'ESP',
  'PATCH /teams/:id': 'ESP',
  'DELETE /teams/:id': 'ESP',
  'GET /transactions': 'UCESOP',
  'GET /transactions/:id': 'UCESOP',
  'POST /transactions': 'UCESP',
  'GET /reviews': 'UCESOP',
  'GET /reviews/:id': 'UCESOP',
  // Managers decide; an author answers what was asked.
  'POST /reviews/:id/resolve': 'UCESP',
  'GET /openapi.json': 'public',
  'GET /docs': 'public',
  'GET /docs.css': 'public',
}

const LETTER: Readonly<Record<Role, string>> = {
  USER: 'U',
  COACH: 'C',
  EQUIPMENT_MANAGER: 'E',
  SCHOOL_ADMIN: 'S',
  ORG_ADMIN: 'O',
  SUPER_ADMIN: 'P',
}

let server: TestServer
const tokens = new Map<Role, string>()

beforeAll(async () => {
  server = await testServer()
  const tenant = await server.schools.provision('northridge')
  for (const role of ROLES) tokens.set(role, await server.tokenOf(await server.addUser(tenant, role)))
})
afterAll(() => server.end())

const names = Object.keys(TABLE)

test('the table names every route, and no other', () => {
  expect(server.routes.map(({ method, path }) => `${method} ${path}`).sort()).toEqual([...names].sort())
})

function call(name: string, token: string | undefined) {
  const [method = '', path = ''] = name.split(' ')
  const body = method === 'GET' || method === 'DELETE' ? {} : { body: '{}' }
  const target = `/api/v1${path.replace(':id', uuidv7())}`
  return server.request(target, { method, ...body, ...(token === undefined ? {} : { token }) })
}

test.each(names)('%s: each role as the table says, and nobody without a sign-in', async (name) => {
  const allowed = TABLE[name] ?? ''
  const anonymous = await call(name, undefined)
  if (allowed === 'public') {
    // Refused for other reasons, if at all: not for a missing session.
    if (anonymous.status >= 400) expect((await anonymous.json()).detail).not.toContain('Authorization')
    return
  }
  expect([anonymous.status, (await anonymous.json()).code]).toEqual([401, 'unauthenticated'])
  for (const role of ROLES) {
    const { status } = await call(name, tokens.get(role))
    if (allowed.includes(LETTER[role])) expect([role, status]).not.toEqual([role, 403])
    else expect([role, status]).toEqual([role, 403])
    expect(status).toBeLessThan(500)
  }
})

test('a route that is not listed is there for nobody', async () => {
  for (const role of ROLES) {
    for (const path of ['/api/v1/tenants', '/api/v1/secrets', '/api/v1/credentials', '/api/v1/sessions'])
      expect((await server.request(path, { token: tokens.get(role) ?? '' })).status).toBe(404)
  }
})
