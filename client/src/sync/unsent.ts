import type { AnyDocument } from '../../../shared/collections/definition.ts'
import { toWire } from '../../../shared/json-schema.ts'
import { type CollectionName, registry } from '../../../shared/registry.ts'
import { journalEntries } from '../db/journal.ts'
import type { LocalDatabase } from '../db/local-database.ts'
import { parkedKey, parkedRows } from '../db/parked-row.ts'
import { rawDocuments, withoutRaw } from '../db/raw-documents.ts'
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

export interface UnsentDocument {
  readonly collection: CollectionName
  readonly document: AnyDocument & { readonly _deleted: boolean }
}

/**
 * Each unsent write as it stands. What the server could not take comes first: the document may have been read anew since, and
 * then only the parked row has those words.
 */
export async function unsentDocuments(database: LocalDatabase): Promise<readonly UnsentDocument[]> {
  const entries = await journalEntries(database.side)
  const parked = await parkedRows(database.side)
  const documents: UnsentDocument[] = []
  for (const { collection, id, stamp } of entries) {
    const kept = parked.get(parkedKey({ collection, id }))?.row.newDocumentState
    if (kept) documents.push({ collection, document: { ...kept, _deleted: kept._deleted === true } })
    if (kept && kept.stamp >= stamp) continue
    const raw = (await rawDocuments(database.collections[collection], [id])).get(id)
    if (!raw) continue
    documents.push({
      collection,
      document: { ...toWire<AnyDocument>(registry[collection], withoutRaw(raw)), _deleted: raw._deleted },
    })
  }
  return documents
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

export async function exportUnsentOf(
  database: LocalDatabase,
  who: { readonly tenant: string; readonly userId: string; readonly userName: string },
): Promise<UnsentExport> {
  const { count, receipt } = await unsentReceipt(database)
  const documents = await unsentDocuments(database)
  const outbox = await database.side.read(['outbox'], (store) =>
    requested<unknown[]>(store('outbox').getAll()),
  )
  const imports = await importsToKeep(database.name)
  const exportedAt = new Date(database.stamps.now()).toISOString()
  const { tenant, userId, userName } = who
  const content = {
    format: 'etrax-unsent-1',
    tenant,
    userId,
    userName,
    deviceId: database.deviceId,
    exportedAt,
    documents,
    outbox,
    imports,
  }
  return {
    fileName: `etrax-unsent-${tenant}-${exportedAt.slice(0, 19).replaceAll(':', '-')}.json`,
    blob: new Blob([JSON.stringify(content, null, 2)], { type: 'application/json' }),
    count,
    receipt,
  }
}
