import { afterAll, beforeAll, expect, test } from 'vitest'
import { formatStamp } from '../../shared/clock.ts'
import type { AnyDocument } from '../../shared/collections/definition.ts'
import { uuidv7 } from '../../shared/ids.ts'
import { schoolCustody } from '../create-school-sync.ts'
import { createTestSchool, entry, helmet, type TestDevice, type TestSchool } from '../sync/test-school.ts'
import { settleOverdueMoves } from './overdue-moves.ts'

let school: TestSchool
let manager: TestDevice
let first: TestDevice
let second: TestDevice
let ann: string
let ben: string

beforeAll(async () => {
  school = await createTestSchool()
  manager = await school.device('EQUIPMENT_MANAGER')
  first = await school.device('COACH')
  second = await school.device('COACH')
  ann = await person('Ann')
  ben = await person('Ben')
})
afterAll(() => school.close())

async function person(name: string): Promise<string> {
  const document = { id: uuidv7(), stamp: manager.stamp(), name, kind: 'athlete', active: true }
  await manager.write('people', document)
  return document.id
}

async function thing(id: string) {
  return (await manager.all('equipment')).find((document) => document.id === id)
}

async function entries(equipmentId: string, type: string) {
  const all = await manager.all('transactions')
  return all.filter((document) => document.equipmentId === equipmentId && document.type === type)
}

const settle = () => settleOverdueMoves(school.pool, school.sync.committer, schoolCustody, school.tenant, 0)

/** A device's local copy of a helmet that it handed out, and the check-out itself. */
function handOut(device: TestDevice, base: AnyDocument, toHolderId: string, ms: number) {
  const stamp = formatStamp({ ms: Date.now() + ms, counter: 0, deviceId: device.deviceId })
  const dueAt = '2030-05-01T00:00:00.000Z'
  const out = entry(device, 'check_out', base.id, { toHolderId, stamp, dueAt })
  const group = { status: 'checked_out', holderId: toHolderId, dueAt, custodyId: out.id, statusStamp: stamp }
  return { out, copy: { ...base, ...group, stamp } }
}

test.each([
  ['before', true],
  ['after', false],
])(
  '[S1] a move that came %s the check-out that won stands in the ledger as what it said',
  async (_, early) => {
    const made = helmet(manager.stamp())
    await manager.write('equipment', made)
    const toAnn = handOut(first, made, ann, 0)
    const toBen = handOut(second, made, ben, 5_000)
    if (early) await first.write('equipment', toAnn.copy, made)
    await second.write('transactions', toBen.out)
    if (!early) await first.write('equipment', toAnn.copy, made)
    expect(await thing(made.id)).toMatchObject({ holderId: ben, custodyId: toBen.out.id })

    expect(await settle()).toBe(1)
    const [told, ...more] = await entries(made.id, 'status_set')
    expect(told).toMatchObject({
      toHolderId: ann,
      dueAt: '2030-05-01T00:00:00.000Z',
      note: 'available > checked_out',
      actorId: first.subject.userId,
      deviceId: first.deviceId,
      stamp: toAnn.out.stamp,
    })
    expect(told).not.toHaveProperty('fromHolderId')
    expect(more).toEqual([])
    expect(await thing(made.id)).toMatchObject({ holderId: ben, custodyId: toBen.out.id })
    expect(await settle()).toBe(0)
  },
)

test('[S1] the transaction of such a move can still come, and forks with the one that won', async () => {
  const made = helmet(manager.stamp())
  await manager.write('equipment', made)
  const toAnn = handOut(first, made, ann, 0)
  const toBen = handOut(second, made, ben, 5_000)
  await second.write('transactions', toBen.out)
  await first.write('equipment', toAnn.copy, made)
  await first.write('transactions', toAnn.out)
  expect(await settle()).toBe(0)
  expect(await entries(made.id, 'status_set')).toEqual([])
  const reviews = (await manager.all('reviews')).filter(({ documentId }) => documentId === made.id)
  expect(reviews).toMatchObject([
    { kind: 'custody-fork', state: 'open', transactionIds: [toAnn.out.id, toBen.out.id].toSorted() },
  ])
})

test('[S1] an edit by a device that has not heard of the last check-out is no move', async () => {
  const made = helmet(manager.stamp())
  await manager.write('equipment', made)
  const toAnn = handOut(first, made, ann, 0)
  await first.write('equipment', toAnn.copy, made)
  await first.write('transactions', toAnn.out)
  const toBen = entry(second, 'transfer', made.id, { toHolderId: ben, previousId: toAnn.out.id })
  await second.write('transactions', toBen)
  const stale = { ...toAnn.copy, condition: 'fair' }
  const stamp = manager.stamp()
  await manager.write('equipment', { ...stale, stamp, conditionStamp: stamp }, toAnn.copy)
  expect(await thing(made.id)).toMatchObject({ condition: 'fair', holderId: ben })
  expect(await school.rows('pending_moves')).toEqual([])
})
