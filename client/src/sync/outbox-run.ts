import { requested } from '../db/side-store.ts'
import { ApiError } from './api-error.ts'
import { createPatience, syncRequest } from './attempt.ts'
import type { AttentionItem } from './attention-item.ts'
import { inOrder, isOutboxEntry, type OutboxEntry } from './outbox-entry.ts'
import type { SyncContext } from './sync-context.ts'

const IDLE_MS = 15 * 60_000
const MOST_REFUSALS = 5

/** Sends the outbox, one entry after the other, until the run ends. A local write or a wake makes it look again. */
export async function runOutbox(context: SyncContext): Promise<void> {
  const { database, signal, waker } = context
  const patience = createPatience(context)
  while (!signal.aborted) {
    try {
      const entries = await database.side.read(['outbox'], (store) =>
        requested<unknown[]>(store('outbox').getAll()),
      )
      const [next] = inOrder(entries.filter(isOutboxEntry).filter((entry) => !entry.parked))
      if (!next) await waker.sleep(IDLE_MS, signal)
      else await send(context, next).then(patience.succeeded)
    } catch (error) {
      if (signal.aborted) return
      await patience.after(error).catch(() => undefined)
    }
  }
}

async function send(context: SyncContext, entry: OutboxEntry): Promise<void> {
  const { database, report } = context
  try {
    const json = !(entry.body instanceof Blob)
    await syncRequest(context, `/api/v1${entry.path}`, {
      method: entry.method,
      body: entry.body instanceof Blob ? entry.body : JSON.stringify(entry.body),
      headers: { 'Idempotency-Key': entry.key, ...(json ? { 'Content-Type': 'application/json' } : {}) },
    })
    await database.side.write(['outbox'], (store) => void store('outbox').delete(entry.key))
    report.changed()
  } catch (error) {
    if (error instanceof ApiError && isRefusal(error)) await refused(context, entry, error)
    throw error
  }
}

/** An answer about this very piece of work. Anything else says nothing about it. */
function isRefusal(error: ApiError): boolean {
  return error.status >= 400 && ![401, 408, 426, 429, 503].includes(error.status)
}

async function refused({ database, report }: SyncContext, entry: OutboxEntry, error: ApiError) {
  const refusals = entry.refusals + 1
  const parked = refusals >= MOST_REFUSALS
  await database.side.write(['outbox', 'attention'], (store) => {
    const kept: OutboxEntry = { ...entry, refusals, parked }
    store('outbox').put(kept)
    if (!parked) return
    const item: AttentionItem = {
      key: `outbox/${entry.key}`,
      kind: 'outbox',
      code: error.code,
      message: error.message,
      payload: { kind: entry.kind, body: entry.body instanceof Blob ? entry.body.type : entry.body },
      at: database.stamps.now(),
    }
    store('attention').put(item)
  })
  report.changed()
}
