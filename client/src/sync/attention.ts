import { type Accessor, createEffect, createSignal } from 'solid-js'
import { localDatabase, openedDatabase } from '../db/current.ts'
import { type JournalEntry, journalEntries } from '../db/journal.ts'
import { requested } from '../db/side-store.ts'
import type { AttentionItem } from './attention-item.ts'
import { readDismissed, writeDismissed } from './dismissed-refusals.ts'
import { inOrder, isOutboxEntry, type OutboxEntry } from './outbox-entry.ts'
import { statusBoard, syncStatus } from './status.ts'

/** What needs attention, newest first; live. */
export function createAttentionList(): Accessor<readonly AttentionItem[]> {
  return createSideList(async (side) => {
    const items = await side.read(['attention'], (store) =>
      requested<AttentionItem[]>(store('attention').getAll()),
    )
    return items.sort((a, b) => b.at - a.at)
  })
}

/** Documents with unsent writes, oldest first; live. */
export function createUnsentList(): Accessor<readonly JournalEntry[]> {
  return createSideList(async (side) => [...(await journalEntries(side))].sort((a, b) => a.at - b.at))
}

/** Work that is no document, in the order in which it is sent; live. */
export function createOutboxList(): Accessor<readonly OutboxEntry[]> {
  return createSideList(async (side) => {
    const entries = await side.read(['outbox'], (store) => requested<unknown[]>(store('outbox').getAll()))
    return inOrder(entries.filter(isOutboxEntry))
  })
}

function createSideList<T>(
  read: (side: NonNullable<ReturnType<typeof localDatabase>>['side']) => Promise<readonly T[]>,
): Accessor<readonly T[]> {
  const [list, setList] = createSignal<readonly T[]>([])
  createEffect(() => {
    const database = localDatabase()
    // Every change that the indicator counts makes a new status.
    syncStatus()
    if (!database) setList([])
    else
      read(database.side)
        .then((items) => setList(() => items))
        // The database was closed meanwhile.
        .catch(() => setList([]))
  })
  return list
}

/** Somebody has seen it. What is still to be sent stays in the queue; what was refused for good is not told of again. */
export async function dismissAttention(key: string): Promise<void> {
  const { side, stamps } = await openedDatabase()
  await side.write(['attention', 'state'], async (store) => {
    const item = await requested<AttentionItem | undefined>(store('attention').get(key))
    store('attention').delete(key)
    if (item?.kind !== 'rejected') return
    const before = await readDismissed(store('state'))
    writeDismissed(store('state'), { ...before, [key]: stamps.now() })
  })
  statusBoard()?.report.changed()
}

/** Tries a refused piece of work again now. */
export async function retryAttention(key: string): Promise<void> {
  const { side } = await openedDatabase()
  await side.write(['attention', 'outbox'], async (store) => {
    store('attention').delete(key)
    const entry = await requested<unknown>(store('outbox').get(key.replace('outbox/', '')))
    if (isOutboxEntry(entry)) store('outbox').put({ ...entry, refusals: 0, parked: false })
  })
  statusBoard()?.report.changed()
  statusBoard()?.wake()
}
