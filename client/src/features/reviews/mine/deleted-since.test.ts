import 'fake-indexeddb/auto'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { type LocalDatabase, openLocalDatabase } from '../../../db/local-database.ts'
import { writeRows } from '../../../db/raw-documents.ts'
import { deletedSince, documentKey } from './deleted-since.ts'

const id = (n: number) => `018f0000-0000-7000-8000-00000000000${n}`
const by = (deviceId: string) => `1790000000000-0000-${deviceId}`
const helmet = { kind: 'serialized', name: 'Helmet', status: 'available' } as const

let database: LocalDatabase
beforeEach(async () => {
  database = await openLocalDatabase(`etrax-test-${crypto.randomUUID()}`, 'dtablet')
})
afterEach(() => database.close())

test('[D11] only what somebody else deleted counts: not what is there, is out of sight, was joined or was deleted here', async () => {
  const rows = [
    { document: { ...helmet, id: id(1), stamp: by('other') }, deleted: true },
    { document: { ...helmet, id: id(2), stamp: by('other') }, deleted: false },
    { document: { ...helmet, id: id(3), stamp: '' }, deleted: true },
    { document: { ...helmet, id: id(4), stamp: by('other'), mergedInto: id(2) }, deleted: true },
    { document: { ...helmet, id: id(5), stamp: by(database.deviceId) }, deleted: true },
  ]
  await writeRows(
    database.collections.equipment,
    rows.map((row) => ({ ...row, previous: undefined })),
  )
  const asked = new Map([['equipment', [1, 2, 3, 4, 5, 6].map(id)]] as const)
  expect([...(await deletedSince(database, asked))]).toEqual([documentKey('equipment', id(1))])
})
