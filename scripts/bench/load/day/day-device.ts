import { moved as moveThing } from '../../../../client/src/custody/move.ts'
import { makeTransaction } from '../../../../client/src/custody/transaction.ts'
import { type Clock, createClock } from '../../../../shared/clock.ts'
import type { Equipment } from '../../../../shared/collections/equipment.ts'
import { uuidv7 } from '../../../../shared/ids.ts'
import { makeDocument } from '../../document.ts'
import type { DayLine } from './day-line.ts'
import { pushRequest, type Row, requireStored } from './day-requests.ts'

/** One device of the day with the things that it alone issues and takes back. */
export interface DayDevice {
  readonly things: readonly Equipment[]
  /** Entries that the server has confirmed. */
  readonly confirmed: readonly string[]
  /** Stores its things and the people who come for them. */
  furnish(): Promise<void>
  /** Issues the next thing or takes it back, on the device alone. */
  act(): void
  /**
   * Pushes what was done and not confirmed: the entries, then the things. Tells of each push when it is answered. What an answer
   * was lost of is pushed again by the next.
   */
  push(answered: () => void): Promise<void>
}

const PEOPLE = 5
const TURN = 7

export function dayDevice(line: DayLine, deviceId: string, userId: string, count: number): DayDevice {
  const clock: Clock = createClock(deviceId, Date.now)
  const things: Equipment[] = []
  const people = Array.from({ length: PEOPLE }, () => uuidv7())
  /** As the server is known to have them. */
  const assumed = new Map<string, Equipment>()
  const confirmed: string[] = []
  let entries: Row[] = []
  let moves = new Set<number>()
  let next = 0

  async function send(collection: string, rows: readonly Row[]) {
    requireStored(await line.send((device) => pushRequest(device, collection, rows)))
  }

  return {
    things,
    confirmed,
    async furnish() {
      for (let index = 0; index < count; index += 1) {
        const { jerseyNumber: _, ...fields } = makeDocument(deviceId)
        const thing: Equipment = {
          ...fields,
          stamp: clock.next(),
          kind: 'serialized',
          name: `Helmet ${index}`,
          status: 'available',
        }
        things.push(thing)
        assumed.set(thing.id, thing)
      }
      await send(
        'equipment',
        things.map((thing) => ({ newDocumentState: { ...thing } })),
      )
      const person = { name: 'Athlete', kind: 'athlete', active: true }
      await send(
        'people',
        people.map((id) => ({ newDocumentState: { id, ...person, stamp: clock.next() } })),
      )
    },
    act() {
      const index = next % things.length
      const thing = things[index]
      const personId = people[next % people.length]
      // Steps over the things in turns, so that each is issued in one and taken back in another.
      next += TURN
      if (!thing || personId === undefined) throw new Error('The device has nothing to issue.')
      const isOut = thing.status === 'checked_out'
      const details = isOut ? {} : { to: { personId } }
      const type = isOut ? 'check_in' : 'check_out'
      const writer = { actorId: userId, deviceId }
      const entry = makeTransaction(
        type,
        uuidv7(),
        thing,
        { equipmentId: thing.id },
        details,
        writer,
        clock.next(),
        Date.now(),
      )
      const after = moveThing(thing, entry, 'EQUIPMENT_MANAGER')
      if (!after) throw new Error('The entry moved nothing.')
      things[index] = after
      moves.add(index)
      entries.push({ newDocumentState: { ...entry } })
    },
    async push(answered) {
      if (entries.length > 0) {
        await send('transactions', entries)
        for (const { newDocumentState } of entries) confirmed.push(newDocumentState.id)
        entries = []
        answered()
      }
      const moved = [...moves].flatMap((index) => things[index] ?? [])
      if (moved.length === 0) return
      const rows = moved.map((thing): Row => {
        const before = assumed.get(thing.id)
        return { newDocumentState: { ...thing }, ...(before ? { assumedMasterState: { ...before } } : {}) }
      })
      await send('equipment', rows)
      for (const thing of moved) assumed.set(thing.id, thing)
      moves = new Set()
      answered()
    },
  }
}
