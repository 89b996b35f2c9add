import type { CollectionName } from '../../../shared/registry.ts'
import { otherDocuments } from './document-databases.ts'
import { storedRows } from './stored-rows.ts'

/** Ids of those whose write lies in another version's documents: it is sent by that version, or taken over from it. */
export async function writtenElsewhere(
  databaseName: string,
  collection: CollectionName,
  writes: readonly { readonly id: string; readonly stamp: string }[],
): Promise<ReadonlySet<string>> {
  const found = new Set<string>()
  const ids = writes.map(({ id }) => id)
  for (const { name } of await otherDocuments(databaseName)) {
    const rows = await storedRows(name, collection, ids)
    for (const { id, stamp } of writes)
      if ((rows.get(id)?.newDocumentState.stamp ?? '') >= stamp) found.add(id)
  }
  return found
}
