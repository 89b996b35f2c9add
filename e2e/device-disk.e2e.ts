import type { Page } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type Bench, checkOut, type Device, drained, openBench, pick, pulledOut } from './support/bench.ts'
import { fillDisk, freeDisk, limitDisk } from './support/disk.ts'

let bench: Bench
beforeAll(async () => {
  bench = await openBench()
})
afterAll(() => bench.close())

async function signedIn(): Promise<{ device: Device; page: Page }> {
  const device = await bench.device({ profile: true })
  await limitDisk(device.context, bench.proxy.url)
  const page = await device.signedIn('EQUIPMENT_MANAGER')
  await pulledOut(bench, page)
  return { device, page }
}

const create = (page: Page, name: string) =>
  page.evaluate(
    (wanted) =>
      window.harness.outcome(() =>
        window.harness.createRecord('people', { name: wanted, kind: 'athlete', active: true }),
      ),
    name,
  )

/** Saves something without a network, and waits until it was tried to be sent: the disk fills while nothing else is stored. */
async function savedAway(page: Page, name: string) {
  let tried = 0
  bench.proxy.fault = ({ path }) => {
    if (path.endsWith('/people/push')) tried += 1
    return 'refuse'
  }
  expect(await create(page, name)).toEqual({ ok: true })
  await expect.poll(() => tried).toBeGreaterThan(0)
}

test('[D9] a full disk is said at once and nothing of it is shown as saved; with room again work goes on', async () => {
  const { device, page } = await signedIn()
  const picked = await pick(page)
  await savedAway(page, 'Before')
  await fillDisk(page)
  expect(await create(page, 'Refused')).toMatchObject({ ok: false, name: 'StorageError', code: 'quota' })
  const out = await page.evaluate(
    ({ thingIds: [equipmentId], personId }) =>
      window.harness.outcome(() =>
        window.harness.checkOut({ to: { personId }, lines: [{ equipmentId: equipmentId! }] }),
      ),
    picked,
  )
  expect(out).toMatchObject({ ok: false, name: 'StorageError', code: 'quota' })
  const names = () =>
    page.evaluate(async () => {
      const people = await window.harness.findDocuments('people', {
        selector: { name: { $in: ['Before', 'Refused', 'After'] } },
      })
      return people.map(({ name }) => name).sort()
    })
  expect(await names()).toEqual(['Before'])
  expect(await page.evaluate((id) => window.harness.catalogue.get(id!)?.status, picked.thingIds[0])).toBe(
    'available',
  )
  expect(await page.evaluate(async () => (await window.harness.journal()).length)).toBe(1)

  await freeDisk(page)
  expect(await create(page, 'After')).toEqual({ ok: true })
  const [id] = await checkOut(page, picked)
  bench.proxy.fault = undefined
  await drained(page)
  expect(await names()).toEqual(['After', 'Before'])
  const stored = await bench.server.rows('northridge', 'people', "name in ('Before', 'Refused', 'After')")
  expect(stored.map((row) => row.name).sort()).toEqual(['After', 'Before'])
  expect(await bench.server.rows('northridge', 'transactions', `id = '${id}'`)).toHaveLength(1)
  await device.close()
})

test('[D9] a disk that was full while answers came in: the queue drains once there is room', async () => {
  const { device, page } = await signedIn()
  await savedAway(page, 'Answered while full')
  await fillDisk(page)
  bench.proxy.fault = undefined
  await page.evaluate(() => window.harness.syncNow())
  const stored = () => bench.server.rows('northridge', 'people', "name = 'Answered while full'")
  await expect.poll(stored, { timeout: 60_000 }).toHaveLength(1)
  await freeDisk(page)
  await drained(page)
  await page.waitForFunction(() => window.harness.status().state === 'confirmed')
  expect(await stored()).toHaveLength(1)
  await device.close()
})
