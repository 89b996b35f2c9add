import type { CollectionName } from '../../../shared/registry.ts'

export type SyncState = 'saved' | 'sending' | 'confirmed' | 'attention'

/** What the indicator and the sync page show, the same in every tab [D3]. Times are device time in ms. */
export interface SyncStatus {
  readonly state: SyncState
  /** Writes and outbox work that the server has not confirmed. */
  readonly unsent: number
  readonly attention: number
  readonly oldestAt?: number | undefined
  readonly lastContactAt?: number | undefined
  readonly offline: boolean
  /** Work waits although the network is there. */
  readonly stalled: boolean
  /** The server asks for a newer version of this client [L5]. */
  readonly updateNeeded: boolean
  /** Present until every collection was read once. */
  readonly firstSync?: { readonly done: number; readonly collections: readonly FirstSync[] } | undefined
  readonly collections: readonly { readonly name: CollectionName; readonly lastSyncAt?: number | undefined }[]
}

export interface FirstSync {
  readonly name: CollectionName
  readonly documents: number
  readonly complete: boolean
}

/** What is stored and counted, by any tab. */
export interface Counts {
  readonly unsent: number
  readonly attention: number
  readonly oldestAt?: number | undefined
  readonly collections: readonly {
    readonly name: CollectionName
    readonly lastSyncAt?: number | undefined
    readonly complete: boolean
  }[]
}

/** What the tab that replicates knows and tells the others. */
export interface Facts {
  readonly offline: boolean
  readonly lastContactAt?: number | undefined
  readonly updateNeeded: boolean
  readonly pulled: Readonly<Partial<Record<CollectionName, number>>>
}

/** Work that has waited this long with the network there is called stalled. */
const STALLED_MS = 120_000

export function statusOf(counts: Counts, facts: Facts, now: number): SyncStatus {
  const { unsent, attention, oldestAt } = counts
  const waiting = unsent > 0
  const state: SyncState =
    attention > 0 ? 'attention' : waiting ? (facts.offline ? 'saved' : 'sending') : 'confirmed'
  const incomplete = counts.collections.some((collection) => !collection.complete)
  const firstSync = counts.collections.map(({ name, complete }) => ({
    name,
    complete,
    documents: facts.pulled[name] ?? 0,
  }))
  return {
    state,
    unsent,
    attention,
    oldestAt,
    lastContactAt: facts.lastContactAt,
    offline: facts.offline,
    stalled: waiting && !facts.offline && oldestAt !== undefined && now - oldestAt > STALLED_MS,
    updateNeeded: facts.updateNeeded,
    ...(incomplete
      ? {
          firstSync: {
            done: firstSync.reduce((sum, { documents }) => sum + documents, 0),
            collections: firstSync,
          },
        }
      : {}),
    collections: counts.collections.map(({ name, lastSyncAt }) => ({ name, lastSyncAt })),
  }
}
