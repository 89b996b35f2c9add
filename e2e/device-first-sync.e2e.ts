import { afterAll, beforeAll, expect, test } from 'vitest'
import { uuidv7 } from '../shared/ids.ts'
import { type Bench, firstSync, openBench, until } from './support/bench.ts'
import { wireDevice } from './support/wire-device.ts'

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

test('[L1] [L4] a page that the server cuts at 512 KiB is no end: every thing comes with the first sync', async () => {
  const writer = await wireDevice(bench.server, 'northridge', 'EQUIPMENT_MANAGER', 'dwriter')
  const long = Array.from({ length: 80 }, () => ({
    id: uuidv7(),
    stamp: writer.stamp(),
    kind: 'serialized',
    name: 'Well described',
    status: 'available',
    notes: 'x'.repeat(19_000),
  }))
  await writer.push(
    'equipment',
    long.map((newDocumentState) => ({ newDocumentState })),
  )
  const device = await bench.device()
  const page = await device.signedIn('EQUIPMENT_MANAGER')
  // The last page is told as read a moment before it is stored.
  await until(page, async () => {
    const selector = { name: 'Well described' }
    return (await window.harness.findDocuments('equipment', { selector })).length === 80
  })
  await device.close()
})

test('documents that are looked for together are those that IndexedDB has, each at its place', async () => {
  const device = await bench.device()
  const page = await device.signedIn('EQUIPMENT_MANAGER')
  const stored = await bench.server.rows('northridge', 'equipment', 'not deleted ORDER BY id')
  const there = stored.map(({ id }) => String(id))
  const absent = Array.from({ length: 20 }, () => uuidv7())
  const thin = there.filter((_, index) => index % 40 === 0)
  const asked: readonly (readonly string[])[] = [
    there,
    [...there].reverse(),
    absent,
    // Few of those that lie between.
    thin,
    [...absent, ...thin, ...absent.slice(0, 3), ...thin.slice(0, 3)],
    // Between the first and the last lies more than is worth listing.
    [there[0] ?? '', ...absent, there.at(-1) ?? ''],
    there.slice(0, 3),
    [],
  ]
  for (const ids of asked) {
    const { many, each } = await page.evaluate((list) => window.harness.readMany('equipment', list), [...ids])
    expect(many).toEqual(each)
    expect(many.map((stamp) => stamp !== null)).toEqual(ids.map((id) => there.includes(id)))
  }
  await device.close()
})
