import 'fake-indexeddb/auto'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { type LocalDatabase, openLocalDatabase } from '../db/local-database.ts'
import { saveLocal } from '../db/save-local.ts'
import { createLeftovers } from './leftovers.ts'
import { testContext } from './test-context.ts'

let database: LocalDatabase
let ahead = 0
beforeEach(async () => {
  ahead = 0
  const right = Date.now
  vi.spyOn(Date, 'now').mockImplementation(() => right() + ahead)
  database = await openLocalDatabase(`etrax-test-${crypto.randomUUID()}`, 'dbrowser')
  const id = crypto.randomUUID()
  const apply = (_: unknown, stamp: string) => ({ id, stamp, name: 'Eagles', active: true })
  await saveLocal(database, [[{ collection: 'teams', id, apply }]])
})
afterEach(async () => {
  vi.restoreAllMocks()
  await database.close()
})

/** Looks after leftovers for two minutes of a replication that never sends; tells how often it was called broken. */
async function looked(busy: boolean): Promise<number> {
  let broken = 0
  const context = await testContext(database, new AbortController().signal)
  const noteBroken = () => {
    broken += 1
  }
  const look = createLeftovers(
    { ...context, broken: noteBroken },
    new Map([['teams', { collection: 'teams', busy: () => busy, assumed: async () => new Map() }]]),
  )
  for (let turn = 0; turn < 24; turn += 1) {
    ahead += 5_000
    await look()
  }
  return broken
}

test('[D10] a replication that does not send what it is shown again and again begins anew, and not before', async () => {
  expect(await looked(false)).toBe(1)
})

test('[D10] one that waits for the network does not', async () => {
  expect(await looked(true)).toBe(0)
})
