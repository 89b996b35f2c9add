import { afterAll, beforeAll, expect, test } from 'vitest'
import { type TestServer, type TestUser, testServer } from '../identity/test-server.ts'
import type { Tenant } from '../tenancy/with-tenant.ts'
import { RETENTION } from './retention-rules.ts'

const DAY = 24 * 60 * 60 * 1000

let server: TestServer
let school: Tenant
let coach: TestUser

beforeAll(async () => {
  server = await testServer()
  school = await server.schools.provision('northridge')
  coach = await server.addUser(school, 'COACH')
})
afterAll(() => server.end())

/** A session that ended days ago, of a device that may be empty since. Resolves to its id. */
async function ended(
  deviceId: string,
  reason: string,
  days: { begun: number; ended: number; empty?: number },
) {
  const { session } = await server.identity.sessions.begin({
    kind: 'account',
    tenantId: school.id,
    userId: coach.id,
    deviceId,
    userAgent: undefined,
  })
  const ago = (count: number) => new Date(Date.now() - count * DAY)
  await server.schools.admin`
    UPDATE etrax_system.sessions SET created_at = ${ago(days.begun)}, expires_at = ${ago(days.begun - 90)},
      ended_at = ${ago(days.ended)}, end_reason = ${reason} WHERE id = ${session.id}`
  await server.schools.admin`
    INSERT INTO etrax_system.devices (tenant_id, user_id, device_id, revoked_at, handed_in_at)
    VALUES (${school.id}, ${coach.id}, ${deviceId}, ${ago(days.ended)},
      ${days.empty === undefined ? null : ago(days.empty)})`
  return session.id
}

test('[P7] a removed device that has not come back is known as such for 90 days, however briefly a school keeps sign-ins', async () => {
  const waited = await ended('waited', 'device-revoked', { begun: 60, ended: 50 })
  const signedOut = await ended('signed-out', 'signed-out', { begun: 60, ended: 50 })
  const tooLate = await ended('too-late', 'device-revoked', { begun: 91, ended: 80 })
  const empty = await ended('empty', 'device-revoked', { begun: 60, ended: 50, empty: 40 })
  const justEmpty = await ended('just-empty', 'device-revoked', { begun: 60, ended: 50, empty: 2 })
  const parts = {
    database: server.schools.app,
    committer: server.sync.committer,
  } as Parameters<typeof RETENTION.sessions.remove>[0]
  const before = new Date(Date.now() - 7 * DAY)
  expect(await RETENTION.sessions.due(parts, school, before)).toBe(3)
  expect(await RETENTION.sessions.remove(parts, school, before, new Date())).toBe(3)
  const left = await server.schools.admin<{ id: string }[]>`
    SELECT id FROM etrax_system.sessions WHERE id IN ${server.schools.admin([waited, signedOut, tooLate, empty, justEmpty])}`
  expect(left.map(({ id }) => id).sort()).toEqual([waited, justEmpty].sort())
})
