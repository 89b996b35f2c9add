import 'fake-indexeddb/auto'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { type LocalDatabase, openLocalDatabase } from '../db/local-database.ts'
import { createPuller } from './puller.ts'
import { createPushGate } from './push-gate.ts'
import { createResync } from './resync.ts'
import type { SyncContext } from './sync-context.ts'
import { testContext } from './test-context.ts'

const TEAMS = ['Varsity', 'Novices', 'Masters'].map((name, at) => ({
  id: `018f0000-0000-7000-8000-00000000000${at}`,
  stamp: `000000000000${at}-0000-server`,
  name,
  active: true,
  _deleted: false,
}))

let database: LocalDatabase
let context: SyncContext
let asked: string[]
beforeEach(async () => {
  database = await openLocalDatabase(`etrax-test-${crypto.randomUUID()}`, 'dbrowser')
  context = await testContext(database, new AbortController().signal)
  asked = []
  // A team a page.
  vi.stubGlobal('fetch', async (path: string) => {
    const after = Number(new URL(path, 'http://server').searchParams.get('seq') ?? 0)
    asked.push(`after ${after}`)
    const documents = TEAMS.slice(after, after + 1)
    const seq = after + documents.length
    return Response.json({ documents, checkpoint: { epoch: 'first', seq, access: 'all' } })
  })
})
afterEach(async () => {
  vi.restoreAllMocks()
  vi.unstubAllGlobals()
  await database.close()
})

const teams = () =>
  createPuller(
    context,
    'teams',
    createPushGate(),
    createResync(
      context,
      async () => undefined,
      () => undefined,
    ),
    () => undefined,
  )

test('[L3] where another reading begins while a page is noted, that page is no part of it: nothing before it is left out', async () => {
  const puller = teams()
  const first = await puller.pull(undefined, 1)
  expect(first.documents.map(({ name }) => name)).toEqual(['Varsity'])
  const receive = database.stamps.receive.bind(database.stamps)
  vi.spyOn(database.stamps, 'receive').mockImplementationOnce(async (stamp) => {
    await receive(stamp)
    await context.memory.change('teams', { generation: 1 })
  })
  const next = await puller.pull(first.checkpoint, 1)
  expect(next.documents.map(({ name }) => name)).toEqual(['Varsity'])
  expect(next.checkpoint).toMatchObject({ generation: 1, seq: 1 })
  expect(asked).toEqual(['after 0', 'after 1', 'after 0'])
})

test('[L3] what was to leave waits for no other reading, and takes none of it away', async () => {
  const puller = teams()
  const [, , masters] = TEAMS
  if (!masters) throw new Error('There are three teams.')
  const first = await puller.pull(undefined, 1)
  puller.letLeave([{ ...masters, _deleted: true }])
  await context.memory.change('teams', { generation: 1 })
  const next = await puller.pull(first.checkpoint, 1)
  expect(next.documents).toMatchObject([{ name: 'Varsity', _deleted: false }])
  expect(next.checkpoint).toMatchObject({ generation: 1, seq: 1 })
})

test('[D7] what leaves the device comes as a page of its own, after which RxDB goes on where it was', async () => {
  const puller = teams()
  const [, , masters] = TEAMS
  if (!masters) throw new Error('There are three teams.')
  const first = await puller.pull(undefined, 1)
  puller.letLeave([{ ...masters, _deleted: true }])
  const leaving = await puller.pull(first.checkpoint, 10)
  expect(leaving).toMatchObject({ documents: [{ name: 'Masters', _deleted: true }], again: true })
  expect(leaving.checkpoint).toEqual(first.checkpoint)
})
