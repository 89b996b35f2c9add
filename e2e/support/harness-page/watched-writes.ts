import { openedDatabase } from '../../../client/src/db/current.ts'
import type { LocalDatabase } from '../../../client/src/db/local-database.ts'
import { type RawDocument, rawDocuments, withoutRaw } from '../../../client/src/db/raw-documents.ts'
import type { AnyDocument } from '../../../shared/collections/definition.ts'
import { toWire } from '../../../shared/json-schema.ts'
import { type CollectionName, collectionNames, registry } from '../../../shared/registry.ts'

/** One document as a local write found it and as it left it. */
export interface LocalWrite {
  readonly collection: CollectionName
  readonly before?: AnyDocument
  readonly after: AnyDocument & { readonly _deleted?: true }
  /** Of a ledger's entry: its thing as the device shows it. */
  readonly thing?: AnyDocument
}

/** Who keeps a record outside of the page, which may die at any moment. */
export interface WriteWitness {
  /** These are about to be committed. */
  begun(writes: readonly LocalWrite[]): Promise<void>
  /** Nothing of these was stored: another write was ahead, or the storage refused. */
  undone(collection: CollectionName, ids: readonly string[]): Promise<void>
}

const watched = new WeakSet<LocalDatabase>()
let witness: WriteWitness | undefined

/** Has a witness of every local write as long as some work lasts. */
export async function witnessed<T>(by: WriteWitness, work: () => Promise<T>): Promise<T> {
  watch(await openedDatabase())
  witness = by
  try {
    return await work()
  } finally {
    witness = undefined
  }
}

/** Looks at what is handed to the storage: no caller knows what its write met there. */
function watch(database: LocalDatabase) {
  if (watched.has(database)) return
  watched.add(database)
  for (const name of collectionNames) {
    const { storageInstance } = database.collections[name]
    const bulkWrite = storageInstance.bulkWrite.bind(storageInstance)
    storageInstance.bulkWrite = async (rows, context) => {
      const told = witness
      if (context !== 'local-write' || !told) return bulkWrite(rows, context)
      await told.begun(
        await Promise.all(rows.map(({ previous, document }) => writeOf(database, name, previous, document))),
      )
      try {
        const answer = await bulkWrite(rows, context)
        const undone = answer.error.map(({ documentId }) => documentId)
        if (undone.length > 0) await told.undone(name, undone)
        return answer
      } catch (error) {
        await told.undone(
          name,
          rows.map(({ document }) => document.id),
        )
        throw error
      }
    }
  }
}

async function writeOf(
  database: LocalDatabase,
  collection: CollectionName,
  previous: RawDocument | undefined,
  document: RawDocument,
): Promise<LocalWrite> {
  const after = wireForm(collection, document)
  const thing = collection === 'transactions' ? await thingOf(database, after) : undefined
  return {
    collection,
    ...(previous && !previous._deleted ? { before: wireForm(collection, previous) } : {}),
    after: document._deleted ? { ...after, _deleted: true } : after,
    ...(thing ? { thing } : {}),
  }
}

async function thingOf(database: LocalDatabase, { equipmentId }: AnyDocument) {
  const id = String(equipmentId)
  const found = (await rawDocuments(database.collections.equipment, [id])).get(id)
  return found && wireForm('equipment', found)
}

export function wireForm(collection: CollectionName, document: RawDocument): AnyDocument {
  return toWire<AnyDocument>(registry[collection], withoutRaw(document))
}
