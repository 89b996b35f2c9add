import { defaultHashSha256 } from 'rxdb/plugins/core'
import type { AnyDocument } from '../../../shared/collections/definition.ts'
import { isJsonObject } from '../../../shared/json.ts'
import { toWire } from '../../../shared/json-schema.ts'
import type { PushRow } from '../../../shared/protocol.ts'
import { type CollectionName, registry } from '../../../shared/registry.ts'
import { inTransaction, openExisting, requested } from './side-store.ts'

/** The name under which a collection is replicated; RxDB keeps what the server holds under it. */
export const REPLICATION = 'etrax'

/** By id, with the bases that RxDB keeps, as one version of the client stored them. `databaseName`: as RxDB calls it. */
export async function storedRows(
  databaseName: string,
  collection: CollectionName,
  ids: readonly string[],
): Promise<ReadonlyMap<string, PushRow>> {
  const meta = `rx-replication-meta-${await defaultHashSha256(`${collection}-${REPLICATION}`)}`
  const documents = await readDocuments(await newestOf(databaseName, collection), ids)
  const bases = await readDocuments(
    await newestOf(databaseName, meta),
    ids.map((id) => `${id}|0`),
  )
  const definition = registry[collection]
  const wire = (stored: AnyDocument) => toWire<AnyDocument>(definition, ownFields(stored))
  const rows = new Map<string, PushRow>()
  for (const [index, id] of ids.entries()) {
    const document = asDocument(documents[index])
    if (document?.id !== id) continue
    const base = baseIn(bases[index])
    rows.set(id, {
      ...(base ? { assumedMasterState: wire(base) } : {}),
      newDocumentState: { ...wire(document), _deleted: Reflect.get(document, '_deleted') === '1' },
    })
  }
  return rows
}

function ownFields(stored: AnyDocument): AnyDocument {
  const { _meta, _rev, _attachments, _deleted, ...fields } = stored
  return fields
}

export function asDocument(value: unknown): AnyDocument | undefined {
  if (!isJsonObject(value) || typeof value.id !== 'string' || typeof value.stamp !== 'string')
    return undefined
  return { ...value, id: value.id, stamp: value.stamp }
}

function baseIn(meta: unknown): AnyDocument | undefined {
  return isJsonObject(meta) ? asDocument(meta.docData) : undefined
}

/** The name of a stored collection's newest version. */
export async function newestOf(databaseName: string, collection: string): Promise<string | undefined> {
  const start = `rxdb-dexie-${databaseName}--`
  const end = `--${collection}`
  const versionIn = (name: string) => Number(name.slice(start.length, -end.length))
  const names = (await indexedDB.databases())
    .map(({ name = '' }) => name)
    .filter((name) => name.startsWith(start) && name.endsWith(end) && Number.isInteger(versionIn(name)))
  return names.sort((a, b) => versionIn(b) - versionIn(a))[0]
}

/** One for each key, in order; undefined where there is none. */
async function readDocuments(
  database: string | undefined,
  keys: readonly string[],
): Promise<readonly unknown[]> {
  const db = database === undefined ? undefined : await openExisting(database)
  if (!db) return []
  try {
    return await inTransaction(db, ['docs'], 'readonly', (store) =>
      Promise.all(keys.map((key) => requested<unknown>(store('docs').get(key)))),
    )
  } finally {
    db.close()
  }
}
