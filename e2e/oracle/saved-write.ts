import type { AnyDocument } from '../../shared/collections/definition.ts'
import type { CollectionName } from '../../shared/registry.ts'

/** A document as a device holds it. */
export type HeldDocument = AnyDocument & { readonly _deleted?: boolean }

/** One write that a device showed as saved: the oracle's own record, which no server and no device can change. */
export interface SavedWrite {
  /** Its place among all saved writes of the run. */
  readonly n: number
  readonly device: string
  readonly collection: CollectionName
  readonly id: string
  /** As the device made it. */
  readonly stamp: string
  /** What the device showed before: what this write knew. */
  readonly before: AnyDocument | undefined
  readonly after: HeldDocument
  /** What the device had sent of it, or else knew as stored: a field that is changed back to that before it goes out says nothing. */
  readonly known: AnyDocument | undefined
  /** Of a ledger's entry: its thing as the device showed it. */
  readonly thing?: AnyDocument | undefined
}

/** What every device tells when it has saved. */
export type OnSaved = (write: Omit<SavedWrite, 'n' | 'device'>) => void

/** The journal of a run, kept outside of everything that can fail. */
export interface WriteJournal {
  readonly writes: readonly SavedWrite[]
  of(device: string): OnSaved
}

export function createWriteJournal(): WriteJournal {
  const writes: SavedWrite[] = []
  return {
    writes,
    of: (device) => (write) => void writes.push({ ...write, device, n: writes.length + 1 }),
  }
}
