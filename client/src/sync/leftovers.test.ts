import 'fake-indexeddb/auto'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import type { AnyDocument } from '../../../shared/collections/definition.ts'
import { journalEntries, settleEntries } from '../db/journal.ts'
import { type LocalDatabase, openLocalDatabase } from '../db/local-database.ts'
import { rawDocuments, withoutRaw } from '../db/raw-documents.ts'
import { saveLocal } from '../db/save-local.ts'
import { answeredRows } from '../db/underway-row.ts'
import { createLeftovers } from './leftovers.ts'
import { testContext } from './test-context.ts'
import { keepUnderway } from './underway-rows.ts'

let database: LocalDatabase
let ahead = 0
let id: string
beforeEach(async () => {
  ahead = 0
  const right = Date.now
  vi.spyOn(Date, 'now').mockImplementation(() => right() + ahead)
  database = await openLocalDatabase(`etrax-test-${crypto.randomUUID()}`, 'dbrowser')
  id = crypto.randomUUID()
  await write('Eagles')
})
afterEach(async () => {
  vi.restoreAllMocks()
  await database.close()
})

async function write(name: string) {
  const apply = (_: unknown, stamp: string) => ({ id, stamp, name, active: true })
  await saveLocal(database, [[{ collection: 'teams', id, apply }]])
}

async function team() {
  const document = (await rawDocuments(database.collections.teams, [id])).get(id)
  if (!document) throw new Error('The team is not there.')
  return document
}

/** The server has taken the team as it is: nothing is unsent, and what went out waits for RxDB to note it. */
async function answered() {
  const newDocumentState = { ...withoutRaw(await team()), _deleted: false }
  const row = { newDocumentState }
  await keepUnderway(database.side, [{ collection: 'teams', id, row, given: row, answered: true }])
  await settled()
  return newDocumentState
}

async function settled() {
  const { stamp } = await team()
  await database.side.write(['journal'], (store) =>
    settleEntries(store('journal'), [{ collection: 'teams', id, stamp }]),
  )
}

/** What looks after leftovers, while RxDB takes this for what the server holds of the team. */
async function leftovers(known: AnyDocument | undefined) {
  const assumed = async () => new Map(known ? [[id, known]] : [])
  const context = await testContext(database, new AbortController().signal)
  return createLeftovers(context, new Map([['teams', { collection: 'teams', busy: () => false, assumed }]]))
}

/** Every five seconds, so many times. */
async function lookAgain(turns: number, known: AnyDocument | undefined) {
  const look = await leftovers(known)
  for (let turn = 0; turn < turns; turn += 1) {
    await look()
    ahead += 5_000
  }
}

const kept = async () => (await answeredRows(database.side)).map((row) => row.id)

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

test('[D10] a write whose answer RxDB has not noted goes out once more, so that what the server made of it comes', async () => {
  await answered()
  const { _rev: before, stamp } = await team()
  await lookAgain(4, undefined)
  const { _rev: after, ...same } = await team()
  expect(after).not.toBe(before)
  expect(same.stamp).toBe(stamp)
  expect(await kept()).toEqual([id])
})

test('[D10] one that is noted a moment later, or was written again since, does not', async () => {
  const sent = await answered()
  const { _rev: before } = await team()
  await lookAgain(1, undefined)
  expect(await kept()).toEqual([id])
  await lookAgain(3, sent)
  expect((await team())._rev).toBe(before)
  expect(await kept()).toEqual([])

  await answered()
  await write('Hawks')
  await settled()
  const { _rev: later } = await team()
  await lookAgain(4, undefined)
  expect((await team())._rev).toBe(later)
})

test('[D10] a write of a clock that ran ahead and is right again is looked after as soon as any other', async () => {
  await settled()
  ahead = 30 * 3_600_000
  await write('Hawks')
  ahead = 0
  const { _rev: before } = await team()
  await lookAgain(4, undefined)
  expect((await team())._rev).not.toBe(before)
  const [entry] = await journalEntries(database.side)
  expect(entry?.at).toBeLessThanOrEqual(Date.now())
})

test('[D10] the answer to a document that is not here is not taken for noted while another tab may write it still', async () => {
  const newDocumentState = { ...withoutRaw(await team()), id: crypto.randomUUID(), _deleted: false }
  const row = { newDocumentState }
  const entry = { collection: 'teams', id: newDocumentState.id, row, given: row, answered: true } as const
  await keepUnderway(database.side, [entry])
  await settled()
  const look = await leftovers(undefined)
  for (; ahead < 55_000; ahead += 5_000) await look()
  expect(await kept()).toEqual([entry.id])
  for (; ahead < 75_000; ahead += 5_000) await look()
  expect(await kept()).toEqual([])
})
