import { uuidv7 } from '../../../shared/ids.ts'
import type { Json } from '../../../shared/json.ts'
import { openedDatabase } from '../db/current.ts'
import { savedOrFailed } from '../db/storage-error.ts'
import type { OutboxEntry } from './outbox-entry.ts'
import { statusBoard } from './status.ts'

export interface OutboxWork {
  /** What it is, for the sync page, such as `image`. */
  readonly kind: string
  readonly method: OutboxEntry['method']
  /** Below /api/v1. */
  readonly path: string
  readonly body: Json | Blob
  /** Lower goes first; 5 where it is left out. */
  readonly priority?: number
}

/** Keeps work that is no document until the server has taken it [D5]. Resolves to its key after the durable commit. */
export async function enqueue({ priority = 5, ...work }: OutboxWork): Promise<string> {
  const database = await openedDatabase()
  const at = database.stamps.now()
  const key = uuidv7(at)
  const entry: OutboxEntry = { ...work, key, priority, at, refusals: 0, parked: false }
  await savedOrFailed(() => database.side.write(['outbox'], (store) => void store('outbox').put(entry)))
  statusBoard()?.written()
  return key
}
