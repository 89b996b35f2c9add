import { afterAll, beforeAll, expect, test } from 'vitest'
import type { Role } from '../../shared/roles.ts'
import { type TestServer, type TestUser, testServer } from '../identity/test-server.ts'
import type { Tenant } from '../tenancy/with-tenant.ts'

let server: TestServer
let tenant: Tenant
beforeAll(async () => {
  server = await testServer()
  tenant = await server.schools.provision('northridge')
})
afterAll(() => server.end())

/** Written by hand: whose data each role hands out and erases. */
const REACH: readonly [Role, readonly Role[]][] = [
  ['SCHOOL_ADMIN', ['USER', 'COACH', 'EQUIPMENT_MANAGER', 'SCHOOL_ADMIN']],
  ['SUPER_ADMIN', ['USER', 'COACH', 'EQUIPMENT_MANAGER', 'SCHOOL_ADMIN', 'ORG_ADMIN', 'SUPER_ADMIN']],
]
const ALL: readonly Role[] = [
  'USER',
  'COACH',
  'EQUIPMENT_MANAGER',
  'SCHOOL_ADMIN',
  'ORG_ADMIN',
  'SUPER_ADMIN',
]

const pairs = REACH.flatMap(([caller, reach]) => ALL.map((of) => [caller, of, reach.includes(of)] as const))

test.each(pairs)('[v5.0.0-8.2.2] %s hands out and erases what is held on %s: %s', async (caller, of, may) => {
  const token = await server.tokenOf(await server.addUser(tenant, caller))
  const subject = await server.addUser(tenant, of)
  const path = `/api/v1/privacy/subjects/${subject.id}`
  const wanted = may ? 200 : 403
  expect((await server.request(path, { token })).status).toBe(wanted)
  expect((await server.request(`${path}/export?format=json`, { token })).status).toBe(wanted)
  const erased = await erase(path, token, subject)
  expect(erased.status).toBe(wanted)
  expect(await signsIn(subject)).toBe(!may)
})

test('[v5.0.0-7.5.1] what cannot be taken back, or goes out of the school, asks who is there', async () => {
  const token = await server.tokenOf(await server.addUser(tenant, 'SCHOOL_ADMIN'))
  const subject = await server.addUser(tenant, 'COACH')
  const path = `/api/v1/privacy/subjects/${subject.id}`
  // As long as a token lives, and longer than a sign-in is recent.
  server.advance(9.9 * 60_000)
  expect((await server.request(path, { token })).status).toBe(200)
  const { sessionId } = await server.identity.tokens.verify(token)
  await server.schools.admin`
    UPDATE etrax_system.sessions SET authenticated_at = authenticated_at - interval '1 hour' WHERE id = ${sessionId}`
  server.advance(4_000)
  for (const answer of [
    await server.request(`${path}/export`, { token }),
    await server.request('/api/v1/privacy/school', { token }),
    await erase(path, token, subject),
  ])
    expect([answer.status, (await answer.json()).code]).toEqual([403, 'step-up-required'])
})

function erase(path: string, token: string, { role }: TestUser) {
  const body = JSON.stringify({ name: `${role} of ${tenant.slug}` })
  return server.request(`${path}/erasure`, { method: 'POST', token, body })
}

async function signsIn(user: TestUser): Promise<boolean> {
  const token = await server.tokenOf(user)
  return (await server.request('/api/v1/auth/me', { token })).status === 200
}
