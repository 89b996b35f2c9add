import 'fake-indexeddb/auto'
import { afterEach, beforeEach, expect, test } from 'vitest'
import type { AnyDocument } from '../../../shared/collections/definition.ts'
import type { CollectionName } from '../../../shared/registry.ts'
import { type LocalDatabase, openLocalDatabase } from '../db/local-database.ts'
import { rawDocuments, writeRows } from '../db/raw-documents.ts'
import { bringEvidence } from './evidence.ts'
import type { SyncContext } from './sync-context.ts'
import { testContext } from './test-context.ts'
import { thingsIn } from './things-in.ts'

const THING = crypto.randomUUID()
const OTHER = crypto.randomUUID()
const FIRST = crypto.randomUUID()
const SECOND = crypto.randomUUID()
const REVIEW = crypto.randomUUID()
const stamp = '1796070500000-0000-dother'
const at = '2026-01-01T00:00:00.000Z'
let database: LocalDatabase
let context: SyncContext
let begun: readonly unknown[][]
const resync = {
  async begin(...asked: unknown[]) {
    begun = [...begun, asked]
  },
}

beforeEach(async () => {
  begun = []
  database = await openLocalDatabase(`etrax-test-${crypto.randomUUID()}`, 'dbrowser')
  context = await testContext(database, new AbortController().signal)
  await context.memory.change('transactions', { generation: 3, complete: 3 })
  for (const id of [THING, OTHER])
    await put('equipment', { id, kind: 'serialized', name: 'Helmet', status: 'available', createdAt: at })
  await put('transactions', entry(SECOND))
  await put('reviews', review('open', 1))
})
afterEach(() => database.close())

const entry = (id: string) => ({
  id,
  equipmentId: THING,
  type: 'check_in',
  occurredAt: at,
  actorId: OTHER,
  deviceId: 'dother',
  receivedAt: at,
})
const review = (state: string, version: number) => ({
  id: REVIEW,
  kind: 'custody-fork',
  collection: 'equipment',
  documentId: THING,
  state,
  version,
  receivedAt: at,
  transactionIds: [FIRST, SECOND],
})

async function put(collection: CollectionName, fields: Omit<AnyDocument, 'stamp'> & { readonly id: string }) {
  const documents = database.collections[collection]
  const previous = (await rawDocuments(documents, [fields.id])).get(fields.id)
  await writeRows(documents, [{ previous, document: { ...fields, stamp }, deleted: false }])
}

test('[D7] what a dispute is decided by does not leave the device as old', async () => {
  expect(await thingsIn(database)).toEqual(new Set([OTHER]))
  await put('reviews', review('resolved', 2))
  expect(await thingsIn(database)).toEqual(new Set([THING, OTHER]))
})

test('[D7] entries that have left come back for an open review, once for each state of it', async () => {
  await bringEvidence(context, resync)
  expect(begun).toEqual([['transactions', 3, { reason: 'purged' }]])
  await bringEvidence(context, resync)
  expect(begun).toHaveLength(1)
  await put('reviews', review('open', 2))
  await bringEvidence(context, resync)
  expect(begun).toHaveLength(2)
})

test('[D7] nothing is read anew where all entries are here, nothing is open, or a reading is under way', async () => {
  await context.memory.change('transactions', { generation: 4 })
  await bringEvidence(context, resync)
  await context.memory.change('transactions', { complete: 4 })
  await put('reviews', review('resolved', 2))
  await bringEvidence(context, resync)
  await put('reviews', review('open', 3))
  await put('transactions', entry(FIRST))
  await bringEvidence(context, resync)
  expect(begun).toEqual([])
})
