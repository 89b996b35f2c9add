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
  /**
   * Whether the device came to show it as saved. A browser that died before may have stored it or not: nobody may miss it, but
   * it may be what took the place of another.
   */
  readonly shown: boolean
}

type Written = Omit<SavedWrite, 'n' | 'device' | 'shown'>

/** What every device tells when it has saved. */
export type OnSaved = (write: Written) => void

/** What a device tells that can die while it saves. `deed` names what the person does, which may write several documents. */
export interface DeedJournal {
  begun(deed: string, writes: readonly Written[]): void
  /** The storage took nothing of these. */
  undone(deed: string, collection: string, ids: readonly string[]): void
  saved(deed: string): void
}

/** The journal of a run, kept outside of everything that can fail. */
export interface WriteJournal {
  readonly writes: readonly SavedWrite[]
  of(device: string): OnSaved
  deedsOf(device: string): DeedJournal
}

export function createWriteJournal(): WriteJournal {
  const writes: (SavedWrite & { shown: boolean })[] = []
  let count = 0
  function add(device: string, write: Written, shown: boolean) {
    count += 1
    const added = { ...write, device, n: count, shown }
    writes.push(added)
    return added
  }

  return {
    writes,
    of: (device) => (write) => void add(device, write, true),
    deedsOf(device) {
      const open = new Map<string, ReturnType<typeof add>[]>()
      return {
        begun(deed, begun) {
          const added = begun.map((write) => add(device, write, false))
          open.set(deed, [...(open.get(deed) ?? []), ...added])
        },
        undone(deed, collection, ids) {
          const undone = (open.get(deed) ?? []).filter(
            (write) => write.collection === collection && ids.includes(write.id),
          )
          open.set(deed, open.get(deed)?.filter((write) => !undone.includes(write)) ?? [])
          for (const write of undone) writes.splice(writes.indexOf(write), 1)
        },
        saved(deed) {
          for (const write of open.get(deed) ?? []) write.shown = true
          open.delete(deed)
        },
      }
    },
  }
}
