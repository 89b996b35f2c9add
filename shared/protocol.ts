import type { AnyDocument, WireDocument } from './collections/definition.ts'
import type { RejectionCode } from './errors.ts'

/** One number for the whole set of collections, raised when any of them changes on the wire [T0]. */
export const SCHEMA_VERSION = 1
/** Versions below this are told to update [L5]. */
export const OLDEST_SCHEMA_VERSION = 0

export const MAX_PUSH_ROWS = 1_000
export const MAX_PUSH_BYTES = 5 * 1024 * 1024
/** A document's JSON text; larger ones are rejected as `too-large` [P4]. */
export const MAX_DOCUMENT_LENGTH = 1_000_000
export const MAX_PAGE_DOCUMENTS = 500
export const MAX_PAGE_BYTES = 512 * 1024
export const HEARTBEAT_MS = 15_000
export const FUTURE_TOLERANCE_MS = 60_000

export const HEADER = {
  device: 'X-Device-Id',
  schema: 'X-Schema-Version',
  time: 'X-Device-Time',
  tenant: 'X-Tenant',
  /** Of a push: the history that the device knows [L3]. */
  epoch: 'X-Epoch',
  serverTime: 'X-Server-Time',
} as const

export interface PushRow {
  readonly assumedMasterState?: AnyDocument & { readonly _deleted?: boolean }
  readonly newDocumentState: AnyDocument & { readonly _deleted?: boolean }
}

export interface Rejection {
  readonly id: string
  readonly code: RejectionCode
  readonly message: string
  readonly reviewId?: string
}

export interface PushAnswer {
  readonly documents: readonly WireDocument[]
  readonly rejected: readonly Rejection[]
}

export interface Checkpoint {
  readonly epoch: string
  readonly seq: number
  readonly access: string
  /**
   * The collection's floor when a pull from the beginning began, as long as that pull is below it: nothing that was purged by
   * then is missed by who read no tombstone before [L3].
   */
  readonly floor?: number
}

export interface PullAnswer {
  readonly documents: readonly WireDocument[]
  readonly checkpoint: Checkpoint
}

export interface HelloFrame {
  readonly epoch: string
  readonly seq: number
  readonly access: string
  /** Milliseconds since 1970. */
  readonly serverTime: number
}

export interface ChangeFrame {
  readonly collection: string
  readonly documents: readonly WireDocument[]
  /** The seq of the previous frame of the reader's group [T1]. */
  readonly prev: number
  readonly seq: number
}

export const RESYNC_REASONS = ['epoch', 'ahead', 'purged', 'access'] as const
export type ResyncReason = (typeof RESYNC_REASONS)[number]
