import type { AnyDocument, Definition } from '../../shared/collections/definition.ts'
import { transactions } from '../../shared/collections/transactions.ts'
import type { DemoDevices } from './demo-devices.ts'
import type { DemoDevice, DemoSchool, Step } from './demo-school.ts'
import { iso } from './season-time.ts'
import type { Storeroom } from './storeroom.ts'

export interface DisputeParts {
  readonly school: DemoSchool
  readonly devices: DemoDevices
  readonly memberPhone: DemoDevice
  readonly room: Storeroom
}

/** A write that a device made `madeHoursAgo` and the server received `receivedHoursAgo`. */
export interface Made {
  readonly device: DemoDevice
  readonly made: number
  /** The same as `made` where the device had a signal. */
  readonly received?: number
}

type Values = Readonly<Record<string, unknown>>

export function disputeKit({ school, room }: DisputeParts) {
  const { time } = school
  const SOON = 4_000
  let count = 0

  /** When the server had it, ms since 1970. */
  const arrival = ({ made, received }: Made) => time.hoursAgo(received ?? made) + SOON

  async function edit(write: Made, definition: Definition, base: AnyDocument, changes: Values) {
    const stamp = write.device.stamp(time.hoursAgo(write.made))
    const stamps = Object.hasOwn(changes, 'condition') ? { conditionStamp: stamp } : {}
    const newDocumentState = { ...base, ...changes, ...stamps, stamp }
    await write.device.push(definition, [{ assumedMasterState: base, newDocumentState }], arrival(write))
  }

  async function remove(write: Made, definition: Definition, base: AnyDocument) {
    const newDocumentState = { ...base, stamp: write.device.stamp(time.hoursAgo(write.made)), _deleted: true }
    await write.device.push(definition, [{ assumedMasterState: base, newDocumentState }], arrival(write))
  }

  function transactionId(key: string, made: number): string {
    count += 1
    return school.id('dispute', `${key} ${count}`, time.hoursAgo(made))
  }

  /** A transaction of a thing as its device knew it. */
  async function move(write: Made, id: string, thing: AnyDocument, fields: Values) {
    const at = time.hoursAgo(write.made)
    const { custodyId, holderId, kind } = thing
    const transaction: AnyDocument = {
      id,
      stamp: write.device.stamp(at),
      equipmentId: thing.id,
      occurredAt: iso(write.device.clock(at)),
      actorId: write.device.userId,
      deviceId: write.device.deviceId,
      ...(custodyId === undefined || kind === 'bulk' ? {} : { previousId: custodyId }),
      ...(holderId === undefined ? {} : { fromHolderId: holderId }),
      ...fields,
    }
    await write.device.push(
      transactions,
      [{ newDocumentState: { ...transaction, _deleted: false } }],
      arrival(write),
    )
  }

  return {
    arrival,
    edit,
    remove,
    move,
    transactionId,
    thingId: (key: string) => room.thing(key).id,
    person: (key: string) => school.id('people', key),
    team: (key: string) => school.id('teams', key),
    hoursAhead: (hours: number) => iso(time.hoursAgo(-hours)),
    read: (definition: Definition, id: string) => school.read(definition, id),

    /** What a device saw at a moment, for writes that come later: the steps that need it run after that moment. */
    seen(definition: Definition, id: string, hoursAgo: number) {
      let document: AnyDocument | undefined
      const step: Step = {
        at: time.hoursAgo(hoursAgo),
        async run() {
          document = await school.read(definition, id)
        },
      }
      return {
        step,
        get document(): AnyDocument {
          if (!document) throw new Error(`${definition.name} ${id} is used before it was seen.`)
          return document
        },
      }
    },

    step: (write: Made, run: () => Promise<unknown>): Step => ({ at: arrival(write), run }),
  }
}
