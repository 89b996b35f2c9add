import 'fake-indexeddb/auto'
import { createRxDatabase } from 'rxdb/plugins/core'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { deviceSchema } from '../../../shared/json-schema.ts'
import { type CollectionName, registry } from '../../../shared/registry.ts'
import { conflictHandler } from './conflict-handler.ts'
import { otherDocuments } from './document-databases.ts'
import { historyAlone } from './enter-schema.ts'
import { endFormerSchemas, takeOver } from './former-schema.ts'
import { journalEntries } from './journal.ts'
import { keptRows } from './kept-rows.ts'
import { type LocalDatabase, openLocalDatabase } from './local-database.ts'
import { parkedRows } from './parked-row.ts'
import { readingKey } from './reading-key.ts'
import { saveLocal } from './save-local.ts'
import { storage } from './storage.ts'
import { writtenElsewhere } from './written-elsewhere.ts'

const ID = '018f0000-0000-7000-8000-000000000001'

let present: LocalDatabase
/** A tab of the version before: its documents lie where names carried no version, all else is shared. */
let former: LocalDatabase
let closeFormer: () => Promise<unknown>

beforeEach(async () => {
  present = await openLocalDatabase(`etrax-test-${crypto.randomUUID()}`, 'dbrowser')
  const rx = await createRxDatabase({ name: present.name, storage, multiInstance: true })
  const { teams } = await rx.addCollections({
    teams: { schema: deviceSchema(registry.teams), conflictHandler, autoMigrate: false },
  })
  former = { ...present, rx, collections: { ...present.collections, teams } }
  closeFormer = () => rx.close()
})
afterEach(async () => {
  await closeFormer()
  await present.close()
})

function write(database: LocalDatabase, fields: Record<string, unknown>, id = ID) {
  return saveLocal(database, [
    [
      {
        collection: 'teams',
        id,
        apply: (current, stamp) => ({ active: true, name: 'Eagles', ...current, ...fields, id, stamp }),
      },
    ],
  ])
}

const parked = async () => [...(await parkedRows(present.side)).values()].map(({ row }) => row)
/** As the leading tab does when the server has answered what was set aside. */
async function answered() {
  await present.side.write(['parked', 'journal'], (store) => {
    store('parked').clear()
    store('journal').clear()
  })
}

describe('[L5] [D1] what a tab of the former version stores is taken over', () => {
  test('each write once, on the state that it was made on', async () => {
    await write(former, { season: 'Fall' })
    const [entry] = await journalEntries(present.side)
    expect(await takeOver(present)).toBe(1)
    expect(await takeOver(present)).toBe(0)
    expect(await parked()).toMatchObject([
      { newDocumentState: { id: ID, name: 'Eagles', season: 'Fall', stamp: entry?.stamp } },
    ])
    expect((await parked())[0]).not.toHaveProperty('assumedMasterState')
  })

  test('a field that is changed back after an answer of which that tab never learned is what was written last', async () => {
    await write(former, { season: 'Fall' })
    await takeOver(present)
    await answered()
    await write(former, { season: 'Spring' })
    await takeOver(present)
    await answered()
    await write(former, { season: 'Fall' })
    await takeOver(present)
    expect(await parked()).toMatchObject([
      { assumedMasterState: { season: 'Spring' }, newDocumentState: { season: 'Fall' } },
    ])
  })

  test('two writes that nobody has answered go out as one', async () => {
    await write(former, { season: 'Fall' })
    await takeOver(present)
    await write(former, { name: 'Hawks' })
    await takeOver(present)
    const rows = await parked()
    expect(rows).toMatchObject([{ newDocumentState: { name: 'Hawks', season: 'Fall' } }])
    expect(rows[0]).not.toHaveProperty('assumedMasterState')
  })

  test('a document that was written in both versions says what both wrote, by a stamp that the server takes', async () => {
    await write(present, { season: 'Fall' })
    await write(former, { sport: 'Soccer' })
    await write(present, { season: 'Spring' })
    const [latest] = await journalEntries(present.side)
    await takeOver(present)
    const [row] = await parked()
    expect(row?.newDocumentState).toMatchObject({ season: 'Spring', sport: 'Soccer' })
    expect((row?.newDocumentState.stamp ?? '') > (latest?.stamp ?? '')).toBe(true)
  })

  test('what it had set aside goes out on the state that it was made on, also where its database knows that no more', async () => {
    await write(former, { season: 'Fall' })
    const [entry] = await journalEntries(present.side)
    const base = { id: ID, stamp: '0000000000001-0000-server', name: 'Eagles', active: true }
    const row = {
      assumedMasterState: base,
      newDocumentState: { ...base, stamp: entry?.stamp ?? '', season: 'Fall' },
    }
    await present.side.write(['parked'], (store) => {
      store('parked').put({ collection: 'teams', id: ID, row, at: 1 })
    })
    await takeOver(present)
    expect(await parked()).toEqual([row])
  })

  test('until then it is unsent work like any other', async () => {
    await write(former, { season: 'Fall' })
    const [entry] = await journalEntries(present.side)
    expect(await keptRows(present.name)).toMatchObject([
      { collection: 'teams', row: { newDocumentState: { id: ID, season: 'Fall' } } },
    ])
    expect([...(await writtenElsewhere(present.name, 'teams', entry ? [entry] : []))]).toEqual([ID])
  })
})

test('[L5] with the last tab of the former version its documents go, and not before all that was written there is taken', async () => {
  await write(former, { season: 'Fall' })
  // The journal has lost the write: both versions wrote the document, and the later one was answered.
  await answered()
  expect(await takeOver(present)).toBe(0)
  await closeFormer()
  expect(await endFormerSchemas(present)).toBe(1)
  expect(await parked()).toMatchObject([{ newDocumentState: { id: ID, season: 'Fall' } }])
  expect(await otherDocuments(present.name)).toEqual([])
})

test('[L5] [L3] a version that opens the database for the first time reads anew, and knows the history that the one before had read', async () => {
  const { name, side, mark } = present
  await side.write(['state'], (store) => {
    store('state').delete(`schema:${mark}`)
    store('state').delete(readingKey(mark, 'teams'))
    store('state').put({ generation: 3, complete: 3, lastSyncAt: 1, epoch: 'e1' }, readingKey('', 'teams'))
  })
  await write(former, { season: 'Fall' })
  await closeFormer()
  await present.close()
  present = await openLocalDatabase(name, 'dbrowser')
  const reading = (collection: CollectionName) =>
    present.side.read(['state'], async (store) => {
      const request = store('state').get(readingKey(mark, collection))
      return new Promise((resolve) => {
        request.onsuccess = () => resolve(request.result)
      })
    })
  expect(await reading('teams')).toEqual({ generation: 0, epoch: 'e1' })
  expect(await reading('people')).toBeUndefined()
  expect(await takeOver(present)).toBe(1)
  expect(await parked()).toMatchObject([{ newDocumentState: { id: ID, season: 'Fall' } }])
})

test('[L3] of what is kept of a reading a version that begins anew takes the history alone', () => {
  expect(historyAlone({ generation: 3, complete: 3, lastSyncAt: 1, reason: 'purged', epoch: 'e1' })).toEqual({
    generation: 0,
    epoch: 'e1',
  })
  expect(historyAlone({ generation: 0 })).toBeUndefined()
  expect(historyAlone(undefined)).toBeUndefined()
})
