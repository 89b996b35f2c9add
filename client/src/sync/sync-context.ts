import type { CollectionName } from '../../../shared/registry.ts'
import type { LocalDatabase } from '../db/local-database.ts'
import type { Access } from './access.ts'
import type { Limiter } from './limiter.ts'
import type { SyncMemory } from './sync-memory.ts'
import type { Held } from './sync-status.ts'
import type { Waker } from './waker.ts'

/** What becomes of the sync, for the indicator. */
export interface SyncReport {
  /** The server answered, with whatever. */
  contact(): void
  /** No answer came. */
  offline(): void
  /** The server asks for a newer client [L5]. */
  updateNeeded(): void
  /** The server answers, and sends or reads are refused for now; undefined: they are not any more. */
  held(what: 'send' | 'read', held: Held | undefined): void
  /** Something was written to the side store that the indicator counts. */
  changed(): void
  /** A collection was read to its end. */
  synced(collection: CollectionName): void
  pulled(collection: CollectionName, documents: number): void
}

/** What every part of one run of the sync shares. */
export interface SyncContext {
  readonly database: LocalDatabase
  readonly access: Access
  readonly memory: SyncMemory
  readonly report: SyncReport
  readonly waker: Waker
  /** Pulls at a time: a browser has six connections to a server, and the stream holds one. */
  readonly pulls: Limiter
  /** Aborted when this run ends. */
  readonly signal: AbortSignal
  /** Ends this run, which cannot go on: another one begins anew with what is stored [D10]. */
  broken(error: unknown): void
}
