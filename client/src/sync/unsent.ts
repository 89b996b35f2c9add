import type { AnyDocument } from '../../../shared/collections/definition.ts'
import type { CollectionName } from '../../../shared/registry.ts'
import { keptRows } from '../db/kept-rows.ts'
import type { LocalDatabase } from '../db/local-database.ts'
import { requested } from '../db/side-store.ts'
import { importNames, importsLeft, importsToKeep } from '../import/imports-left.ts'

/** All that the server has not confirmed, as a file that a person can keep. */
export interface UnsentExport {
  readonly fileName: string
  readonly blob: Blob
  readonly count: number
  /** Names exactly what it holds: a sign-out goes by it. */
  readonly receipt: string
}

export interface UnsentAuthor {
  readonly tenant: string
  readonly userId: string
  readonly userName: string
}

export interface UnsentDocument {
  readonly collection: CollectionName
  readonly document: AnyDocument & { readonly _deleted: boolean }
}

/** As they were written, also where the server could not take them and something else lies in their place. */
export async function unsentDocuments(databaseName: string): Promise<readonly UnsentDocument[]> {
  return (await keptRows(databaseName)).map(({ collection, row }) => ({
    collection,
    document: { ...row.newDocumentState, _deleted: row.newDocumentState._deleted === true },
  }))
}

/**
 * A receipt of what is unsent now, what is left of imports included; equal receipts name the same work. '' where nothing is.
 */
export async function unsentReceipt(database: LocalDatabase): Promise<{ count: number; receipt: string }> {
  const [entries, outbox] = await database.side.read(['journal', 'outbox'], (store) =>
    Promise.all([
      requested<{ collection: string; id: string; stamp: string }[]>(store('journal').getAll()),
      requested(store('outbox').getAllKeys()),
    ]),
  )
  const names = [
    ...entries.map(({ collection, id, stamp }) => `${collection}/${id}/${stamp}`),
    ...outbox.map(String),
    ...importNames(await importsLeft(database.name)),
  ]
  return { count: names.length, receipt: names.sort().join('\n') }
}

export async function exportUnsentOf(database: LocalDatabase, who: UnsentAuthor): Promise<UnsentExport> {
  const { count, receipt } = await unsentReceipt(database)
  const documents = await unsentDocuments(database.name)
  const outbox = await database.side.read(['outbox'], (store) =>
    requested<unknown[]>(store('outbox').getAll()),
  )
  const imports = await importsToKeep(database.name)
  const now = database.stamps.now()
  return {
    ...unsentFile(who, { documents, outbox, imports, receipt, now, deviceId: database.deviceId }),
    count,
  }
}

/** The file itself. `now` is the time of its making, in ms. */
export function unsentFile(
  { tenant, userId, userName }: UnsentAuthor,
  {
    documents,
    outbox,
    imports,
    receipt,
    now,
    deviceId,
  }: {
    readonly documents: readonly UnsentDocument[]
    readonly outbox: readonly unknown[]
    readonly imports: readonly unknown[]
    readonly receipt: string
    readonly now: number
    readonly deviceId?: string
  },
): UnsentExport {
  const exportedAt = new Date(now).toISOString()
  const content = {
    format: 'etrax-unsent-1',
    tenant,
    userId,
    userName,
    ...(deviceId === undefined ? {} : { deviceId }),
    exportedAt,
    documents,
    outbox,
    imports,
  }
  return {
    fileName: `etrax-unsent-${tenant}-${exportedAt.slice(0, 19).replaceAll(':', '-')}.json`,
    blob: new Blob([JSON.stringify(content, null, 2)], { type: 'application/json' }),
    count: documents.length + outbox.length,
    receipt,
  }
}
