import { getDefaultRevision, type RxDocumentData } from 'rxdb/plugins/core'
import type { AnyDocument } from '../../../shared/collections/definition.ts'
import { isJsonObject } from '../../../shared/json.ts'
import type { LocalCollection } from './local-database.ts'
import { documentTable } from './storage.ts'

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

export interface RawPage {
  /** Live documents in id order. */
  readonly documents: readonly AnyDocument[]
  /** After which the next page begins; undefined at the end. */
  readonly next: string | undefined
}

/**
 * Up to `limit` documents after an id, for reading a whole collection: in one request of IndexedDB, without RxDB's cursor
 * and document objects.
 */
export async function rawPage(collection: LocalCollection, afterId: string, limit: number): Promise<RawPage> {
  const table = documentTable(collection.database.name, collection.schema.version, collection.name)
  const rows = (await table.where('id').above(afterId).limit(limit).toArray()).filter(isRow)
  return {
    documents: rows
      .filter((row) => row._deleted !== '1')
      .map(({ _meta, _rev, _attachments, _deleted, ...fields }) => fields),
    next: rows.length < limit ? undefined : rows.at(-1)?.id,
  }
}

/** RxDB keeps `_deleted` as '0' or '1', because IndexedDB indexes no booleans. */
function isRow(row: unknown): row is AnyDocument & { readonly _deleted: string } {
  return isJsonObject(row) && typeof row.id === 'string' && typeof row.stamp === 'string'
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
