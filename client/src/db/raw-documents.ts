import { getDefaultRevision, prepareQuery, type RxDocumentData } from 'rxdb/plugins/core'
import type { AnyDocument } from '../../../shared/collections/definition.ts'
import type { LocalCollection } from './local-database.ts'

/** A document as the storage holds it: with RxDB's own fields. */
export type RawDocument = RxDocumentData<AnyDocument>

/** Documents by id, deleted ones included. */
export async function rawDocuments(
  collection: LocalCollection,
  ids: readonly string[],
): Promise<Map<string, RawDocument>> {
  const found = await collection.storageInstance.findDocumentsById([...ids], true)
  return new Map(found.map((document) => [document.id, document]))
}

/** The next live documents in id order, without the cost of RxDB's document objects. */
export async function rawPage(
  collection: LocalCollection,
  afterId: string,
  limit: number,
): Promise<readonly RawDocument[]> {
  const schema = collection.storageInstance.schema
  const { documents } = await collection.storageInstance.query(
    prepareQuery(schema, {
      selector: { _deleted: { $eq: false }, id: { $gt: afterId } },
      sort: [{ id: 'asc' }],
      index: ['_deleted', 'id'],
      limit,
      skip: 0,
    }),
  )
  return documents
}

/** The document's own fields, without RxDB's. */
export function withoutRaw({ _meta, _rev, _attachments, _deleted, ...fields }: RawDocument): AnyDocument {
  return fields
}

export interface WriteRow {
  readonly previous: RawDocument | undefined
  readonly document: AnyDocument
  readonly deleted: boolean
}

/**
 * Writes in one transaction and resolves to the rows that met a later state of their document. RxDB tells every tab and
 * the replication of what was written.
 */
export async function writeRows(
  collection: LocalCollection,
  rows: readonly WriteRow[],
): Promise<ReadonlySet<string>> {
  const answer = await collection.storageInstance.bulkWrite(
    rows.map(({ previous, document, deleted }) => ({
      ...(previous ? { previous } : {}),
      document: {
        ...document,
        _deleted: deleted,
        _meta: previous?._meta ?? { lwt: 1 },
        _rev: previous?._rev ?? getDefaultRevision(),
        _attachments: {},
      },
    })),
    'local-write',
  )
  const hard = answer.error.find((error) => error.status !== 409)
  if (hard) throw hard
  return new Set(answer.error.map((error) => error.documentId))
}
