import { toLocal } from '../../../shared/json-schema.ts'
import type { CollectionName } from '../../../shared/registry.ts'
import { registry } from '../../../shared/registry.ts'
import { sameDocument } from '../db/conflict-handler.ts'
import { type JournalEntry, presentEntries, settleEntries } from '../db/journal.ts'
import { parkedKey, parkedRows } from '../db/parked-row.ts'
import { rawDocuments, withoutRaw, writeRows } from '../db/raw-documents.ts'
import { answeredRows } from '../db/underway-row.ts'
import { writtenElsewhere } from '../db/written-elsewhere.ts'
import type { CollectionReplication } from './replication.ts'
import { sendRows } from './send-rows.ts'
import type { SyncContext } from './sync-context.ts'
import { forgetGiven, forgetUnderway } from './underway-rows.ts'

/** The replication sends a write at once; one that is still there after this was passed over. */
const PASSED_OVER_MS = 5_000
/** A write may be under way in another tab between its journal entry and its document. */
const UNWRITTEN_MS = 60_000
const AGAIN_MS = 30_000
/** Written again so often and still not sent: what replicates is broken, though the server answers. */
const MOST_TOUCHES = 3

/** `isAnswered`: of a write that the server has answered and RxDB has not noted, known since `at`. */
type Entry = JournalEntry & { readonly isAnswered?: boolean }

/**
 * Looks after unsent writes that the replication does not send by itself [D10]: RxDB finds unsent documents by the device's
 * clock, which may be set back, and by messages between tabs, which may be lost. The journal knows better. And after answers
 * that RxDB has not noted: where a document was written once more while its push was on its way, RxDB leaves the answer to the
 * push of that, which it may never find. It would pass over whatever is pulled of the document from then on.
 */
export function createLeftovers(
  context: SyncContext,
  replications: ReadonlyMap<CollectionName, Pick<CollectionReplication, 'collection' | 'busy' | 'assumed'>>,
): () => Promise<void> {
  const { database, report } = context
  const touched = new Map<string, { readonly at: number; readonly times: number }>()
  let unnoted: ReadonlyMap<string, Entry> = new Map()

  /** RxDB notes an answer a moment after it came: one that is there for longer was passed over. */
  async function unnotedEntries(now: number): Promise<readonly Entry[]> {
    const rows = await answeredRows(database.side)
    unnoted = new Map(
      rows.map(({ collection, id, row }) => {
        const entry = { collection, id, stamp: row.newDocumentState.stamp, isAnswered: true }
        const key = keyOf(entry)
        return [key, { ...entry, at: Math.min(unnoted.get(key)?.at ?? now, now) }]
      }),
    )
    return [...unnoted.values()]
  }

  return async () => {
    const now = database.stamps.now()
    const parked = await parkedRows(database.side)
    // A later write of a parked document is the replication's matter like any other.
    const isParked = (entry: JournalEntry) =>
      (parked.get(parkedKey(entry))?.row.newDocumentState.stamp ?? '') >= entry.stamp
    const entries: readonly Entry[] = [
      ...(await presentEntries(database.side, now)),
      ...(await unnotedEntries(now)),
    ]
    const waiting = entries.filter((entry) => now - entry.at > PASSED_OVER_MS && !isParked(entry))
    for (const [collection, replication] of replications) {
      const concerned = waiting.filter((entry) => entry.collection === collection)
      if (concerned.length > 0 && !replication.busy()) await look(replication, concerned, now)
    }
    if (waiting.length === 0) touched.clear()
  }

  async function look(
    replication: Pick<CollectionReplication, 'collection' | 'assumed'>,
    entries: readonly Entry[],
    now: number,
  ) {
    const collection = database.collections[replication.collection]
    const ids = entries.map((entry) => entry.id)
    const stored = await rawDocuments(collection, ids)
    const assumed = await replication.assumed(ids)
    const answered: JournalEntry[] = []
    const unwritten: JournalEntry[] = []
    for (const entry of entries) {
      const document = stored.get(entry.id)
      const known = assumed.get(entry.id)
      const confirmed = document ? known !== undefined && sameDocument(known, document) : true
      const written = document !== undefined && document.stamp >= entry.stamp
      // What was written since has an entry of its own.
      if (entry.isAnswered && !confirmed && document?.stamp !== entry.stamp) continue
      if (confirmed && (written || (document && entry.isAnswered))) answered.push(entry)
      else if (confirmed && now - entry.at > UNWRITTEN_MS) unwritten.push(entry)
      const { at, times } = touched.get(keyOf(entry)) ?? { at: 0, times: 0 }
      if (confirmed || !document || Math.abs(now - at) < AGAIN_MS) continue
      touched.set(keyOf(entry), { at: now, times: times + 1 })
      if (times === MOST_TOUCHES) {
        // As after a storage that refused what had to be noted.
        context.broken(new Error('The replication sends nothing any more.'))
        return
      }
      // Written once more as it is: RxDB sees a change and sends it.
      const same = toLocal(registry[entry.collection], withoutRaw(document))
      await writeRows(collection, [{ previous: document, document: same, deleted: document._deleted }])
    }
    if (unwritten.length > 0) {
      const elsewhere = await writtenElsewhere(database.name, replication.collection, unwritten)
      answered.push(...unwritten.filter(({ id }) => !elsewhere.has(id)))
    }
    if (answered.length === 0) return
    await database.side.write(['journal', 'state'], async (store) => {
      await settleEntries(store('journal'), answered)
      await forgetUnderway(store, answered)
    })
    report.changed()
  }
}

function keyOf({ collection, id, stamp }: Omit<JournalEntry, 'at'>): string {
  return `${collection},${id},${stamp}`
}

/** Sends the parked rows again, one turn at a time. A turn ends when each row was answered or refused once more. */
export function createParkedSender(context: SyncContext): () => Promise<void> {
  let turn: Promise<void> | undefined
  let again = false
  const send = async () => {
    do {
      again = false
      await sendParked(context)
    } while (again)
  }
  return () => {
    // What was set aside since the present turn began goes out with it.
    if (turn) again = true
    turn ??= send().finally(() => {
      turn = undefined
    })
    return turn
  }
}

async function sendParked(context: SyncContext): Promise<void> {
  const { side } = context.database
  const parked = await parkedRows(side)
  for (const { collection, row } of parked.values()) {
    await sendRows(context, collection, [row])
    await side.write(['state'], (store) => forgetGiven(store, collection, row))
  }
}
