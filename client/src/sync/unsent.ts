import type { AnyDocument } from '../../../shared/collections/definition.ts'
import { isJsonObject } from '../../../shared/json.ts'
import type { CollectionName } from '../../../shared/registry.ts'
import { keptRows } from '../db/kept-rows.ts'
import type { LocalDatabase } from '../db/local-database.ts'
import { readSideStore, requested, sideStoreName } from '../db/side-store.ts'
import { importNames, importsLeft, importsToKeep } from '../import/imports-left.ts'

/** All that the server has not confirmed, as a file that a person can keep. */
export interface UnsentExport {
  readonly fileName: string
  readonly blob: Blob
  readonly count: number
  /** Names all that it holds: a sign-out goes by it. */
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
      requested<JournalName[]>(store('journal').getAll()),
      requested(store('outbox').getAllKeys()),
    ]),
  )
  return receiptOf(entries, outbox, importNames(await importsLeft(database.name)))
}

/** The same of a database that is not open here: what was written last before it was closed is in it. */
export async function closedReceipt(databaseName: string): Promise<string> {
  const side = sideStoreName(databaseName)
  const [entries, outbox] = await Promise.all([readSideStore(side, 'journal'), readSideStore(side, 'outbox')])
  const keys = outbox.map((one) => (isJsonObject(one) ? one.key : one))
  const imports = importNames(await importsLeft(databaseName))
  return receiptOf(entries as readonly JournalName[], keys, imports).receipt
}

interface JournalName {
  readonly collection: string
  readonly id: string
  readonly stamp: string
}

function receiptOf(
  entries: readonly JournalName[],
  outbox: readonly unknown[],
  imports: readonly string[],
): { count: number; receipt: string } {
  const names = [
    ...entries.map(({ collection, id, stamp }) => `${collection}/${id}/${stamp}`),
    ...outbox.map(String),
    ...imports,
  ]
  return { count: names.length, receipt: names.sort().join('\n') }
}

/** Whether what was unsent at the first receipt holds all of the second: what was sent meanwhile is missed by nobody. */
export function holds(receipt: string, now: string): boolean {
  const names = new Set(receipt.split('\n'))
  return now.split('\n').every((name) => name === '' || names.has(name))
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
