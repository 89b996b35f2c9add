import { afterAll, afterEach, beforeAll, expect, test } from 'vitest'
import { type Bench, checkOut, drained, openBench, pick, pulledOut, until } from './support/bench.ts'
import { wireDevice } from './support/wire-device.ts'

let bench: Bench
beforeAll(async () => {
  bench = await openBench()
})
afterEach(() => {
  bench.proxy.fault = undefined
  bench.proxy.onAnswer = undefined
})
afterAll(() => bench.close())

test('[T2] what another device commits is on the screen by the stream, without a pull', async () => {
  const device = await bench.device()
  const page = await device.signedIn('COACH')
  const other = await wireDevice(bench.server, 'northridge', 'EQUIPMENT_MANAGER', 'desk-1')
  const { thingIds } = await pick(page, 5)
  const stored = (await other.all('equipment')).filter((thing) => thingIds.includes(thing.id))
  const pulls = () => bench.proxy.passed.filter(({ path }) => path.includes('/pull')).length
  await pulledOut(bench, page)
  const before = pulls()
  for (const { _deleted, ...base } of stored) {
    await other.push('equipment', [
      {
        assumedMasterState: base,
        newDocumentState: { ...base, size: 'From the desk', stamp: other.stamp() },
      },
    ])
    await page.waitForFunction(
      (thing) => window.harness.catalogue.get(thing!)?.size === 'From the desk',
      base.id,
    )
  }
  expect(stored.length).toBeGreaterThan(2)
  // A device also pulls now and then of its own accord; what must not be is a pull for each change.
  expect(pulls() - before).toBeLessThan(stored.length)
  await device.close()
})

test('[T2] what was committed while the stream was down comes when it opens again', async () => {
  const device = await bench.device()
  const page = await device.signedIn('COACH')
  const other = await wireDevice(bench.server, 'northridge', 'EQUIPMENT_MANAGER', 'desk-2')
  bench.proxy.fault = () => 'refuse'
  await device.context.setOffline(true)
  const stamp = other.stamp()
  await other.push('categories', [
    { newDocumentState: { id: '0192d3a0-1111-7000-8000-000000000001', stamp, name: 'Made while away' } },
  ])
  bench.proxy.fault = undefined
  await device.context.setOffline(false)
  await until(page, async () =>
    (await window.harness.findDocuments('categories', {})).some(({ name }) => name === 'Made while away'),
  )
  await device.close()
})

test('[T2] what was committed after the first pulls and before the first stream opened comes when it opens', async () => {
  const device = await bench.device()
  bench.proxy.fault = ({ path }) => (path.includes('/stream') ? 'refuse' : undefined)
  const page = await device.signedIn('COACH')
  const other = await wireDevice(bench.server, 'northridge', 'EQUIPMENT_MANAGER', 'desk-3')
  await other.push('categories', [
    {
      newDocumentState: {
        id: '0192d3a0-1111-7000-8000-000000000002',
        stamp: other.stamp(),
        name: 'In the gap',
      },
    },
  ])
  bench.proxy.fault = undefined
  await until(page, async () =>
    (await window.harness.findDocuments('categories', {})).some(({ name }) => name === 'In the gap'),
  )
  await device.close()
})

test('[D12] a page whose request overlapped a push is asked for again', async () => {
  const device = await bench.device()
  const page = await device.signedIn('EQUIPMENT_MANAGER')
  const picked = await pick(page)
  let release: (() => void) | undefined
  let held = false
  bench.proxy.onAnswer = ({ path }) => {
    if (held || !path.includes('/equipment/pull')) return undefined
    held = true
    return new Promise<void>((resolve) => {
      release = resolve
    })
  }
  await page.evaluate(() => window.harness.syncNow())
  await expect.poll(() => held).toBe(true)
  const pulls = () => bench.proxy.passed.filter(({ path }) => path.includes('/equipment/pull')).length
  const before = pulls()
  // The page is on its way; meanwhile a write is made, sent and answered.
  const [id] = await checkOut(page, picked)
  await drained(page)
  expect(pulls()).toBe(before)
  release?.()
  await expect.poll(pulls).toBeGreaterThan(before)
  await until(
    page,
    async (thing) => (await window.harness.findDocument('equipment', thing!))?.updatedAt !== undefined,
    picked.thingIds[0],
  )
  expect(
    await page.evaluate((thing) => window.harness.findDocument('equipment', thing!), picked.thingIds[0]),
  ).toMatchObject({
    status: 'checked_out',
    custodyId: id,
  })
  await device.close()
})

test('[L1] [P3] two devices edit one thing apart: both edits are on both, and what lost is kept in a review', async () => {
  const devices = [await bench.device(), await bench.device()]
  const first = await devices[0]!.signedIn('EQUIPMENT_MANAGER')
  const second = await devices[1]!.signedIn('SCHOOL_ADMIN')
  const [id] = (await pick(first)).thingIds
  await devices[0]!.context.setOffline(true)
  await devices[1]!.context.setOffline(true)
  await first.evaluate(
    (thing) => window.harness.updateRecord('equipment', thing!, { size: 'L', model: 'First' }),
    id,
  )
  await second.evaluate(
    (thing) => window.harness.updateRecord('equipment', thing!, { jerseyNumber: '42', model: 'Second' }),
    id,
  )
  await devices[0]!.context.setOffline(false)
  await drained(first)
  await devices[1]!.context.setOffline(false)
  await drained(second)
  for (const page of [first, second]) {
    await until(
      page,
      async (thing) => {
        const held = await window.harness.findDocument('equipment', thing!)
        return held?.size === 'L' && held.jerseyNumber === '42' && held.model === 'First'
      },
      id,
    )
    await until(
      page,
      async (thing) => {
        const reviews = await window.harness.findDocuments('reviews', { selector: { documentId: thing } })
        return reviews.some(
          ({ kind, device }) => kind === 'overwritten' && JSON.stringify(device).includes('Second'),
        )
      },
      id,
    )
  }
  for (const device of devices) await device.close()
})
