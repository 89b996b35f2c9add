import { createClock, parseStamp } from '../../../shared/clock.ts'
import type { CollectionName } from '../../../shared/registry.ts'
import { entriesAt, type JournalEntry } from './journal.ts'
import { requested, type SideStore } from './side-store.ts'

const CLOCK = 'clock'
const OFFSET = 'clock-offset'

export interface Touched {
  readonly collection: CollectionName
  readonly id: string
}

/** The device's corrected time [C3] and its stamps [C2], shared by all tabs and the service worker through the side store. */
export interface Stamps {
  /** Corrected time in ms since 1970. */
  now(): number
  /** Takes the server's time from an answer. `roundTripMs` halves the uncertainty. */
  correct(serverTime: number, roundTripMs: number): Promise<void>
  /** What makes the device's time the corrected one, in ms. */
  offset(): number
  /** Takes the offset that another tab has measured and stored. */
  adopt(offset: number): void
  /** Takes note of stamps that came from elsewhere: later local ones exceed them. */
  receive(stamp: string): Promise<void>
  /**
   * One stamp for each group, each later than all before it in any tab; the documents of a group share it. The journal
   * names them from now on.
   */
  take(groups: readonly (readonly Touched[])[]): Promise<readonly string[]>
}

export async function openStamps(side: SideStore, deviceId: string): Promise<Stamps> {
  const start = await side.read(['state'], async (store) => ({
    last: await requested<unknown>(store('state').get(CLOCK)),
    offset: await requested<unknown>(store('state').get(OFFSET)),
  }))
  let offset = typeof start.offset === 'number' ? start.offset : 0
  let received = typeof start.last === 'string' ? start.last : ''
  const now = () => Date.now() + offset

  return {
    now,
    async correct(serverTime, roundTripMs) {
      const measured = Math.round(serverTime + roundTripMs / 2 - Date.now())
      // Within the round trip's own uncertainty the former value is as good, and nothing has to be written.
      if (Math.abs(measured - offset) <= Math.max(250, roundTripMs)) return
      offset = measured
      await side.write(['state'], (store) => void store('state').put(offset, OFFSET))
    },
    offset: () => offset,
    adopt(measured) {
      offset = measured
    },
    async receive(stamp) {
      if (stamp <= received || !parseStamp(stamp)) return
      received = stamp
      await side.write(['state'], async (store) => {
        const last = await requested<unknown>(store('state').get(CLOCK))
        if (typeof last !== 'string' || last < stamp) store('state').put(stamp, CLOCK)
      })
    },
    take(groups) {
      // The transaction orders the tabs: two of them never make the same stamp.
      return side.write(['state', 'journal'], async (store) => {
        // Another tab may speak to the server, and knows the time better since.
        const measured = await requested<unknown>(store('state').get(OFFSET))
        if (typeof measured === 'number') offset = measured
        const last = await requested<unknown>(store('state').get(CLOCK))
        const clock = createClock(deviceId, now, typeof last === 'string' ? last : '')
        clock.receive(received)
        const stamps: string[] = []
        const entries: JournalEntry[] = []
        for (const touched of groups) {
          const stamp = clock.next()
          stamps.push(stamp)
          for (const { collection, id } of touched) entries.push({ collection, id, stamp, at: now() })
        }
        await note(store('journal'), entries)
        const latest = stamps.at(-1)
        if (latest !== undefined) store('state').put(latest, CLOCK)
        return stamps
      })
    },
  }
}

/** Of two entries of a document the later one stays, with the time of the oldest write that was not answered. */
async function note(journal: IDBObjectStore, entries: readonly JournalEntry[]) {
  const before = await entriesAt(journal, entries)
  entries.forEach((entry, at) => void journal.put({ ...entry, at: before[at]?.at ?? entry.at }))
}
