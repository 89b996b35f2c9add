import fc from 'fast-check'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { formatStamp } from '../../shared/clock.ts'
import type { AnyDocument } from '../../shared/collections/definition.ts'
import { uuidv7 } from '../../shared/ids.ts'
import type { PushRow } from '../../shared/protocol.ts'
import { withTenant } from '../tenancy/with-tenant.ts'
import type { Sync } from './create-sync.ts'
import { createTestSchool, entry, helmet, type TestDevice, type TestSchool } from './test-school.ts'

let school: TestSchool
let second: Sync
let desk: TestDevice
let station: TestDevice
let phone: TestDevice
let ann: string
let ben: string

beforeAll(async () => {
  school = await createTestSchool()
  second = school.secondProcess()
  desk = await school.device('EQUIPMENT_MANAGER')
  station = await school.device('EQUIPMENT_MANAGER')
  phone = await school.device('EQUIPMENT_MANAGER')
  ann = await person('Ann')
  ben = await person('Ben')
})
afterAll(async () => {
  await second.close()
  await school.close()
})

async function person(name: string): Promise<string> {
  const document = { id: uuidv7(), stamp: desk.stamp(), name, kind: 'athlete', active: true }
  await desk.write('people', document)
  return document.id
}

/** One row as a device has it waiting, which it may send again and again. */
interface Sent {
  readonly device: TestDevice
  readonly collection: 'equipment' | 'transactions'
  readonly row: PushRow
}

/** A device's local copy of a thing that it moved. */
function moved(base: AnyDocument, by: AnyDocument, group: Record<string, unknown>): AnyDocument {
  return { ...base, ...group, custodyId: by.id, statusStamp: by.stamp, stamp: by.stamp }
}

/**
 * Two devices issue the same helmet offline, one of which takes it back; the desk edits it twice, the second time before
 * the first was answered; one edit and one transaction are refused. The phone's check-out is the latest.
 */
function recorded(made: AnyDocument) {
  const first = { ...made, name: 'Renamed', stamp: desk.stamp() }
  const then = { ...made, name: 'Renamed again', size: 'L', stamp: desk.stamp() }
  const nameless = helmet(desk.stamp(), { name: '' })
  const out = entry(station, 'check_out', made.id, { toHolderId: ann })
  const back = entry(station, 'check_in', made.id, { fromHolderId: ann, previousId: out.id })
  const twoOfOne = entry(station, 'transfer', made.id, { toHolderId: ann, quantity: 2, previousId: back.id })
  const stamp = formatStamp({ ms: Date.now() + 10_000, counter: 0, deviceId: phone.deviceId })
  const other = entry(phone, 'check_out', made.id, { toHolderId: ben, stamp })
  const rows: readonly Sent[] = [
    { device: desk, collection: 'equipment', row: { newDocumentState: first, assumedMasterState: made } },
    { device: desk, collection: 'equipment', row: { newDocumentState: then, assumedMasterState: made } },
    { device: desk, collection: 'equipment', row: { newDocumentState: nameless } },
    { device: station, collection: 'transactions', row: { newDocumentState: out } },
    { device: station, collection: 'transactions', row: { newDocumentState: back } },
    { device: station, collection: 'transactions', row: { newDocumentState: twoOfOne } },
    {
      device: station,
      collection: 'equipment',
      row: { newDocumentState: moved(made, back, { status: 'available' }), assumedMasterState: made },
    },
    { device: phone, collection: 'transactions', row: { newDocumentState: other } },
    {
      device: phone,
      collection: 'equipment',
      row: {
        newDocumentState: moved(made, other, { status: 'checked_out', holderId: ben }),
        assumedMasterState: made,
      },
    },
  ]
  return { rows, out, back, other, nameless, twoOfOne }
}

const ROWS = 9

/** The order of the rows, how many go together, whether the pushes of a handful are under way at once, and through which process. */
const deliveries = fc.record({
  order: fc.shuffledSubarray(
    Array.from({ length: ROWS }, (_, index) => index),
    { minLength: ROWS },
  ),
  handfuls: fc.array(fc.integer({ min: 1, max: 4 }), { minLength: ROWS, maxLength: ROWS }),
  processes: fc.array(fc.boolean(), { minLength: ROWS, maxLength: ROWS }),
  parallel: fc.boolean(),
  /** Handfuls whose answer is lost: they are sent again. */
  cut: fc.array(fc.boolean(), { minLength: ROWS, maxLength: ROWS }),
})
type Delivery = typeof deliveries extends fc.Arbitrary<infer D> ? D : never

async function deliver(rows: readonly Sent[], delivery: Delivery): Promise<void> {
  const waiting = delivery.order.flatMap((index) => rows[index] ?? [])
  for (let round = 0; waiting.length > 0; round += 1) {
    const through = delivery.processes[round] ? second : school.sync
    const handful = waiting.splice(0, delivery.handfuls[round] ?? 1)
    const groups = Map.groupBy(handful, ({ device, collection }) => `${device.deviceId} ${collection}`)
    for (let time = delivery.cut[round] ? 2 : 1; time > 0; time -= 1) {
      const pushes = [...groups.values()].map((sent) => () => {
        const [first] = sent
        if (!first) throw new Error('An empty group.')
        const pushed = sent.map(({ row }) => row)
        return first.device.push(first.collection, pushed, through)
      })
      if (delivery.parallel) await Promise.all(pushes.map((push) => push()))
      else for (const push of pushes) await push()
    }
  }
}

/** Everything that a push can leave, and the counter, of one moment. */
function everything() {
  return withTenant(
    school.pool,
    school.tenant,
    async (tx) => {
      const found: unknown[] = []
      for (const table of ['equipment', 'transactions', 'reviews', 'pending_moves', 'audit', 'sync_state'])
        found.push(
          (await tx`select to_jsonb(t) as row from ${tx(table)} as t order by 1`).map(({ row }) => row),
        )
      return found
    },
    { mode: 'snapshot' },
  )
}

test('[P2] pushes in any order and any batches, cut after the commit, come to one state; replayed they change nothing', async () => {
  await fc.assert(
    fc.asyncProperty(deliveries, deliveries, async (arrival, replay) => {
      const made = helmet(desk.stamp())
      await desk.write('equipment', made)
      const { rows, out, back, other, nameless, twoOfOne } = recorded(made)
      await deliver(rows, arrival)

      const about = new Set([made.id, nameless.id, twoOfOne.id])
      const stored = (await desk.all('equipment')).find(({ id }) => id === made.id)
      expect(stored).toMatchObject({
        name: 'Renamed again',
        size: 'L',
        status: 'checked_out',
        holderId: ben,
        custodyId: other.id,
        _deleted: false,
      })
      const ledger = (await desk.all('transactions')).filter(({ equipmentId }) => equipmentId === made.id)
      expect(ledger.map(({ id }) => id).toSorted()).toEqual([out.id, back.id, other.id].toSorted())
      const reviews = (await desk.all('reviews')).filter(({ documentId }) => about.has(String(documentId)))
      expect(
        reviews.map(({ kind, state, documentId }) => `${kind} ${state} ${documentId}`).toSorted(),
      ).toEqual(
        [
          `custody-fork open ${made.id}`,
          `rejected open ${nameless.id}`,
          `rejected open ${twoOfOne.id}`,
        ].toSorted(),
      )
      expect(await school.rows('pending_moves')).toEqual([])

      const before = await everything()
      await deliver(rows, replay)
      expect(await everything()).toEqual(before)
    }),
    { numRuns: 40 },
  )
}, 180_000)
