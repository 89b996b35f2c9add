import { afterAll, beforeAll, expect, test } from 'vitest'
import { uuidv7 } from '../../shared/ids.ts'
import { ROLES, type Role } from '../../shared/roles.ts'
import { type TestServer, testServer } from '../identity/test-server.ts'
import { createLog } from '../observability/log.ts'

/**
 * Who may call what, written by hand: U(SER), C(OACH), E(QUIPMENT_MANAGER), S(CHOOL_ADMIN), O(RG_ADMIN), P(latform, that is
 * SUPER_ADMIN); K (a station) may nothing of it; `public` needs no sign-in. A route that is missing here fails the test.
 */
const TABLE: Readonly<Record<string, string>> = {
  'POST /auth/login': 'public',
  'POST /auth/refresh': 'public',
  'POST /auth/logout': 'public',
  'POST /auth/register': 'public',
  'POST /auth/second-factor': 'public',
  'POST /auth/second-factor/passkey': 'public',
  'POST /auth/second-factor/code': 'public',
  'POST /auth/passkey': 'public',
  'POST /auth/passkey/options': 'public',
  'POST /auth/set-up': 'public',
  'POST /auth/set-up/totp': 'public',
  'POST /auth/set-up/passkey': 'public',
  'POST /auth/set-up/email': 'public',
  'POST /auth/set-up/sms': 'public',
  'GET /auth/forgotten': 'public',
  'POST /auth/forgotten': 'public',
  'GET /auth/me': 'UCESOP',
  'GET /auth/sessions': 'UCESOP',
  'DELETE /auth/sessions': 'UCESOP',
  'DELETE /auth/sessions/:id': 'UCESOP',
  'POST /auth/password': 'UCESOP',
  'GET /devices': 'UCESOP',
  'PATCH /devices/:id': 'UCESOP',
  'DELETE /devices/:id': 'UCESOP',
  // By the cookie of a session that a revocation ended.
  'POST /devices/hand-in': 'public',
  'POST /devices/hand-in/end': 'public',
  'POST /auth/step-up': 'UCESOP',
  'POST /auth/step-up/second-factor': 'UCESOP',
  'GET /auth/factors': 'UCESOP',
  'POST /auth/factors': 'UCESOP',
  'POST /auth/factors/totp': 'UCESOP',
  'POST /auth/factors/passkey': 'UCESOP',
  'POST /auth/factors/email': 'UCESOP',
  'POST /auth/factors/sms': 'UCESOP',
  'DELETE /auth/factors/:id': 'UCESOP',
  'POST /auth/recovery-codes': 'UCESOP',
  'GET /security/second-factor': 'SP',
  'PATCH /security/second-factor': 'SP',
  'POST /auth/station/enrol': 'public',
  'POST /auth/station/session': 'public',
  'GET /auth/pin': 'CESP',
  'PUT /auth/pin': 'CESP',
  'GET /stations': 'ESP',
  'POST /stations': 'ESP',
  'PATCH /stations/:id': 'ESP',
  'DELETE /stations/:id': 'ESP',
  'POST /stations/:id/code': 'ESP',
  'POST /stations/badges/:id': 'ESP',
  'GET /users': 'UCESOP',
  'GET /users/:id': 'UCESOP',
  'POST /users': 'SP',
  'PATCH /users/:id': 'SP',
  'GET /users/:id/sessions': 'SP',
  'DELETE /users/:id/sessions': 'SP',
  'POST /users/:id/invitation': 'SP',
  'PUT /users/:id/email': 'SP',
  'GET /privacy/subjects/:id': 'SP',
  'GET /privacy/subjects/:id/export': 'SP',
  'POST /privacy/subjects/:id/erasure': 'SP',
  'GET /messages': 'SP',
  'POST /messages/:id/retry': 'SP',
  'DELETE /messages/:id': 'SP',
  'GET /users/:id/factors': 'SP',
  'DELETE /users/:id/factors': 'SP',
  'GET /privacy/retention': 'SP',
  'PUT /privacy/retention': 'SP',
  'GET /privacy/school': 'SP',
  'GET /audit': 'SP',
  'GET /audit/export': 'SP',
  'GET /audit/verification': 'SP',
  'GET /organization': 'OP',
  'GET /organization/totals': 'OP',
  'GET /organization/budget': 'OP',
  'GET /loans': 'ESP',
  'GET /loans/schools': 'ESP',
  'POST /loans': 'ESP',
  'POST /loans/:id/steps': 'ESP',
  'GET /organization/loans': 'OP',
  'POST /organization/loans/:id/steps': 'OP',
  'GET /visits': 'SP',
  'POST /visits': 'OP',
  'GET /visits/schools': 'OP',
  'DELETE /visits/:id': 'SP',
  'POST /auth/visit': 'public',
  'POST /auth/visit/refresh': 'public',
  'POST /auth/visit/leave': 'public',
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
  STATION: 'K',
  USER: 'U',
  COACH: 'C',
  EQUIPMENT_MANAGER: 'E',
  SCHOOL_ADMIN: 'S',
  ORG_ADMIN: 'O',
  SUPER_ADMIN: 'P',
}

let server: TestServer
const tokens = new Map<Role, string>()
const logged: string[] = []

beforeAll(async () => {
  server = await testServer({ log: createLog('info', { write: (line) => logged.push(line) }) })
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

test.each(names)(
  '[ASVS 8.2.1] %s: each role as the table says, and nobody without a sign-in',
  async (name) => {
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
  },
)

test('[ASVS 8.2.1] a route that is not listed is there for nobody', async () => {
  for (const role of ROLES) {
    for (const path of ['/api/v1/tenants', '/api/v1/secrets', '/api/v1/credentials', '/api/v1/sessions'])
      expect((await server.request(path, { token: tokens.get(role) ?? '' })).status).toBe(404)
  }
})

test('[ASVS 16.3.2] every refusal is one line of the log, with who, where from and what for', async () => {
  const refusals = () =>
    logged
      .map((line) => JSON.parse(line))
      .filter(({ outcome }) => outcome === 'unauthenticated' || outcome === 'forbidden')
  for (const name of names.filter((each) => TABLE[each] !== 'public')) {
    const before = refusals().length
    const answers = [await call(name, undefined)]
    for (const role of ROLES) answers.push(await call(name, tokens.get(role)))
    const refused = answers.filter(({ status }) => status === 401 || status === 403)
    const lines = refusals().slice(before)
    expect([name, lines.length]).toEqual([name, refused.length])
    for (const line of lines)
      expect(line).toMatchObject({
        time: expect.stringMatching(/^\d{4}-.*Z$/),
        security: 'access',
        address: '192.0.2.1',
        traceId: expect.stringMatching(/^[\w-]{36}$/),
        target: expect.stringContaining(`${name.split(' ')[0]} /api/v1/`),
      })
    for (const { outcome, userId, tenant } of lines)
      if (outcome === 'forbidden') expect([typeof userId, tenant]).toEqual(['string', 'northridge'])
  }
})
