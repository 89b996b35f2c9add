import { parseStamp } from '../../../../../shared/clock.ts'
import type { CollectionName } from '../../../../../shared/registry.ts'
import type { LocalDatabase } from '../../../db/local-database.ts'
import { rawDocuments } from '../../../db/raw-documents.ts'

/** Names a document of a collection. */
export function documentKey(collection: CollectionName, id: string): string {
  return `${collection},${id}`
}

/**
 * Which of these documents somebody deleted, other than on this device. What only left the sight of this device has no stamp [L2], and
 * what became a part of another record names that [S5].
 */
export async function deletedSince(
  { collections, deviceId }: LocalDatabase,
  documents: ReadonlyMap<CollectionName, readonly string[]>,
): Promise<ReadonlySet<string>> {
  const deleted = new Set<string>()
  for (const [collection, ids] of documents) {
    for (const [id, document] of await rawDocuments(collections[collection], ids)) {
      const by = parseStamp(document.stamp)?.deviceId
      if (document._deleted && by !== undefined && by !== deviceId && !document.mergedInto)
        deleted.add(documentKey(collection, id))
    }
  }
  return deleted
}
