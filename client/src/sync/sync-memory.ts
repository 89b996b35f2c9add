import { isJsonObject } from '../../../shared/json.ts'
import type { ResyncReason } from '../../../shared/protocol.ts'
import { type CollectionName, collectionNames } from '../../../shared/registry.ts'
import type { LocalDatabase } from '../db/local-database.ts'
import { readingKey } from '../db/reading-key.ts'
import { requested } from '../db/side-store.ts'
import { toResyncReason } from './wire.ts'

/** What is kept of a collection's sync. */
export interface CollectionMemory {
  /** Raised when the collection is to be read from the beginning [L3]; a checkpoint of another generation does not count. */
  readonly generation: number
  /** The generation that was read to its end; undefined before the first sync is done. */
  readonly complete?: number
  /** Why the present generation was begun. */
  readonly reason?: ResyncReason | undefined
  /** Corrected time in ms. */
  readonly lastSyncAt?: number
  /** The history that was read last: what is written goes out in it, or waits until what it lost was sent again [L3]. */
  readonly epoch?: string
  /** The history of which everything was sent again: another one may follow it. */
  readonly left?: string | undefined
}

const FRESH: CollectionMemory = { generation: 0 }

/**
 * Whether a page of this history must not count yet: the one that is known was lost by a restore, and what this device had
 * confirmed in it has to be sent again first [L3].
 */
export function isUnpreparedHistory({ epoch, left }: CollectionMemory, present: string): boolean {
  return epoch !== undefined && epoch !== present && epoch !== left
}

/** Kept in the side store, so that a sync goes on where it broke off, in whatever tab or worker. */
export interface SyncMemory {
  of(collection: CollectionName): CollectionMemory
  change(collection: CollectionName, change: Partial<CollectionMemory>): Promise<void>
}

/** What of a local database its sync is kept by. */
type Remembering = Pick<LocalDatabase, 'side' | 'mark'>

export async function readSyncMemory({
  side,
  mark,
}: Remembering): Promise<Map<CollectionName, CollectionMemory>> {
  return side.read(['state'], async (store) => {
    const entries = await Promise.all(
      collectionNames.map(async (name) => {
        const kept = await requested<unknown>(store('state').get(readingKey(mark, name)))
        return [name, toMemory(kept)] as const
      }),
    )
    return new Map(entries)
  })
}

function toMemory(kept: unknown): CollectionMemory {
  if (!isJsonObject(kept) || typeof kept.generation !== 'number') return FRESH
  return {
    generation: kept.generation,
    reason: toResyncReason(kept.reason),
    ...(typeof kept.complete === 'number' ? { complete: kept.complete } : {}),
    ...(typeof kept.lastSyncAt === 'number' ? { lastSyncAt: kept.lastSyncAt } : {}),
    ...(typeof kept.epoch === 'string' ? { epoch: kept.epoch } : {}),
    ...(typeof kept.left === 'string' ? { left: kept.left } : {}),
  }
}

export async function openSyncMemory(database: Remembering): Promise<SyncMemory> {
  const { side, mark } = database
  const memory = await readSyncMemory(database)
  const of = (collection: CollectionName) => memory.get(collection) ?? FRESH
  return {
    of,
    async change(collection, change) {
      const next = { ...of(collection), ...change }
      memory.set(collection, next)
      await side.write(['state'], (store) => void store('state').put(next, readingKey(mark, collection)))
    },
  }
}
