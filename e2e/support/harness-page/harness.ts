import { createRxDatabase } from 'rxdb/plugins/core'
import { checkIn, checkOut, reportLost, transfer } from '../../../client/src/custody/actions.ts'
import { correctedNow } from '../../../client/src/db/corrected-now.ts'
import { localDatabase, openedDatabase } from '../../../client/src/db/current.ts'
import { journalEntries } from '../../../client/src/db/journal.ts'
import { findDocument, findDocuments } from '../../../client/src/db/query.ts'
import { rawDocuments, withoutRaw } from '../../../client/src/db/raw-documents.ts'
import { saveLocal } from '../../../client/src/db/save-local.ts'
import { requested, type SideStoreName } from '../../../client/src/db/side-store.ts'
import { documentTable, storage } from '../../../client/src/db/storage.ts'
import { pretendFormerSchema } from '../../../client/src/db/test-former-schema.ts'
import { useCatalogue } from '../../../client/src/db/use-catalogue.ts'
import { createRecord, removeRecord, updateRecord } from '../../../client/src/db/write.ts'
import type { ImportRecord } from '../../../client/src/import/import-record.ts'
import { importStore } from '../../../client/src/import/import-runs.ts'
import { dismissAttention, retryAttention } from '../../../client/src/sync/attention.ts'
import { startClient } from '../../../client/src/sync/client.ts'
import { handOverHere } from '../../../client/src/sync/hand-over-here.ts'
import { handOvers } from '../../../client/src/sync/hand-overs.ts'
import { exportKept } from '../../../client/src/sync/kept-list.ts'
import { keptWork } from '../../../client/src/sync/kept-work.ts'
import { enqueue } from '../../../client/src/sync/outbox.ts'
import { session } from '../../../client/src/sync/session.ts'
import { signIn } from '../../../client/src/sync/sign-in.ts'
import { exportUnsent, signOut } from '../../../client/src/sync/sign-out.ts'
import { syncNow, syncStatus } from '../../../client/src/sync/status.ts'
import type { AnyDocument } from '../../../shared/collections/definition.ts'
import { isJsonObject } from '../../../shared/json.ts'
import { deviceSchema } from '../../../shared/json-schema.ts'
import { type CollectionName, registry } from '../../../shared/registry.ts'
import { wireForm } from './watched-writes.ts'
import { doWitnessed } from './witnessed-deeds.ts'

const STORED_AT_ONCE = 250
const LARGE = ['equipment', 'transactions', 'people'] as const

/**
 * The client without its screens: everything that screens call, for tests that show a rule of the device. The service
 * worker is the real one.
 */
const harness = {
  session,
  signIn,
  signOut,
  async exportUnsent() {
    const { fileName, blob, count } = await exportUnsent()
    return { fileName, count, text: await blob.text() }
  },
  async exportAndSignOut() {
    await signOut({ exported: await exportUnsent() })
  },
  handOver: handOverHere,
  handOvers,
  /** What is kept of others, as the files that the sign-in page and the sync page offer. */
  async keptFiles() {
    return Promise.all((await keptWork()).map(async (work) => (await exportKept(work)).blob.text()))
  },
  status: syncStatus,
  correctedNow,
  syncNow,
  findDocument,
  findDocuments,
  createRecord,
  updateRecord,
  /** Stores fields of a document unasked, as a client with a fault would. */
  async saveUnasked(collection: CollectionName, id: string, fields: Record<string, unknown>) {
    const apply = (current: AnyDocument | undefined, stamp: string) => ({ ...current, ...fields, id, stamp })
    await saveLocal(await openedDatabase(), [[{ collection, id, apply }]])
  },
  /** The next write has its stamp, and waits for `go-on` before it reads its document. */
  async holdNextWrite() {
    const { stamps } = await openedDatabase()
    const take = stamps.take.bind(stamps)
    stamps.take = async (groups) => {
      stamps.take = take
      const taken = await take(groups)
      await new Promise((resolve) => window.addEventListener('go-on', resolve, { once: true }))
      return taken
    }
  },
  removeRecord,
  checkOut,
  checkIn,
  transfer,
  reportLost,
  doWitnessed,
  /** All of a collection as the server would send it. */
  async held(collection: CollectionName) {
    const { collections } = await openedDatabase()
    const documents = await collections[collection].find().exec()
    return documents.map(({ _data }) => wireForm(collection, _data))
  },
  enqueue,
  dismissAttention,
  retryAttention,
  catalogue: useCatalogue(),
  async journal() {
    return journalEntries((await openedDatabase()).side)
  },
  async side(name: SideStoreName) {
    const { side } = await openedDatabase()
    return side.read([name], (store) => requested<unknown[]>(store(name).getAll()))
  },
  /** An import of one row that somebody stopped before it was written. */
  async stoppedImport(fileName: string) {
    const store = await importStore()
    const id = crypto.randomUUID()
    const nothing = { created: 0, updated: 0, unchanged: 0, failed: 0, entries: 0 }
    const record: ImportRecord = {
      id,
      kind: 'equipment',
      fileName,
      seed: { at: 0, random: [0, 0, 0, 0, 0, 0] },
      createdAt: 0,
      byName: 'Somebody',
      columns: [],
      state: 'paused',
      chunks: 1,
      next: 0,
      rows: { write: 1, skip: 0, joined: 0, refuse: 0 },
      written: nothing,
    }
    const write = { id: crypto.randomUUID(), action: 'create' as const, fields: { name: 'Left over' } }
    await store.saveChunks([
      { importId: id, number: 0, collection: 'equipment', writes: [write], entries: [] },
    ])
    await store.save(record)
  },
  pretendFormerSchema: async () => pretendFormerSchema(await openedDatabase()),
  /**
   * Stores the large collections of this device once more, in a database of its own and without a server; RxDB opens no
   * more than a few collections beside those of the client.
   */
  async storeAgain(): Promise<{ ms: number; documents: number }> {
    const { collections } = await openedDatabase()
    const all = await Promise.all(
      LARGE.map(async (name) => ({
        name,
        documents: (await collections[name].find().exec()).map(({ _data }) => withoutRaw(_data)),
      })),
    )
    const again = await createRxDatabase({ name: 'again', storage })
    await again.addCollections(
      Object.fromEntries(LARGE.map((name) => [name, { schema: deviceSchema(registry[name]) }])),
    )
    const start = performance.now()
    for (const { name, documents } of all) {
      for (let at = 0; at < documents.length; at += STORED_AT_ONCE)
        await again.collections[name]?.bulkInsert(documents.slice(at, at + STORED_AT_ONCE))
    }
    const ms = performance.now() - start
    await again.remove()
    return { ms, documents: all.reduce((sum, { documents }) => sum + documents.length, 0) }
  },
  /** Documents by id as the client reads many at once, and as IndexedDB answers for each one. */
  async readMany(collection: CollectionName, ids: readonly string[]) {
    const { collections } = await openedDatabase()
    const found = await rawDocuments(collections[collection], ids)
    const { database, schema } = collections[collection]
    const table = documentTable(database.name, schema.version, collection)
    const each = await Promise.all(ids.map((id) => table.get(id)))
    return {
      many: ids.map((id) => found.get(id)?.stamp ?? null),
      each: each.map((one) => (isJsonObject(one) ? one.stamp : null)),
    }
  },
  databaseName: () => localDatabase()?.name,
  deviceId: () => localDatabase()?.deviceId,
  /** How a call ended, since an error's class does not cross over to the test. */
  async outcome(
    call: () => Promise<unknown>,
  ): Promise<{ ok: boolean; name?: string; code?: unknown; message?: string }> {
    try {
      await call()
      return { ok: true }
    } catch (error) {
      if (!(error instanceof Error)) throw error
      return { ok: false, name: error.name, code: Reflect.get(error, 'code'), message: error.message }
    }
  },
}

export type Harness = typeof harness

declare global {
  interface Window {
    harness: Harness
  }
}

window.harness = harness
startClient()
if ('serviceWorker' in navigator)
  await navigator.serviceWorker.register('/sw.js', { scope: '/', updateViaCache: 'none' })
