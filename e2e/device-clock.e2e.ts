import type { Page } from 'playwright-core'
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest'
import { parseStamp } from '../shared/clock.ts'
import { type Bench, checkOut, drained, openBench, pick } from './support/bench.ts'

let bench: Bench
beforeAll(async () => {
  bench = await openBench()
})
afterEach(() => {
  bench.proxy.fault = undefined
})
afterAll(() => bench.close())

const HOUR = 3_600_000
/** Far less than what the clocks of these devices are off by. */
const CLOSE = 60_000

const off = (at: number | undefined) => Math.abs((at ?? 0) - Date.now())

function setClock(hours: number) {
  const right = Date.now
  Date.now = () => right() + hours * 3_600_000
}

async function entryOf(id: string | undefined) {
  const [row] = await bench.server.rows('northridge', 'transactions', `id = '${id}'`)
  return {
    stampedAt: parseStamp(String(row?.stamp))?.ms,
    occurredAt: Number(new Date(String(row?.occurred_at))),
  }
}

const clockOffset = (page: Page) => page.evaluate(() => window.harness.correctedNow() - Date.now())

for (const hours of [-3, 3]) {
  test(`[C3] [D3] a device whose clock is ${hours} hours off stamps with the server’s time, and counts ages from it`, async () => {
    const device = await bench.device()
    await device.context.addInitScript(setClock, hours)
    const page = await device.signedIn('COACH')
    expect(Math.abs((await clockOffset(page)) + hours * HOUR)).toBeLessThan(CLOSE)
    const [id] = await checkOut(page, await pick(page))
    await drained(page)
    const { stampedAt, occurredAt } = await entryOf(id)
    expect(off(stampedAt)).toBeLessThan(CLOSE)
    expect(off(occurredAt)).toBeLessThan(CLOSE)
    expect(off((await page.evaluate(() => window.harness.status())).lastContactAt)).toBeLessThan(CLOSE)

    bench.proxy.fault = ({ path }) =>
      path.includes('/push') || path.includes('/api/') ? 'refuse' : undefined
    await page.evaluate(() =>
      window.harness.enqueue({ kind: 'image', method: 'POST', path: '/nowhere', body: 'x' }),
    )
    await page.waitForFunction(() => window.harness.status().unsent === 1)
    expect(off((await page.evaluate(() => window.harness.status())).oldestAt)).toBeLessThan(CLOSE)
    await device.close()
  })
}

test('[C3] a clock that is set while two tabs are open: what the leading tab learns of it, the other stamps with', async () => {
  const device = await bench.device()
  const leading = await device.signedIn('COACH')
  const other = await device.open()
  await other.waitForFunction(() => window.harness.catalogue.loaded())
  for (const page of [leading, other]) await page.evaluate(setClock, 5)
  await leading.evaluate(() => window.harness.syncNow())
  await leading.waitForFunction((ms) => window.harness.correctedNow() - Date.now() < -ms, 4 * HOUR)
  await other.waitForFunction((ms) => window.harness.correctedNow() - Date.now() < -ms, 4 * HOUR)
  const [id] = await checkOut(other, await pick(other))
  await drained(other)
  expect(off((await entryOf(id)).stampedAt)).toBeLessThan(CLOSE)
  await device.close()
})
