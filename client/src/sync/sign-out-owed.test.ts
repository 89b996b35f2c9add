import 'fake-indexeddb/auto'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { exclusively } from '../db/exclusively.ts'
import { REFRESH_LOCK } from './access.ts'
import { oweSignOut, signOutOwed } from './sign-out-owed.ts'

let asked: string[]
let status = 204
beforeEach(() => {
  asked = []
  vi.stubGlobal('fetch', async (path: string) => {
    asked.push(path)
    return new Response(null, { status })
  })
})
afterEach(async () => {
  vi.unstubAllGlobals()
  status = 204
  await oweSignOut(undefined)
})

test('a sign-out that is owed ends the session once', async () => {
  await signOutOwed()
  expect(asked).toEqual([])
  await oweSignOut('northridge')
  await Promise.all([signOutOwed(), signOutOwed()])
  expect(asked).toEqual(['/api/v1/auth/logout'])
})

test('a sign-out that the server did not hear of is owed still', async () => {
  await oweSignOut('northridge')
  status = 503
  await signOutOwed()
  status = 401
  await signOutOwed()
  await signOutOwed()
  expect(asked).toHaveLength(2)
})

test('[P7] whoever signs in while a sign-out is owed is not signed out by it', async () => {
  await oweSignOut('northridge')
  let owed: Promise<void> | undefined
  await exclusively(REFRESH_LOCK, async () => {
    owed = signOutOwed()
    await new Promise((resolve) => setTimeout(resolve, 50))
    await oweSignOut(undefined)
  })
  await owed
  expect(asked).toEqual([])
})
