import { afterAll, beforeAll, expect, test } from 'vitest'
import { type Bench, firstSync, openBench } from './support/bench.ts'

let bench: Bench
beforeAll(async () => {
  bench = await openBench()
})
afterAll(() => bench.close())

test('[L4] pages that end in the middle of the first sync send nothing back of what they pulled', async () => {
  const { proxy, server } = bench
  const device = await bench.device()
  const equipmentPages = () => proxy.passed.filter(({ path }) => path.includes('/equipment/pull')).length
  const first = await device.open()
  await first.evaluate(
    (form) => void window.harness.signIn(form).catch(() => undefined),
    server.signIn('northridge', 'EQUIPMENT_MANAGER'),
  )
  await expect.poll(equipmentPages, { timeout: 30_000 }).toBeGreaterThan(0)
  let page = first
  for (const pages of [1, 2, 3]) {
    await expect.poll(equipmentPages, { timeout: 30_000 }).toBeGreaterThanOrEqual(pages)
    await page.close()
    page = await device.open()
  }
  await firstSync(page)
  expect(await page.evaluate(() => window.harness.catalogue.size())).toBe(
    (await server.rows('northridge', 'equipment', 'not deleted')).length,
  )
  expect(proxy.passed.filter(({ path }) => path.includes('/push'))).toEqual([])
  await device.close()
})
