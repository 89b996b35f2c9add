import type { AnyDocument } from '../../../shared/collections/definition.ts'
import { toWire } from '../../../shared/json-schema.ts'
import type { PushRow } from '../../../shared/protocol.ts'
import { type CollectionName, registry } from '../../../shared/registry.ts'
import { sameDocument } from '../db/conflict-handler.ts'
import { rawDocuments } from '../db/raw-documents.ts'
import { hasSameBase } from '../db/underway-row.ts'
import type { OwnRows } from './own-rows.ts'
import type { SyncContext } from './sync-context.ts'
import { forgetAnswered } from './underway-rows.ts'

/**
 * Forgets the rows whose answers RxDB has noted, as it gave them. Where a document was written again before its answer came, it
 * may have noted nothing: its next row has the same base then. Where it took over what it knew before, it holds that itself.
 */
export async function forgetNoted(
  { database }: SyncContext,
  collection: CollectionName,
  rows: readonly PushRow[],
  assumed: OwnRows['assumed'],
  forget = forgetAnswered,
): Promise<void> {
  const known = await assumed(rows.map((row) => row.newDocumentState.id))
  const unmoved = rows.filter((row) => {
    const base = known.get(row.newDocumentState.id)
    if (!base) return true
    const wire = toWire<AnyDocument>(registry[collection], base)
    return hasSameBase(row, { ...row, assumedMasterState: wire })
  })
  const ids = unmoved.map((row) => row.newDocumentState.id)
  const here = ids.length > 0 ? await rawDocuments(database.collections[collection], ids) : undefined
  const waiting = new Set(
    ids.filter((id) => {
      const [base, document] = [known.get(id), here?.get(id)]
      return !base || !document || !sameDocument(base, document)
    }),
  )
  const noted = rows
    .map(({ newDocumentState: { id, stamp } }) => ({ collection, id, stamp }))
    .filter(({ id }) => !waiting.has(id))
  if (noted.length === 0) return
  await database.side.write(['state'], (store) => forget(store, noted))
}
