import 'fake-indexeddb/auto'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import type { AnyDocument } from '../../../shared/collections/definition.ts'
import { HEADER, type PushRow } from '../../../shared/protocol.ts'
import { journalEntries } from '../db/journal.ts'
import { type LocalDatabase, openLocalDatabase } from '../db/local-database.ts'
import { rawDocuments } from '../db/raw-documents.ts'
import { saveLocal } from '../db/save-local.ts'
import { type CollectionReplication, replicate } from './replication.ts'
import { createResync, type Resync } from './resync.ts'
import type { SyncContext } from './sync-context.ts'
import { testContext } from './test-context.ts'

const ID = '018f0000-0000-7000-8000-000000000001'
const PATIENT = { timeout: 15_000 }
const VARSITY = { id: ID, stamp: '0000000000001-0000-server', name: 'Varsity', active: true }

/** A school that holds what was sent last, in a history that can change. */
function createSchool() {
  const school = {
    epoch: 'first',
    team: VARSITY as AnyDocument,
    seq: 1,
    /** What it took since the restore, by name and season. */
    taken: [] as unknown[],
    restore(team: AnyDocument) {
      Object.assign(school, { epoch: 'second', team, seq: 1, taken: [] })
    },
  }
  const elsewhere = () =>
    Response.json({ code: 'resync-required', reason: 'epoch', restoredTo: 1 }, { status: 409 })

  async function answer(path: string, init: RequestInit): Promise<Response> {
    if (path.includes('/pull')) {
      const { searchParams } = new URL(path, 'http://server')
      const known = searchParams.get('epoch')
      if (known !== null && known !== school.epoch) return elsewhere()
      const isNew = Number(searchParams.get('seq') ?? 0) < school.seq
      return Response.json({
        documents: isNew ? [{ ...school.team, _deleted: false }] : [],
        checkpoint: { epoch: school.epoch, seq: school.seq, access: 'all' },
      })
    }
    const named = new Headers(init.headers).get(HEADER.epoch)
    if (named !== null && named !== school.epoch) return elsewhere()
    const rows: PushRow[] = JSON.parse(String(init.body))
    for (const { newDocumentState: sent } of rows) {
      if (sent.stamp <= school.team.stamp) continue
      const { _deleted, ...document } = sent as AnyDocument & { _deleted?: boolean }
      Object.assign(school, { team: document, seq: school.seq + 1 })
      school.taken.push([sent.name, sent.season])
    }
    return Response.json({ documents: [], rejected: [] })
  }
  vi.stubGlobal('fetch', answer)
  return school
}

let database: LocalDatabase
let school: ReturnType<typeof createSchool>
let replication: CollectionReplication
let ending: AbortController
let resync: Resync
let context: SyncContext

beforeEach(async () => {
  school = createSchool()
  database = await openLocalDatabase(`etrax-test-${crypto.randomUUID()}`, 'dbrowser')
  ending = new AbortController()
  context = await testContext(database, ending.signal)
  resync = createResync(
    context,
    async (_name, rows) => replication.sendFirst(rows),
    (name) => name === 'teams' && replication.resync(),
  )
  replication = replicate(context, 'teams', resync)
  await expect.poll(shown, PATIENT).toMatchObject({ name: 'Varsity' })
})
afterEach(async () => {
  ending.abort()
  await replication.stop()
  await database.close()
  vi.unstubAllGlobals()
})

const shown = async () => (await rawDocuments(database.collections.teams, [ID])).get(ID)
const unsent = async () => (await journalEntries(database.side)).length

async function change(fields: Record<string, unknown>): Promise<void> {
  const apply = (current: AnyDocument | undefined, stamp: string) => ({
    ...current,
    ...fields,
    id: ID,
    stamp,
  })
  await saveLocal(database, [[{ collection: 'teams', id: ID, apply }]])
}

test('[L3] [D10] what is written after a restore and before the device reads anything gets through, behind what was lost', async () => {
  await change({ name: 'JV' })
  await expect.poll(unsent, PATIENT).toBe(0)
  school.restore(VARSITY)
  await change({ season: 'Spring' })
  // As the stream does when it is open again: the push is under way since.
  replication.resync()
  await expect.poll(unsent, PATIENT).toBe(0)
  expect(school.taken).toEqual([
    ['JV', undefined],
    ['JV', 'Spring'],
  ])
  await expect.poll(shown, PATIENT).toMatchObject({ name: 'JV', season: 'Spring' })
})

test('[L3] a collection that is at rest is read anew as well, where another one learns that the device is ahead of the server', async () => {
  await expect.poll(() => context.memory.of('teams').complete, PATIENT).toBe(0)
  await resync.begin('people', 0, { reason: 'ahead' })
  await expect.poll(() => context.memory.of('teams').complete, PATIENT).toBe(1)
})
