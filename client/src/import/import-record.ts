import type { StorageErrorCode } from '../db/storage-error.ts'
import type { NamedCollection } from './choices.ts'
import type { FollowUp } from './row-draft.ts'
import type { ImportSeed } from './row-ids.ts'
import type { RowIssue } from './row-issue.ts'
import type { ImportKind } from './targets.ts'

/**
 * - `preparing`: its plan is being stored; nothing is written yet
 * - `running`: rows are written, or were when the page closed
 * - `paused`: somebody stopped it, or the device had no room
 * - `done`, `undoing`, `undone`
 */
export type ImportState = 'preparing' | 'running' | 'paused' | 'done' | 'undoing' | 'undone'

/** How many rows came to what. */
export interface Tally {
  readonly created: number
  readonly updated: number
  /** Updates that would have changed nothing. */
  readonly unchanged: number
  /** Rows that were refused while writing, beside those that the plan refused. */
  readonly failed: number
  /** Ledger entries: things checked out, lost, retired or in maintenance. */
  readonly entries: number
}

export const emptyTally: Tally = { created: 0, updated: 0, unchanged: 0, failed: 0, entries: 0 }

export interface UndoTally {
  readonly removed: number
  readonly restored: number
  /** Changed since, still out, or still in use: they stay and are listed. */
  readonly kept: number
}

/** One import on this device, from its plan to its undoing. */
export interface ImportRecord {
  readonly id: string
  readonly kind: ImportKind
  readonly fileName: string
  readonly seed: ImportSeed
  /** Corrected time in ms. */
  readonly createdAt: number
  readonly finishedAt?: number
  readonly byName: string
  /** Labels of the file's columns with their places, for the file of rows to mend. */
  readonly columns: readonly { readonly index: number; readonly label: string }[]
  readonly state: ImportState
  readonly chunks: number
  /** The first chunk that is not known to be written. */
  readonly next: number
  readonly rows: {
    readonly write: number
    readonly skip: number
    /** Of the skipped ones: those that added to an earlier row. */
    readonly joined: number
    readonly refuse: number
  }
  readonly written: Tally
  /** Why it stopped by itself. */
  readonly stoppedBy?: StorageErrorCode | 'not-allowed'
  readonly undone?: UndoTally
}

export type ChunkCollection = NamedCollection | ImportKind | 'transactions'

export interface PlannedWrite {
  readonly id: string
  readonly action: 'create' | 'update'
  readonly fields: Readonly<Record<string, unknown>>
  /** Absent for names, which no single row makes. */
  readonly row?: number
  readonly line?: number
  /** For an update, noted before it is written: what undoing restores. */
  readonly before?: { readonly stamp: string; readonly fields: Readonly<Record<string, unknown>> }
}

export interface PlannedEntry {
  readonly id: string
  readonly equipmentId: string
  readonly row: number
  readonly line: number
  readonly followUp: FollowUp
  /** `dueDay` as an instant. */
  readonly dueAt?: string
}

/** What is written in one go. */
export interface Chunk {
  readonly importId: string
  readonly number: number
  readonly collection: ChunkCollection
  readonly writes: readonly PlannedWrite[]
  readonly entries: readonly PlannedEntry[]
}

/** A row with something to say about: refused rows with their cells, so that they can be mended and imported again. */
export interface StoredProblem {
  readonly importId: string
  readonly row: number
  readonly line: number
  readonly refused: boolean
  readonly cells: readonly string[]
  readonly issues: readonly RowIssue[]
}

/** Why undoing left a record as it is. */
export type KeptReason = 'changed' | 'out' | 'in-use' | 'unsent'

export interface KeptRecord {
  readonly importId: string
  readonly id: string
  readonly collection: ChunkCollection
  readonly name: string
  readonly line?: number
  readonly reason: KeptReason
}
