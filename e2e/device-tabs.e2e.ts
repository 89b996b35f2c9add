import type { Page } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type Bench, checkOut, drained, openBench, pick } from './support/bench.ts'

let bench: Bench
beforeAll(async () => {
  bench = await openBench()
})
afterAll(() => bench.close())

/** How many of the browser's tabs and workers hold the sync's lock, and how many wait for it. */
async function lock(page: Page) {
  return page.evaluate(async () => {
    const { held = [], pending = [] } = await navigator.locks.query()
    const name = `etrax-sync-${window.harness.databaseName()}`
    const count = (locks: LockInfo[]) => locks.filter((one) => one.name === name).length
    return { held: count(held), pending: count(pending) }
  })
}

test('[D8] two tabs, one replicates; when its process is killed the other sends at once', async () => {
  const device = await bench.device()
  const leader = await device.signedIn('COACH')
  const other = await device.open()
  await other.waitForFunction(() => window.harness.catalogue.loaded())
  expect(await lock(other)).toEqual({ held: 1, pending: 1 })
  const picked = await pick(other, 2)

  bench.proxy.fault = ({ path }) => (path.endsWith('/push') ? 'hang' : undefined)
  const [id] = await checkOut(other, picked)
  await other.waitForFunction(() => window.harness.status().unsent === 4)
  bench.proxy.fault = undefined
  // The tab dies as a crash leaves it: no handler runs.
  const session = await device.context.newCDPSession(leader)
  // The crashed tab answers no more, so there is nothing to wait for.
  void session.send('Page.crash').catch(() => undefined)
  await drained(other)
  expect(await bench.server.rows('northridge', 'transactions', `id = '${id}'`)).toHaveLength(1)
  expect(await lock(other)).toEqual({ held: 1, pending: 0 })
  await device.close()
})

test('[D3] what one tab writes and what becomes of it shows in the other, whoever replicates', async () => {
  const device = await bench.device()
  const leader = await device.signedIn('COACH')
  const other = await device.open()
  await other.waitForFunction(() => window.harness.catalogue.loaded())
  bench.proxy.fault = () => 'refuse'
  const picked = await pick(other)
  await checkOut(other, picked)
  for (const page of [leader, other]) {
    await page.waitForFunction(() => {
      const { state, unsent, oldestAt } = window.harness.status()
      return state === 'saved' && unsent === 2 && oldestAt !== undefined
    })
    await page.waitForFunction(
      (id) => window.harness.catalogue.get(id!)?.status === 'checked_out',
      picked.thingIds[0],
    )
  }
  bench.proxy.fault = undefined
  await leader.evaluate(() => window.harness.syncNow())
  for (const page of [leader, other])
    await page.waitForFunction(() => {
      const { state, unsent, lastContactAt } = window.harness.status()
      return state === 'confirmed' && unsent === 0 && lastContactAt !== undefined
    })
  await device.close()
})

test('[C2] stamps of two tabs that write at once never repeat and never go back', async () => {
  const device = await bench.device()
  const pages = [await device.signedIn('EQUIPMENT_MANAGER'), await device.open()]
  bench.proxy.fault = ({ path }) => (path.endsWith('/push') ? 'refuse' : undefined)
  const made = await Promise.all(
    pages.map((page) =>
      page.evaluate(async () => {
        const stamps: string[] = []
        for (let index = 0; index < 15; index += 1) {
          const { stamp } = await window.harness.createRecord('categories', { name: `Category ${index}` })
          stamps.push(stamp)
        }
        return stamps
      }),
    ),
  )
  for (const stamps of made) expect(stamps).toEqual([...stamps].sort())
  expect(new Set(made.flat()).size).toBe(30)
  bench.proxy.fault = undefined
  await drained(pages[0]!)
  const rows = await bench.server.rows(
    'northridge',
    'categories',
    `stamp in (${made
      .flat()
      .map((stamp) => `'${stamp}'`)
      .join()})`,
  )
  expect(rows).toHaveLength(30)
  await device.close()
})

test('[D6] signing out in one tab signs out the other', async () => {
  const device = await bench.device()
  const page = await device.signedIn('COACH')
  const other = await device.open()
  await page.evaluate(() => window.harness.signOut())
  await other.waitForFunction(() => window.harness !== undefined && window.harness.session() === undefined)
  expect(await other.evaluate(() => window.harness.databaseName())).toBeUndefined()
  await device.close()
})
