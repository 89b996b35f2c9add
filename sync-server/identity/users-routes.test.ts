import { afterAll, beforeAll, expect, test } from 'vitest'
import { uuidv7 } from '../../shared/ids.ts'
import { PEOPLE_ROLES, ROLES, type Role } from '../../shared/roles.ts'
import { PASSWORD, type TestServer, type TestUser, testServer } from './test-server.ts'

let server: TestServer
const northridge = new Map<Role, TestUser>()
const tokens = new Map<Role, string>()
let foreigner: TestUser

beforeAll(async () => {
  server = await testServer()
  const tenant = await server.schools.provision('northridge')
  for (const role of ROLES) {
    const user = await server.addUser(tenant, role)
    northridge.set(role, user)
    tokens.set(role, await server.tokenOf(user))
  }
  foreigner = await server.addUser(await server.schools.provision('lakeview'), 'COACH')
})
afterAll(() => server.end())

function patch(by: Role, id: string, body: unknown) {
  return server.request(`/api/v1/users/${id}`, {
    method: 'PATCH',
    body: JSON.stringify(body),
    token: tokens.get(by) ?? '',
  })
}

/** Which roles each role may give to a coach, by hand. */
const MAY_GIVE: Readonly<Record<Role, readonly Role[]>> = {
  STATION: [],
  USER: [],
  COACH: [],
  EQUIPMENT_MANAGER: [],
  SCHOOL_ADMIN: ['USER', 'COACH', 'EQUIPMENT_MANAGER', 'SCHOOL_ADMIN'],
  ORG_ADMIN: [],
  SUPER_ADMIN: ['USER', 'COACH', 'EQUIPMENT_MANAGER', 'SCHOOL_ADMIN', 'ORG_ADMIN', 'SUPER_ADMIN'],
}

test.each(ROLES.flatMap((by) => PEOPLE_ROLES.map((role) => [by, role] as const)))(
  '%s makes a coach a %s only where the table allows',
  async (by, role) => {
    const tenant = northridge.get('COACH')?.tenant
    if (!tenant) throw new Error('no school')
    const target = await server.addUser(tenant, 'COACH')
    const answer = await patch(by, target.id, { role })
    expect(answer.status).toBe(MAY_GIVE[by].includes(role) ? 200 : 403)
    const read = await server.request(`/api/v1/users/${target.id}`, {
      token: tokens.get('SUPER_ADMIN') ?? '',
    })
    expect((await read.json()).user.role).toBe(MAY_GIVE[by].includes(role) ? role : 'COACH')
  },
)

test('a school admin does not touch whoever stands above, and nobody disables himself', async () => {
  const above = northridge.get('ORG_ADMIN')?.id ?? ''
  expect((await patch('SCHOOL_ADMIN', above, { disabled: true })).status).toBe(403)
  expect((await patch('SCHOOL_ADMIN', above, { name: 'Other' })).status).toBe(403)
  const self = northridge.get('SCHOOL_ADMIN')?.id ?? ''
  expect((await patch('SCHOOL_ADMIN', self, { disabled: true })).status).toBe(403)
  expect((await patch('SCHOOL_ADMIN', self, { role: 'COACH' })).status).toBe(403)
  expect((await patch('SCHOOL_ADMIN', self, { name: 'Renamed' })).status).toBe(200)
})

test("another school's user, a random id and no id get the same answer", async () => {
  const answers = await Promise.all(
    [foreigner.id, uuidv7(), 'x', "'; DROP TABLE users; --"].map(async (id) => {
      const answer = await patch('SUPER_ADMIN', encodeURIComponent(id), { disabled: true })
      const { traceId: _, ...body } = await answer.json()
      return body
    }),
  )
  for (const answer of answers) expect(answer).toEqual(answers[0])
  expect(answers[0]).toMatchObject({ status: 404, code: 'not-found' })
})

test('a demotion and a disablement hold from the very next request', async () => {
  const tenant = foreigner.tenant
  const [admin, second] = [
    await server.addUser(tenant, 'SCHOOL_ADMIN'),
    await server.addUser(tenant, 'SCHOOL_ADMIN'),
  ]
  const [adminToken, secondToken] = [await server.tokenOf(admin), await server.tokenOf(second)]
  const other = await server.addUser(tenant, 'COACH')
  // Changes nothing, and is for those who manage users alone.
  const asSecond = () =>
    server.request(`/api/v1/users/${other.id}`, { method: 'PATCH', body: '{}', token: secondToken })
  const change = (body: unknown) =>
    server.request(`/api/v1/users/${second.id}`, {
      method: 'PATCH',
      body: JSON.stringify(body),
      token: adminToken,
    })
  expect((await asSecond()).status).toBe(200)
  await change({ role: 'COACH' })
  expect((await asSecond()).status).toBe(403)
  await change({ role: 'EQUIPMENT_MANAGER' })
  await change({ disabled: true })
  expect(await (await asSecond()).json()).toMatchObject({ status: 401, code: 'account-disabled' })
  await change({ disabled: false })
  // The old sessions stay ended; signing in works again.
  expect((await asSecond()).status).toBe(401)
  expect((await server.request('/api/v1/users', { token: await server.tokenOf(second) })).status).toBe(200)
})

test('a change reaches devices by the pull, audited under the name of who made it', async () => {
  const coach = northridge.get('COACH')
  const admin = northridge.get('SCHOOL_ADMIN')
  await patch('SCHOOL_ADMIN', coach?.id ?? '', { name: 'Renee Alvarez', teamIds: [uuidv7()] })
  const pull = await server.request('/sync/v1/users/pull', { token: tokens.get('COACH') ?? '' })
  const { documents } = await pull.json()
  const seen = documents.find(({ id }: { id: string }) => id === coach?.id)
  expect(seen).toMatchObject({ name: 'Renee Alvarez', _deleted: false })
  expect(seen).not.toHaveProperty('email')
  const schema = coach?.tenant.schema ?? ''
  const [entry] = await server.schools.admin.unsafe<{ actor: string; action: string }[]>(
    `SELECT actor_id AS actor, action FROM ${schema}.audit WHERE document_id = $1 ORDER BY n DESC LIMIT 1`,
    [coach?.id ?? ''],
  )
  expect(entry).toEqual({ actor: admin?.id, action: 'update' })
})

test('fields that nobody may set are refused, and nothing is changed', async () => {
  const coach = northridge.get('COACH')
  for (const body of [
    { id: uuidv7() },
    { active: false },
    { seq: 1 },
    { deleted: true },
    { tenantId: uuidv7() },
  ]) {
    const answer = await patch('SUPER_ADMIN', coach?.id ?? '', body)
    expect(await answer.json()).toMatchObject({ status: 422, errors: [{ code: 'unknown-field' }] })
  }
})

test('an invited user chooses a password once and signs in with it', async () => {
  const invite = (email: string) =>
    server.request('/api/v1/users', {
      method: 'POST',
      body: JSON.stringify({ name: 'Dana Whitfield', email, role: 'COACH' }),
      token: tokens.get('SCHOOL_ADMIN') ?? '',
    })
  const answer = await invite('Dana@Northridge.example')
  expect(answer.status).toBe(201)
  const { user, invitation } = await answer.json()
  expect(await (await invite('dana@northridge.EXAMPLE')).json()).toMatchObject({
    status: 409,
    code: 'already-exists',
  })

  const post = (path: string, body: unknown) =>
    server.request(`/api/v1/auth/${path}`, { method: 'POST', body: JSON.stringify(body) })
  const credentials = { tenant: 'northridge', email: 'dana@northridge.example', password: PASSWORD }
  expect((await post('login', credentials)).status).toBe(401)

  const register = (password: string, tenant = 'northridge') =>
    post('register', { tenant, invitation: invitation.token, password })
  const refusals = {
    'eleven char': 'too-short',
    password1234: 'common',
    QWERTYUIOP12: 'common',
    'northridge-1': 'like-a-name',
    'Dana.Whitfield7': 'like-a-name',
    aaaaaaaaaaaaaaaa: 'common',
  }
  for (const [password, code] of Object.entries(refusals)) {
    const refused = await register(password)
    expect(await refused.json()).toMatchObject({ status: 422, errors: [{ field: 'password', code }] })
  }
  expect((await register(PASSWORD, 'lakeview')).status).toBe(404)
  const both = await Promise.all([register(PASSWORD), register('another long password')])
  expect(both.map(({ status }) => status).sort()).toEqual([204, 404])
  const signedIn = await Promise.all([
    post('login', credentials),
    post('login', { ...credentials, password: 'another long password' }),
  ])
  const [granted] = signedIn.filter(({ status }) => status === 200)
  expect(granted && (await granted.json()).user.id).toBe(user.id)
})

test('the invitation of somebody who is let in no more opens nothing', async () => {
  const token = tokens.get('SCHOOL_ADMIN') ?? ''
  const body = JSON.stringify({ name: 'Gil', email: 'gil@northridge.example', role: 'COACH' })
  const invited = await server.request('/api/v1/users', { method: 'POST', body, token })
  const { user, invitation } = await invited.json()
  expect((await patch('SCHOOL_ADMIN', user.id, { disabled: true })).status).toBe(200)
  const chosen = { tenant: 'northridge', invitation: invitation.token, password: PASSWORD }
  const init = { method: 'POST', body: JSON.stringify(chosen) }
  expect((await server.request('/api/v1/auth/register', init)).status).toBe(404)
})

test('without an e-mail address of their own to see, others see names and roles', async () => {
  const admin = northridge.get('SCHOOL_ADMIN')
  const path = `/api/v1/users/${admin?.id}`
  const asCoach = await (await server.request(path, { token: tokens.get('COACH') ?? '' })).json()
  expect(asCoach.user).not.toHaveProperty('email')
  const asAdmin = await (await server.request(path, { token: tokens.get('SCHOOL_ADMIN') ?? '' })).json()
  expect(asAdmin.user.email).toBe(admin?.email)
  expect((await server.request(path, { token: tokens.get('USER') ?? '' })).status).toBe(404)
})
