import { createRxDatabase, type RxCollection, type RxDatabase } from 'rxdb/plugins/core'
import type { AnyDocument } from '../../../shared/collections/definition.ts'
import { deviceSchema } from '../../../shared/json-schema.ts'
import { type CollectionName, collectionNames, registry } from '../../../shared/registry.ts'
import { importStoreName } from '../import/import-store-name.ts'
import { conflictHandler } from './conflict-handler.ts'
import { deleteDocuments, presentDocuments } from './document-databases.ts'
import { holdDocuments } from './document-lock.ts'
import { enterSchema } from './enter-schema.ts'
import { ownDeviceId } from './own-device-id.ts'
import { deleteDatabase, openSideStore, type SideStore, sideStoreName } from './side-store.ts'
import { openStamps, type Stamps } from './stamps.ts'
import { storage } from './storage.ts'
import { toStorageError } from './storage-error.ts'

export type LocalCollection = RxCollection<AnyDocument>
export type LocalCollections = { readonly [Name in CollectionName]: LocalCollection }

/** The local database of one person (or station) of one school: what every screen reads and writes [D1]. */
export interface LocalDatabase {
  readonly name: string
  /** Named by the stamps that are made here and by the requests that send them. */
  readonly deviceId: string
  /** Of the schemas by which its documents are stored. */
  readonly mark: string
  readonly rx: RxDatabase
  readonly collections: LocalCollections
  readonly side: SideStore
  readonly stamps: Stamps
  close(): Promise<void>
}

/** One local database per tenant and user: nobody else's sign-in ever pushes what it holds [P7]. */
export function databaseName(tenant: string, userId: string): string {
  return `etrax-${tenant}-${userId}`.toLowerCase()
}

/** `browserId`: what the stamps of databases of former versions name. @throws StorageError */
export async function openLocalDatabase(name: string, browserId: string): Promise<LocalDatabase> {
  let letGo: (() => void) | undefined
  try {
    const side = await openSideStore(name)
    const deviceId = await ownDeviceId(side, browserId)
    const stamps = await openStamps(side, deviceId)
    const documents = await presentDocuments(name)
    letGo = await holdDocuments(documents.name)
    await enterSchema(name, side)
    const rx = await createRxDatabase({
      name: documents.name,
      storage,
      multiInstance: true,
      eventReduce: true,
      closeDuplicates: true,
    })
    await rx.addCollections(
      Object.fromEntries(
        collectionNames.map((collection) => [
          collection,
          { schema: deviceSchema(registry[collection]), conflictHandler, autoMigrate: false },
        ]),
      ),
    )
    for (const collection of Object.values(rx.collections)) leaveOwnFieldsToRxdb(collection)
    return {
      name,
      deviceId,
      mark: documents.mark,
      rx,
      collections: collectionsOf(rx),
      side,
      stamps,
      async close() {
        try {
          await rx.close()
        } finally {
          side.close()
          letGo?.()
        }
      },
    }
  } catch (error) {
    letGo?.()
    throw toStorageError(error)
  }
}

/**
 * RxDB's documents keep their RxCollection in `collection`; a field of that name (reviews have one) would make a getter
 * of it and no document could be made. The field itself is read from the stored data, as all fields are here.
 */
function leaveOwnFieldsToRxdb({ schema }: RxCollection): void {
  Reflect.deleteProperty(schema.getDocumentPrototype(), 'collection')
}

function collectionsOf(rx: RxDatabase): LocalCollections {
  const collection = (name: CollectionName): LocalCollection => {
    const found = rx.collections[name]
    if (!found) throw new Error(`The local database lacks ${name}.`)
    return found
  }
  return {
    equipment: collection('equipment'),
    categories: collection('categories'),
    locations: collection('locations'),
    people: collection('people'),
    teams: collection('teams'),
    users: collection('users'),
    transactions: collection('transactions'),
    reviews: collection('reviews'),
  }
}

/** Deletes all that a local database holds. Close it everywhere first. */
export async function deleteLocalDatabase(name: string): Promise<void> {
  await deleteDocuments(name)
  await Promise.all([sideStoreName(name), importStoreName(name)].map(deleteDatabase))
}
