import type { PushAnswer, PushRow } from '../../../shared/protocol.ts'
import { pushedRow } from '../../../shared/pushed-row.ts'
import { type CollectionName, registry } from '../../../shared/registry.ts'
import { settleEntries } from '../db/journal.ts'
import { valuesAt } from '../db/values-at.ts'
import type { ApiError } from './api-error.ts'
import { type AttentionItem, attentionKey } from './attention-item.ts'
import { notDismissed, readDismissed } from './dismissed-refusals.ts'
import { putParked, settleParked } from './parked-rows.ts'
import type { SentRow } from './sent-log.ts'
import type { SyncContext } from './sync-context.ts'
import { noteNotTaken, noteTaken } from './underway-rows.ts'

/**
 * Notes in one transaction what the server answered: the journal's entries are settled, the rows go into the log of what
 * was sent [D11], and refusals into the list of what needs attention, with their payload.
 */
export function noteAnswer(
  context: SyncContext,
  collection: CollectionName,
  rows: readonly PushRow[],
  answer: PushAnswer,
): Promise<void> {
  return settle(context, collection, rows, answer, 'log')
}

/** The same for rows that are in the log already: it neither grows by them nor keeps them for longer. */
export function noteAnswerAgain(
  context: SyncContext,
  collection: CollectionName,
  rows: readonly PushRow[],
  answer: PushAnswer,
): Promise<void> {
  return settle(context, collection, rows, answer, 'logged')
}

async function settle(
  { database, report }: SyncContext,
  collection: CollectionName,
  rows: readonly PushRow[],
  answer: PushAnswer,
  mode: 'log' | 'logged',
): Promise<void> {
  const at = database.stamps.now()
  const byId = new Map(rows.map((row) => [row.newDocumentState.id, row]))
  const refused = new Set(answer.rejected.map(({ id }) => id))
  const items = answer.rejected.flatMap((rejection): AttentionItem[] => {
    const row = byId.get(rejection.id)
    if (!row) return []
    return [
      {
        key: attentionKey(collection, rejection.id, row.newDocumentState.stamp),
        kind: 'rejected',
        collection,
        documentId: rejection.id,
        code: rejection.code,
        message: rejection.message,
        reviewId: rejection.reviewId,
        payload: row.newDocumentState,
        at,
      },
    ]
  })
  await database.side.write(['journal', 'sent', 'attention', 'parked', 'state'], async (store) => {
    await settleEntries(store('journal'), rowKeys(collection, rows))
    for (const row of mode === 'log' ? rows : []) {
      const sent: SentRow = { collection, row: pushedRow(registry[collection], row), at }
      store('sent').add(sent)
    }
    await settleParked(store, collection, rows)
    const said = rows.map(({ newDocumentState: { id, stamp } }) => attentionKey(collection, id, stamp))
    const found = await valuesAt(store('attention'), said)
    for (const [at, key] of said.entries()) if (found[at] !== undefined) store('attention').delete(key)
    const isRefused = ({ newDocumentState: { id } }: PushRow) => refused.has(id)
    await noteNotTaken(store, collection, rows.filter(isRefused))
    await noteTaken(
      store,
      collection,
      rows.filter((row) => !isRefused(row)),
    )
    if (items.length === 0) return
    for (const item of notDismissed(items, await readDismissed(store('state')))) store('attention').put(item)
  })
  report.changed()
}

/** Keeps a row that the server cannot take at all, so that the others go on; it is sent again later by itself. */
export async function parkRow(
  { database, report }: SyncContext,
  collection: CollectionName,
  row: PushRow,
  error: ApiError,
): Promise<void> {
  const at = database.stamps.now()
  const { id, stamp } = row.newDocumentState
  const item: AttentionItem = {
    key: attentionKey(collection, id, stamp),
    kind: 'refused',
    collection,
    documentId: id,
    code: error.code,
    message: error.message,
    payload: row.newDocumentState,
    at,
  }
  await database.side.write(['parked', 'attention', 'state'], async (store) => {
    await putParked(store, { collection, id, row, at }, item)
    await noteNotTaken(store, collection, [row])
  })
  report.changed()
}

function rowKeys(collection: CollectionName, rows: readonly PushRow[]) {
  return rows.map(({ newDocumentState: { id, stamp } }) => ({ collection, id, stamp }))
}
