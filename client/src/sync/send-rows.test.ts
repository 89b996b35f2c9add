import 'fake-indexeddb/auto'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { parseStamp } from '../../../shared/clock.ts'
import type { AnyDocument } from '../../../shared/collections/definition.ts'
import { teams } from '../../../shared/collections/teams.ts'
import { type FieldStamps, merge } from '../../../shared/merge.ts'
import type { PullAnswer, PushAnswer, PushRow } from '../../../shared/protocol.ts'
import { sameDocument } from '../db/conflict-handler.ts'
import { takeOver } from '../db/former-schema.ts'
import { journalEntries } from '../db/journal.ts'
import { keptRows } from '../db/kept-rows.ts'
import { type LocalDatabase, openLocalDatabase } from '../db/local-database.ts'
import { rawDocuments } from '../db/raw-documents.ts'
import { saveLocal } from '../db/save-local.ts'
import { requested } from '../db/side-store.ts'
import { pretendFormerSchema } from '../db/test-former-schema.ts'
import { underwayKeys } from '../db/underway-row.ts'
import { createParkedSender } from './leftovers.ts'
import { type CollectionReplication, replicate } from './replication.ts'
import { createResync, type Resync } from './resync.ts'
import type { SyncContext } from './sync-context.ts'
import { testContext } from './test-context.ts'

const ID = '018f0000-0000-7000-8000-000000000001'
const PATIENT = { timeout: 20_000 }
type Document = AnyDocument & { _deleted?: boolean }
/** What becomes of a push; undefined: it is answered. */
type Fault = 'answer-lost' | 'stumbles' | undefined

/** A server that decides by the merge of the real one, behind a network that can fail. */
function createServer() {
  const stored = new Map<string, { document: Document; stamps: FieldStamps; seq: number }>()
  const taken = new Map<string, string>()
  const pushes: PushRow[][] = []
  let seq = 0
  const server = {
    pushes,
    fault: (): Fault => undefined,
    /** Called when a push was decided and before its answer goes out. */
    onTaken: async (): Promise<void> => undefined,
    document: (id = ID) => stored.get(id)?.document,
    write(document: Document) {
      seq += 1
      stored.set(document.id, { document, stamps: { '': document.stamp }, seq })
    },
    take(rows: readonly PushRow[]): PushAnswer {
      for (const row of rows) decide(row)
      const documents = rows.flatMap(({ newDocumentState: sent }) => {
        const document = stored.get(sent.id)?.document
        return document && !sameDocument(document, sent) ? [{ ...document, _deleted: false }] : []
      })
      return { documents, rejected: [] }
    },
    read(after: number): PullAnswer {
      const documents = [...stored.values()]
        .filter((one) => one.seq > after)
        .map(({ document }) => ({ ...document, _deleted: false }))
      return { documents, checkpoint: { epoch: 'first', seq, access: 'all' } }
    },
  }

  function decide({ assumedMasterState: base, newDocumentState: sent }: PushRow) {
    const device = `${parseStamp(sent.stamp)?.deviceId}`
    if (sent.stamp <= (taken.get(device) ?? '') || sent.stamp <= (base?.stamp ?? '')) return
    taken.set(device, sent.stamp)
    const before = stored.get(sent.id)
    if (!before) {
      server.write(sent)
      return
    }
    const merged = merge(teams, { base, stored: before.document, stamps: before.stamps, sent })
    if (merged.changed.length === 0) return
    seq += 1
    stored.set(sent.id, { document: merged.document, stamps: merged.stamps, seq })
  }

  async function answer(path: string, init: RequestInit): Promise<Response> {
    if (path.includes('/pull')) {
      const { searchParams } = new URL(path, 'http://server')
      return Response.json(server.read(Number(searchParams.get('seq') ?? 0)))
    }
    const rows: PushRow[] = JSON.parse(String(init.body))
    const fault = server.fault()
    if (fault === 'stumbles') return Response.json({ code: 'internal-error' }, { status: 500 })
    pushes.push(rows)
    const answered = server.take(rows)
    await server.onTaken()
    if (fault !== 'answer-lost') return Response.json(answered)
    return new Promise((_, reject) =>
      init.signal?.addEventListener('abort', () => reject(new TypeError('cut off'))),
    )
  }
  vi.stubGlobal('fetch', answer)
  return server
}

/** A page of the client with one collection, from its start to its end. */
interface Page {
  readonly context: SyncContext
  readonly replication: CollectionReplication
  readonly resync: Resync
  end(): Promise<void>
}

let database: LocalDatabase
let server: ReturnType<typeof createServer>
let pages: Page[] = []

beforeEach(async () => {
  server = createServer()
  database = await openLocalDatabase(`etrax-test-${crypto.randomUUID()}`, 'dbrowser')
})
afterEach(async () => {
  for (const page of pages) await page.end()
  pages = []
  await database.close()
  vi.unstubAllGlobals()
})

async function openPage(): Promise<Page> {
  const ending = new AbortController()
  const context = await testContext(database, ending.signal)
  const resync = createResync(
    context,
    async (_name, rows) => replication.sendFirst(rows),
    () => replication.resync(),
  )
  const replication = replicate(context, 'teams', resync)
  const page = {
    context,
    replication,
    resync,
    async end() {
      ending.abort()
      await replication.stop()
    },
  }
  pages.push(page)
  return page
}

const unsent = async () => (await journalEntries(database.side)).length
const underway = () =>
  database.side.read(['state'], (store) => requested<unknown[]>(store('state').getAll(underwayKeys())))
const shown = async () => (await rawDocuments(database.collections.teams, [ID])).get(ID)

async function change(fields: Record<string, unknown>): Promise<void> {
  const apply = (current: AnyDocument | undefined, stamp: string) => ({
    ...current,
    ...fields,
    id: ID,
    stamp,
  })
  await saveLocal(database, [[{ collection: 'teams', id: ID, apply }]])
}

/** A page with a team that the server and the device have. */
async function pageWithTeam(): Promise<Page> {
  server.write({ id: ID, stamp: '0000000000001-0000-server', name: 'Varsity', season: 'Fall', active: true })
  const page = await openPage()
  await expect.poll(shown, PATIENT).toMatchObject({ name: 'Varsity' })
  return page
}

async function settled(): Promise<void> {
  await expect.poll(unsent, PATIENT).toBe(0)
  await expect.poll(underway, PATIENT).toEqual([])
}

test('[P3] a field that is changed back after the answer was lost and the page ended is what was written last', async () => {
  const first = await pageWithTeam()
  server.fault = () => 'answer-lost'
  await change({ name: 'JV', season: 'Spring' })
  await expect.poll(() => server.document()?.name, PATIENT).toBe('JV')
  await first.end()
  await change({ name: 'Varsity' })
  server.fault = () => undefined
  await openPage()
  await settled()
  expect(server.document()).toMatchObject({ name: 'Varsity', season: 'Spring' })
  expect(await shown()).toMatchObject({ name: 'Varsity', season: 'Spring' })
})

test('[P3] a first write that never reached the server goes before what was written on it', async () => {
  const first = await pageWithTeam()
  server.fault = () => 'stumbles'
  await change({ name: 'JV' })
  await expect.poll(underway, PATIENT).toHaveLength(1)
  await first.end()
  await change({ name: 'Varsity' })
  server.fault = () => undefined
  await openPage()
  await settled()
  expect(server.pushes.map(([row]) => row?.newDocumentState.name)).toEqual(['JV', 'Varsity'])
  expect(server.document()).toMatchObject({ name: 'Varsity' })
})

test('[P3] a field that is cleared before the answer to what it was made with comes is cleared', async () => {
  const first = await openPage()
  server.fault = () => 'answer-lost'
  await change({ name: 'Varsity', season: 'Fall', active: true })
  await expect.poll(() => server.document()?.season, PATIENT).toBe('Fall')
  await first.end()
  await change({ season: undefined })
  server.fault = () => undefined
  await openPage()
  await settled()
  expect(server.document()).toMatchObject({ name: 'Varsity' })
  expect(server.document()).not.toHaveProperty('season')
})

test('[P3] a field that is changed back while the answer, with another’s change, is on its way is what was written last', async () => {
  await pageWithTeam()
  server.onTaken = async () => {
    server.onTaken = async () => undefined
    await change({ name: 'Varsity' })
  }
  const stored = server.document()
  if (!stored) throw new Error('The server lacks the team.')
  server.write({ ...stored, sport: 'Lacrosse', stamp: '0000000000002-0000-another' })
  await change({ name: 'JV' })
  await settled()
  expect(server.document()).toMatchObject({ name: 'Varsity', sport: 'Lacrosse' })
  await expect.poll(shown, PATIENT).toMatchObject({ name: 'Varsity', sport: 'Lacrosse' })
})

test('[P4] a field that is changed back after what was set aside was taken, and its answer lost, is what was written last', async () => {
  const first = await pageWithTeam()
  server.fault = () => 'stumbles'
  await change({ name: 'JV' })
  const waking = setInterval(() => first.context.waker.wake(), 20)
  await expect
    .poll(
      () => database.side.read(['parked'], (store) => requested<number>(store('parked').count())),
      PATIENT,
    )
    .toBe(1)
  clearInterval(waking)
  server.fault = () => 'answer-lost'
  const sending = createParkedSender(first.context)().catch(() => undefined)
  await expect.poll(() => server.document()?.name, PATIENT).toBe('JV')
  await first.end()
  await sending
  await change({ name: 'Varsity' })
  server.fault = () => undefined
  await openPage()
  await settled()
  expect(server.document()).toMatchObject({ name: 'Varsity' })
  expect(await database.side.read(['parked'], (store) => requested(store('parked').getAll()))).toEqual([])
})

test('[L3] what is sent before the device reads anew goes behind the row whose answer was lost', async () => {
  const first = await pageWithTeam()
  server.fault = () => 'answer-lost'
  await change({ name: 'JV' })
  await expect.poll(() => server.document()?.name, PATIENT).toBe('JV')
  await first.end()
  await change({ name: 'Varsity' })
  server.fault = () => undefined
  const { resync } = await openPage()
  await resync.begin('teams', 0, { reason: 'access' })
  await settled()
  expect(server.document()).toMatchObject({ name: 'Varsity' })
})

test('[P7] what is kept of somebody names the row whose answer was lost, and what was written on it', async () => {
  const first = await pageWithTeam()
  server.fault = () => 'answer-lost'
  await change({ name: 'JV' })
  await expect.poll(() => server.document()?.name, PATIENT).toBe('JV')
  await first.end()
  await change({ name: 'Varsity' })
  expect(await keptRows(database.name)).toMatchObject([
    {
      collection: 'teams',
      before: { assumedMasterState: { name: 'Varsity' }, newDocumentState: { name: 'JV' } },
      row: { assumedMasterState: { name: 'JV' }, newDocumentState: { name: 'Varsity' } },
    },
  ])
})

test('[L5] a device that moves to other schemas sends the row whose answer was lost before what was written on it', async () => {
  const first = await pageWithTeam()
  server.fault = () => 'answer-lost'
  await change({ name: 'JV' })
  await expect.poll(() => server.document()?.name, PATIENT).toBe('JV')
  await first.end()
  await change({ name: 'Varsity' })
  await database.close()
  await pretendFormerSchema(database)
  database = await openLocalDatabase(database.name, 'dbrowser')
  server.fault = () => undefined
  expect(await takeOver(database)).toBe(1)
  const { context, replication } = await openPage()
  await createParkedSender(context)()
  await settled()
  expect(server.document()).toMatchObject({ name: 'Varsity' })
  replication.resync()
  await expect.poll(shown, PATIENT).toMatchObject({ name: 'Varsity' })
})
