import type { Change } from './unit.ts'

/** The tenant's counter and the end of its audit chain, as a commit found them. */
export interface SyncState {
  readonly seq: number
  readonly auditSeq: number
  readonly auditHead: Buffer
  /** The row's version: the transaction that wrote it last. */
  readonly version: string
}

/** A change with the number under which it is written [C1]. */
export interface Numbered extends Change {
  readonly seq: number
}
