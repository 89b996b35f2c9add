import { afterAll, beforeAll, expect, test } from 'vitest'
import { type Bench, checkOut, openBench, pick } from './support/bench.ts'

let bench: Bench
beforeAll(async () => {
  bench = await openBench()
})
afterAll(() => bench.close())

test('[D4] every page is closed before the network returns: the service worker signs on and sends by itself', async () => {
  const device = await bench.device({ profile: true })
  const page = await device.signedIn('COACH')
  await page.evaluate(() => navigator.serviceWorker.ready)
  const picked = await pick(page, 3)
  await device.context.setOffline(true)
  const ids = await checkOut(page, picked)
  await page.waitForFunction(() => window.harness.status().state === 'saved')
  expect(await rowsOf(ids)).toHaveLength(0)
  await page.goto('about:blank')

  await device.context.setOffline(false)
  await expect.poll(() => rowsOf(ids), { timeout: 60_000 }).toHaveLength(3)
  const pushed = () => bench.proxy.passed.filter(({ path }) => path.endsWith('/equipment/push')).length
  await expect.poll(pushed, { timeout: 60_000 }).toBeGreaterThan(0)
  const things = await bench.server.rows('northridge', 'equipment', inList(picked.thingIds))
  expect(things.map(({ status }) => status)).toEqual(['checked_out', 'checked_out', 'checked_out'])

  const again = await device.open()
  await again.waitForFunction(() => window.harness.status().state === 'confirmed')
  expect(await again.evaluate(() => window.harness.journal())).toEqual([])
  expect(await rowsOf(ids)).toHaveLength(3)
  await device.close()
})

test('[D4] a network that leads nowhere: the event comes while a page still leads, and the worker sends once that page is closed', async () => {
  const device = await bench.device({ profile: true })
  const page = await device.signedIn('COACH')
  await page.evaluate(() => navigator.serviceWorker.ready)
  const picked = await pick(page)
  // The browser takes the network for alive and fires at once.
  bench.proxy.fault = () => 'refuse'
  const ids = await checkOut(page, picked)
  const tags = () =>
    page.evaluate(async () => {
      const { sync } = Object(await navigator.serviceWorker.ready)
      return sync.getTags()
    })
  await expect.poll(tags).toEqual(['etrax-push'])
  await page.goto('about:blank')
  bench.proxy.fault = undefined
  await expect.poll(() => rowsOf(ids), { timeout: 60_000 }).toHaveLength(1)
  await device.close()
})

test('[D8] [D4] a page that leads keeps the lead: the worker’s turn sends nothing twice', async () => {
  const device = await bench.device({ profile: true })
  const page = await device.signedIn('COACH')
  await page.evaluate(() => navigator.serviceWorker.ready)
  const picked = await pick(page)
  await device.context.setOffline(true)
  const ids = await checkOut(page, picked)
  await device.context.setOffline(false)
  await expect.poll(() => rowsOf(ids), { timeout: 60_000 }).toHaveLength(1)
  await page.waitForFunction(() => window.harness.status().state === 'confirmed')
  await device.close()
})

test('[D6] [D8] a worker that waits for the lead while its person signs out makes nothing of theirs anew', async () => {
  const device = await bench.device({ profile: true })
  const page = await device.signedIn('COACH')
  await page.evaluate(() => navigator.serviceWorker.ready)
  bench.proxy.fault = () => 'refuse'
  await checkOut(page, await pick(page))
  const waiting = () =>
    page.evaluate(async () => {
      const { held = [], pending = [] } = await navigator.locks.query()
      const ofSync = (locks: readonly LockInfo[]) =>
        locks.filter(({ name = '' }) => name.startsWith('etrax-sync-')).length
      return { held: ofSync(held), pending: ofSync(pending) }
    })
  await expect.poll(waiting).toEqual({ held: 1, pending: 1 })
  // From now on the worker could pull the whole school.
  bench.proxy.fault = undefined
  await page.evaluate(() => window.harness.exportAndSignOut())
  await expect.poll(waiting).toEqual({ held: 0, pending: 0 })
  const left = () =>
    page.evaluate(async () =>
      (await indexedDB.databases())
        .map(({ name = '' }) => name)
        .filter((name) => name.includes('northridge')),
    )
  expect(await left()).toEqual([])
  await page.reload()
  await page.waitForFunction(() => window.harness.session() !== 'restoring')
  expect([await page.evaluate(() => window.harness.session()), await left()]).toEqual([undefined, []])
  await device.close()
})

function rowsOf(ids: readonly string[]) {
  return bench.server.rows('northridge', 'transactions', inList(ids))
}

function inList(ids: readonly string[]): string {
  return `id in (${ids.map((id) => `'${id}'`).join()})`
}
