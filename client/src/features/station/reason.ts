import type { Obstacle } from '../../custody/blocked-by.ts'
import type { BulkHolding } from '../../custody/bulk-holdings.ts'

/** Why nothing was done with what was scanned. Days are `YYYY-MM-DD`, times device time in ms. */
export type Reason =
  /** No thing and no badge on this device has the code. `loading`: the device does not hold the whole school yet. */
  | { readonly code: 'unknown'; readonly loading?: boolean }
  /** Several things carry the code: the person says which. */
  | { readonly code: 'several'; readonly ids: readonly string[] }
  /** It is free, and nobody is chosen whom it could go to. */
  | { readonly code: 'nobody' }
  | { readonly code: 'out'; readonly holderId?: string | undefined; readonly since?: number | undefined }
  /** Whoever is chosen has it from an earlier visit. */
  | { readonly code: 'held' }
  /** It was issued a moment ago and is still in view: a return would take back what was just given. */
  | { readonly code: 'just-issued'; readonly holderId?: string | undefined }
  | Obstacle
  | { readonly code: 'maintenance'; readonly since?: number | undefined }
  | { readonly code: 'lost'; readonly since?: number | undefined }
  | { readonly code: 'retired'; readonly since?: number | undefined }
  /** A bulk thing of which nothing is out. */
  | { readonly code: 'none-out' }
  /** A bulk thing of which several have some: the person says who gives it back. */
  | { readonly code: 'whose'; readonly holdings: readonly BulkHolding[] }
  /** The badge of somebody who is no longer active. */
  | { readonly code: 'inactive' }
  /** The device could not look it up. Nothing was done. */
  | { readonly code: 'failed' }

/** Not a mistake, just nothing left to do: another sound than an error's. */
export function isAlready(reason: Reason): boolean {
  return reason.code === 'held' || reason.code === 'just-issued'
}
