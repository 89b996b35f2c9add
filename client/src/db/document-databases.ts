import { defaultHashSha256 } from 'rxdb/plugins/core'
import { deviceSchema } from '../../../shared/json-schema.ts'
import { SCHEMA_VERSION } from '../../../shared/protocol.ts'
import { collectionNames, registry } from '../../../shared/registry.ts'
import { deleteDatabase } from './side-store.ts'

/**
 * Where one schema version keeps the documents of a local database. Each has databases of its own: a tab of the former version
 * that is still open goes on storing what its user does, beside the version that has moved on [L5] [D1].
 */
export interface DocumentDatabase {
  /** As RxDB calls it. */
  readonly name: string
  /** What its name says of the schemas; '' where names did not carry them yet. */
  readonly mark: string
  /** 0 for one without a mark. */
  readonly version: number
}

let digest: Promise<string> | undefined

/** The one of this version. The digest tells apart schemas of one version, as they come while it is made. */
export async function presentDocuments(databaseName: string): Promise<DocumentDatabase> {
  digest ??= defaultHashSha256(JSON.stringify(collectionNames.map((name) => deviceSchema(registry[name]))))
  const mark = `${SCHEMA_VERSION}-${(await digest).slice(0, 8)}`
  return { name: `${databaseName}.${mark}`, mark, version: SCHEMA_VERSION }
}

/** All that are there but this version's, the latest version first. */
export async function otherDocuments(databaseName: string): Promise<readonly DocumentDatabase[]> {
  const present = await presentDocuments(databaseName)
  const marks = new Set((await storesOf(databaseName)).map(({ mark }) => mark))
  return [...marks]
    .filter((mark) => mark !== present.mark)
    .map((mark) => ({
      name: mark === '' ? databaseName : `${databaseName}.${mark}`,
      mark,
      version: Number.parseInt(mark, 10) || 0,
    }))
    .toSorted((a, b) => b.version - a.version)
}

/** Those from which this version takes over: what a later one keeps says more than this one can send. */
export async function formerDocuments(databaseName: string): Promise<readonly DocumentDatabase[]> {
  return (await otherDocuments(databaseName)).filter(({ version }) => version <= SCHEMA_VERSION)
}

/** Deletes the documents of a version, or of all, and what RxDB keeps beside them. Close them everywhere first. */
export async function deleteDocuments(databaseName: string, mark?: string): Promise<void> {
  const stores = await storesOf(databaseName)
  const concerned = stores.filter((store) => mark === undefined || store.mark === mark)
  await Promise.all(concerned.map(({ indexedDbName }) => deleteDatabase(indexedDbName)))
}

/** RxDB keeps each collection in a database of IndexedDB of its own: `rxdb-dexie-NAME[.MARK]--VERSION--COLLECTION`. */
async function storesOf(databaseName: string) {
  const start = `rxdb-dexie-${databaseName}`
  return (await indexedDB.databases()).flatMap(({ name: indexedDbName = '' }) => {
    const [, mark = ''] = /^(?:\.(\d+-[0-9a-f]+))?--/.exec(indexedDbName.slice(start.length)) ?? [
      undefined,
      '?',
    ]
    return indexedDbName.startsWith(start) && mark !== '?' ? [{ indexedDbName, mark }] : []
  })
}
