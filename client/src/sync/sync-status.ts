import type { CollectionName } from '../../../shared/registry.ts'

/**
 * The four states of this device's work [D3], and `loading`: nothing waits, but the school is not all here yet, so that
 * nothing can be called confirmed.
 */
export type SyncState = 'saved' | 'sending' | 'confirmed' | 'attention' | 'loading'

/** What the indicator and the sync page show, the same in every tab [D3]. Times are corrected time in ms. */
export interface SyncStatus {
  readonly state: SyncState
  /** Writes and outbox work that the server has not confirmed. */
  readonly unsent: number
  readonly attention: number
  readonly oldestAt?: number | undefined
  /** The last answer of the server; after a start without a network, the last sync of any collection. */
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
  const incomplete = counts.collections.some((collection) => !collection.complete)
  const firstSync = counts.collections.map(({ name, complete }) => ({
    name,
    complete,
    documents: facts.pulled[name] ?? 0,
  }))
  return {
    state: stateOf(counts, facts.offline, incomplete),
    unsent,
    attention,
    oldestAt,
    lastContactAt: facts.lastContactAt ?? latest(counts.collections.map(({ lastSyncAt }) => lastSyncAt)),
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

/** Work that waits this long without a single answer, with the network there, is stuck [D10]. */
const STUCK_MS = 90_000

/** Whether the run has to start anew. Work that needs attention waits for somebody and is no sign of it. `now` is corrected. */
export function isStuck(status: SyncStatus, now: number): boolean {
  const { unsent, oldestAt, offline, lastContactAt, attention } = status
  if (unsent === 0 || unsent <= attention || offline || oldestAt === undefined) return false
  return now - oldestAt > STUCK_MS && now - (lastContactAt ?? 0) > STUCK_MS
}

function stateOf({ attention, unsent }: Counts, offline: boolean, incomplete: boolean): SyncState {
  if (attention > 0) return 'attention'
  if (unsent > 0) return offline ? 'saved' : 'sending'
  return incomplete ? 'loading' : 'confirmed'
}

function latest(times: readonly (number | undefined)[]): number | undefined {
  return times.reduce((a, b) => (a === undefined || (b !== undefined && b > a) ? b : a), undefined)
}
