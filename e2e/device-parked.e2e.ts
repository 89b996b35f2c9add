import type { Page } from 'playwright-core'
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest'
import { type Bench, checkOut, drained, openBench, pick, until } from './support/bench.ts'
import { wireDevice } from './support/wire-device.ts'

let bench: Bench
beforeAll(async () => {
  bench = await openBench()
})
afterEach(() => {
  bench.proxy.fault = undefined
})
afterAll(() => bench.close())

/** The server stumbles over every push of these collections. */
function stumble(...collections: readonly string[]) {
  bench.proxy.fault = ({ path }) =>
    collections.some((name) => path.endsWith(`/${name}/push`)) ? 'fail' : undefined
}

async function setAside(page: Page, count: number) {
  await until(
    page,
    async (wanted) => (await window.harness.side('parked')).length === Number(wanted),
    String(count),
  )
}

test('[P4] an edit goes out with the one that was set aside before it, also where another state was read meanwhile', async () => {
  const device = await bench.device()
  const page = await device.signedIn('EQUIPMENT_MANAGER')
  const other = await wireDevice(bench.server, 'northridge', 'SCHOOL_ADMIN', 'dofanother')
  const [id = ''] = (await pick(page)).thingIds
  stumble('equipment')
  await page.evaluate((thing) => window.harness.updateRecord('equipment', thing, { name: 'Set aside' }), id)
  await setAside(page, 1)

  const stored = (await other.all('equipment')).find((one) => one.id === id)
  if (!stored) throw new Error('The server lacks the thing.')
  const changed = { ...stored, manufacturer: 'Of another', stamp: other.stamp() }
  await other.push('equipment', [{ assumedMasterState: stored, newDocumentState: changed }])
  await until(
    page,
    async (thing) => (await window.harness.findDocument('equipment', thing!))?.manufacturer === 'Of another',
    id,
  )
  const { count, text } = await page.evaluate(() => window.harness.exportUnsent())
  expect(count).toBe(1)
  expect(JSON.parse(text).documents).toMatchObject([
    { collection: 'equipment', document: { id, name: 'Set aside' } },
  ])

  await page.evaluate((thing) => window.harness.updateRecord('equipment', thing, { size: 'XXL' }), id)
  await until(page, async () => JSON.stringify(await window.harness.side('parked')).includes('"size":"XXL"'))
  bench.proxy.fault = undefined
  await page.evaluate(() => window.harness.syncNow())
  await drained(page)
  expect(await bench.server.rows('northridge', 'equipment', `id = '${id}'`)).toMatchObject([
    { name: 'Set aside', size: 'XXL', manufacturer: 'Of another' },
  ])
  await until(
    page,
    async (thing) => {
      const here = await window.harness.findDocument('equipment', thing!)
      return here?.name === 'Set aside' && here.size === 'XXL' && here.manufacturer === 'Of another'
    },
    id,
  )
  await setAside(page, 0)
  expect(await page.evaluate(() => window.harness.side('attention'))).toEqual([])
  expect(await bench.server.rows('northridge', 'reviews', `document_id = '${id}'`)).toEqual([])
  await device.close()
})

test('[L5] what was set aside is kept when the database is read anew, and sent', async () => {
  const device = await bench.device()
  const page = await device.signedIn('EQUIPMENT_MANAGER')
  const [id = ''] = (await pick(page)).thingIds
  stumble('equipment')
  await page.evaluate((thing) => window.harness.updateRecord('equipment', thing, { model: 'Kept' }), id)
  await setAside(page, 1)
  await page.evaluate(() => window.harness.pretendFormerSchema())
  await page.goto('about:blank')
  await page.goto(bench.proxy.url)
  await page.waitForFunction(() => window.harness?.status().unsent === 1)
  bench.proxy.fault = undefined
  await page.evaluate(() => window.harness.syncNow())
  await drained(page)
  expect(await bench.server.rows('northridge', 'equipment', `id = '${id}'`)).toMatchObject([
    { model: 'Kept' },
  ])
  await device.close()
})

test('[P7] what was set aside is handed over with the rest of a disabled account’s work', async () => {
  const device = await bench.device()
  const page = await device.signedIn('COACH')
  const session = await page.evaluate(() => window.harness.session())
  const coachId = typeof session === 'object' ? session.userId : ''
  stumble('equipment', 'transactions')
  const [id] = await checkOut(page, await pick(page))
  await setAside(page, 2)
  await bench.server.execute('northridge', `update users set active = false where id = '${coachId}'`)
  await bench.server.kill()
  await bench.server.start()
  bench.proxy.fault = undefined
  await page.evaluate(() => window.harness.syncNow())
  await page.waitForFunction(() => {
    const now = window.harness.session()
    return typeof now === 'object' && now.signInNeeded === 'disabled'
  })

  await page.evaluate(
    (form) => window.harness.signIn(form),
    bench.server.signIn('northridge', 'EQUIPMENT_MANAGER'),
  )
  await expect
    .poll(
      () => bench.server.rows('northridge', 'reviews', `author_id = '${coachId}' and document_id = '${id}'`),
      { timeout: 60_000 },
    )
    .toHaveLength(1)
  await bench.server.execute('northridge', `update users set active = true where id = '${coachId}'`)
  await device.close()
})
