import type { Page } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type Bench, checkOut, type Device, drained, openBench, pick } from './support/bench.ts'

let bench: Bench
beforeAll(async () => {
  bench = await openBench()
})
afterAll(() => bench.close())

/** Leaves the browser no room. Chromium goes by what it knew for up to half a minute, so a probe writes until it is refused. */
async function fillDisk(device: Device, page: Page) {
  await quota(device, page, 1)
  await page.evaluate(async () => {
    const opening = indexedDB.open('probe', 1)
    opening.onupgradeneeded = () => opening.result.createObjectStore('probe', { autoIncrement: true })
    await new Promise((resolve) => {
      opening.onsuccess = resolve
    })
    for (let refused = false; !refused; ) {
      const transaction = opening.result.transaction(['probe'], 'readwrite')
      transaction.objectStore('probe').add('probe')
      refused = await new Promise<boolean>((resolve) => {
        transaction.oncomplete = () => setTimeout(() => resolve(false), 250)
        transaction.onabort = () => resolve(true)
      })
    }
    opening.result.close()
  })
}

async function quota(device: Device, page: Page, quotaSize?: number) {
  const session = await device.context.newCDPSession(page)
  const size = quotaSize === undefined ? {} : { quotaSize }
  await session.send('Storage.overrideQuotaForOrigin', { origin: bench.proxy.url, ...size })
}

const create = (page: Page, name: string) =>
  page.evaluate(
    (wanted) =>
      window.harness.outcome(() =>
        window.harness.createRecord('people', { name: wanted, kind: 'athlete', active: true }),
      ),
    name,
  )

test('[D9] a full disk is said at once and nothing of it is shown as saved; with room again work goes on', async () => {
  const device = await bench.device()
  const page = await device.signedIn('EQUIPMENT_MANAGER')
  bench.proxy.fault = () => 'refuse'
  const picked = await pick(page)
  expect(await create(page, 'Before')).toEqual({ ok: true })

  await fillDisk(device, page)
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

  await quota(device, page)
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
  const device = await bench.device()
  const page = await device.signedIn('EQUIPMENT_MANAGER')
  bench.proxy.fault = () => 'refuse'
  expect(await create(page, 'Answered while full')).toEqual({ ok: true })
  await fillDisk(device, page)
  bench.proxy.fault = undefined
  await page.evaluate(() => window.harness.syncNow())
  const stored = () => bench.server.rows('northridge', 'people', "name = 'Answered while full'")
  await expect.poll(stored, { timeout: 60_000 }).toHaveLength(1)
  await quota(device, page)
  await drained(page)
  await page.waitForFunction(() => window.harness.status().state === 'confirmed')
  expect(await stored()).toHaveLength(1)
  await device.close()
})
