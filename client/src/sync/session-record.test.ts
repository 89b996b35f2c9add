import 'fake-indexeddb/auto'
import { expect, test } from 'vitest'
import { isSignedIn, keepSession, keptSession, renewSession, type SessionRecord } from './session-record.ts'

const ana: SessionRecord = { tenant: 'northridge', userId: 'ana', userName: 'Ana', role: 'COACH' }
const ben: SessionRecord = { tenant: 'northridge', userId: 'ben', userName: 'Ben', role: 'COACH' }

test('[D6] an answer that comes after the sign-out signs nobody in again', async () => {
  await keepSession(ana)
  expect(await renewSession({ ...ana, role: 'EQUIPMENT_MANAGER' })).toBe(true)
  expect(await keptSession()).toMatchObject({ userId: 'ana', role: 'EQUIPMENT_MANAGER' })
  await keepSession(undefined)
  expect(await renewSession(ana)).toBe(false)
  expect(await renewSession({ ...ana, signInNeeded: 'expired' })).toBe(false)
  expect(await keptSession()).toBeUndefined()
})

test('[P7] nor does it take the place of who signed in since', async () => {
  await keepSession(ben)
  expect(await renewSession({ ...ana, signInNeeded: 'revoked' })).toBe(false)
  expect(await renewSession({ ...ben, tenant: 'lakeview' })).toBe(false)
  expect(await keptSession()).toMatchObject({ userId: 'ben', tenant: 'northridge' })
})

test('[P7] nor does it take back that the device was taken off the account: its work is being handed in', async () => {
  await keepSession(ana)
  expect(await renewSession({ ...ana, signInNeeded: 'revoked' })).toBe(true)
  expect(await renewSession(ana)).toBe(false)
  expect(await renewSession({ ...ana, signInNeeded: 'expired' })).toBe(false)
  expect(await keptSession()).toMatchObject({ signInNeeded: 'revoked' })
  // Who signs in anew has been let in by the server.
  await keepSession(ana)
  expect(await isSignedIn(ana)).toBe(true)
})

test('whose session has ended syncs no more', async () => {
  await keepSession(ana)
  expect([await isSignedIn(ana), await isSignedIn(ben)]).toEqual([true, false])
  await renewSession({ ...ana, signInNeeded: 'expired' })
  expect(await isSignedIn(ana)).toBe(false)
})
