import type { Condition } from '../../../../shared/collections/equipment.ts'
import type { StorageErrorCode } from '../../db/storage-error.ts'
import type { StationHolder } from './holder.ts'
import type { Reason } from './reason.ts'

/** What was done with a thing: each is one transaction of the ledger. */
export type Deed = 'issued' | 'returned' | 'moved' | 'found'

/**
 * Why a deed is not saved: the device's storage, an end of the page in the middle, a right that was lost, or a thing that
 * was moved meanwhile.
 */
export type SaveProblem = StorageErrorCode | 'interrupted' | 'not-allowed' | 'moved-on'

/**
 * How far a scan has come. Only `saved` was committed on this device; `unsaved` was wanted and is not there, it stays
 * until it is saved or put away by the person.
 */
export type LineState =
  | { readonly kind: 'saving'; readonly deed: Deed }
  | { readonly kind: 'saved'; readonly deed: Deed }
  | { readonly kind: 'unsaved'; readonly deed: Deed; readonly problem: SaveProblem }
  | { readonly kind: 'undone'; readonly deed: Deed }
  | { readonly kind: 'refused'; readonly reason: Reason }

/** Where a thing was before the deed: what an undo goes back to. */
export interface Before {
  readonly holder?: StationHolder | undefined
  readonly dueAt?: string | undefined
  readonly locationId?: string | undefined
}

/** One scan, or several of one bulk thing, as the list shows it. Holds ids and codes, never names. */
export interface Line {
  readonly key: string
  /** The visit of one person at the station; lines of one visit stand together. */
  readonly visit: string
  /** Device time in ms of the scan. */
  readonly at: number
  /** What was scanned, as it may be shown. */
  readonly code: string
  readonly equipmentId?: string | undefined
  readonly state: LineState
  /** Who was chosen. */
  readonly to?: StationHolder | undefined
  readonly before?: Before | undefined
  readonly dueAt?: string | undefined
  /** Of a bulk thing; 1 otherwise. */
  readonly quantity: number
  readonly bulk: boolean
  /** How it came back, when that was said. */
  readonly damage?: Condition | undefined
  /** The device's corrected time in ms when saving began; to find the transaction after an interruption. */
  readonly savingSince?: number | undefined
}
