import { afterAll, beforeAll, expect, test } from 'vitest'
import type { AnyDocument } from '../../shared/collections/definition.ts'
import { registry } from '../../shared/registry.ts'
import { createTestSchool, entry, helmet, type TestDevice, type TestSchool } from './test-school.ts'

const HOUR = 3_600_000
let school: TestSchool
let manager: TestDevice
let coach: TestDevice

beforeAll(async () => {
  school = await createTestSchool()
  manager = await school.device('EQUIPMENT_MANAGER')
  coach = await school.device('COACH')
})
afterAll(() => school.close())

/** A helmet that a coach, who may not, calls something else, on a tablet whose own clock is off. */
async function renamed(off: number) {
  const thing = helmet(manager.stamp())
  await manager.write('equipment', thing)
  const sender = { ...coach.sender, deviceTime: Date.now() + off }
  await school.sync.push(school.tenant, registry.equipment, sender, [
    { assumedMasterState: thing, newDocumentState: { ...thing, name: 'Mine', stamp: coach.stamp() } },
  ])
  return reasonOf(thing.id)
}

async function reasonOf(documentId: string) {
  const [review] = (await manager.all('reviews')).filter((one) => one.documentId === documentId)
  return JSON.parse(JSON.stringify(review?.reason))
}

test.each([
  ['ahead', 3 * HOUR],
  ['behind', -2 * HOUR],
])(
  '[C3] a review says how far the device’s own clock was %s, though its stamps are corrected',
  async (_way, off) => {
    const { code, clockOff } = await renamed(off)
    expect(code).toBe('forbidden')
    expect(Math.abs(clockOff - off)).toBeLessThan(30_000)
  },
)

test('[C3] a clock that is right, or of which nothing is known, is not spoken of', async () => {
  expect(await renamed(5_000)).not.toHaveProperty('clockOff')
  const thing = helmet(manager.stamp())
  await manager.write('equipment', thing)
  await coach.write('equipment', { ...thing, name: 'Mine', stamp: coach.stamp() }, thing)
  expect(await reasonOf(thing.id)).not.toHaveProperty('clockOff')
})

test('[C3] [S2] a fork that grows keeps what is known of the first clock', async () => {
  const ann = { id: crypto.randomUUID(), stamp: manager.stamp(), name: 'Ann', kind: 'athlete', active: true }
  await manager.write('people', ann)
  const thing = helmet(manager.stamp())
  await manager.write('equipment', thing)
  const out = (device: TestDevice) => entry(device, 'check_out', thing.id, { toHolderId: ann.id })
  await manager.write('transactions', out(manager))
  const lost = entry(coach, 'report_lost', thing.id)
  const sender = { ...coach.sender, deviceTime: Date.now() + HOUR }
  await school.sync.push(school.tenant, registry.transactions, sender, [{ newDocumentState: lost }])
  await manager.write('transactions', out(manager))
  expect(await reasonOf(thing.id)).toMatchObject({ code: 'two-follow-one', clockOff: expect.any(Number) })
})

test('[C3] [S2] a fork says of each of its sides how far the clock was off of the device that sent it', async () => {
  const ann = { id: crypto.randomUUID(), stamp: manager.stamp(), name: 'Ann', kind: 'athlete', active: true }
  await manager.write('people', ann)
  const thing = helmet(manager.stamp())
  await manager.write('equipment', thing)
  const out = (device: TestDevice) => entry(device, 'check_out', thing.id, { toHolderId: ann.id })
  const push = (device: TestDevice, sent: AnyDocument, off: number) =>
    school.sync.push(
      school.tenant,
      registry.transactions,
      { ...device.sender, deviceTime: Date.now() + off },
      [{ newDocumentState: sent }],
    )
  const [first, second, third] = [out(coach), out(manager), out(manager)]
  await push(coach, first, -3 * HOUR)
  await push(manager, second, 5_000)
  const { clocks } = await reasonOf(thing.id)
  expect(Object.keys(clocks)).toEqual([first.id])
  expect(Math.abs(clocks[first.id] + 3 * HOUR)).toBeLessThan(30_000)
  await push(manager, third, HOUR)
  expect(Object.keys((await reasonOf(thing.id)).clocks).sort()).toEqual([first.id, third.id].sort())
})
