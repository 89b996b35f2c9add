import {
  getAssumedMasterState,
  getChangedDocumentsSince,
  getLastCheckpointDoc,
  getMetaWriteRow,
  type RxStorageInstanceReplicationState,
  writeDocToDocState,
} from 'rxdb/plugins/core'
import { parseStamp } from '../../../shared/clock.ts'
import type { AnyDocument } from '../../../shared/collections/definition.ts'
import { sameDocument } from '../db/conflict-handler.ts'

const BATCH = 250

/**
 * Notes for RxDB that the server holds what lies here and was written elsewhere. RxDB stores what a push was answered with in one step
 * and notes in another that the server holds it; where the page ended between them, it takes the answer for a write of this device
 * and passes over every page that brings its document, until its next push has handed that over. The checkpoint moves on meanwhile,
 * so what was passed over would never come. To be awaited before the first page is asked for.
 */
export async function noteStored(
  internal: RxStorageInstanceReplicationState<AnyDocument>,
  deviceId: string,
): Promise<void> {
  const { forkInstance, metaInstance } = internal.input
  // Whatever RxDB has not looked through since: a few documents, but after a first sync.
  let from = await getLastCheckpointDoc<AnyDocument, object>(internal, 'up')
  while (!internal.events.canceled.getValue()) {
    const { documents, checkpoint } = await getChangedDocumentsSince(forkInstance, BATCH, from)
    if (documents.length === 0) return
    from = checkpoint
    // Each local write has a stamp of this device [C2].
    const foreign = documents.filter(({ stamp }) => parseStamp(stamp)?.deviceId !== deviceId)
    const assumed = await getAssumedMasterState(
      internal,
      foreign.map(({ id }) => id),
    )
    const unnoted = foreign
      .map((document) => writeDocToDocState(document, false, false))
      .filter((document) => {
        const known = assumed[document.id]?.docData
        return known === undefined || !sameDocument(known, document)
      })
    const rows = await Promise.all(
      unnoted.map((document) => getMetaWriteRow(internal, document, assumed[document.id]?.metaDocument)),
    )
    // RxDB may note them at the same time, and then the same.
    if (rows.length > 0) await metaInstance.bulkWrite(rows, 'note-stored')
  }
}
