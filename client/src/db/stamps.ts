import { createClock, maxStamp, parseStamp } from '../../../shared/clock.ts'
import type { CollectionName } from '../../../shared/registry.ts'
import { readDeviceValue, writeDeviceValue } from './device.ts'
import type { JournalEntry } from './journal.ts'
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
  /**
   * Keeps the last stamp for whoever signs in here next: the device's id is the same then, and the server takes no write of
   * it whose stamp is earlier than the one before [P9].
   */
  handOn(): Promise<void>
}

export async function openStamps(side: SideStore, deviceId: string): Promise<Stamps> {
  const read = () =>
    side.read(['state'], async (store) => ({
      last: await requested<unknown>(store('state').get(CLOCK)),
      offset: await requested<unknown>(store('state').get(OFFSET)),
    }))
  const start = await read()
  let offset = typeof start.offset === 'number' ? start.offset : 0
  let received = maxStamp(textOf(start.last), textOf(await readDeviceValue(CLOCK)))
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
        for (const touched of groups) {
          const stamp = clock.next()
          stamps.push(stamp)
          for (const { collection, id } of touched)
            await note(store('journal'), { collection, id, stamp, at: now() })
        }
        const latest = stamps.at(-1)
        if (latest !== undefined) store('state').put(latest, CLOCK)
        return stamps
      })
    },
    async handOn() {
      const last = textOf((await read()).last)
      if (last > textOf(await readDeviceValue(CLOCK))) await writeDeviceValue(CLOCK, last)
    },
  }
}

function textOf(value: unknown): string {
  return typeof value === 'string' ? value : ''
}

async function note(journal: IDBObjectStore, entry: JournalEntry) {
  const before: JournalEntry | undefined = await requested(journal.get([entry.collection, entry.id]))
  journal.put(before ? { ...entry, at: before.at } : entry)
}
