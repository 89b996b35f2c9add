import { afterAll, beforeAll, expect, test } from 'vitest'
import { type Bench, checkOut, drained, openBench, pick, until } from './support/bench.ts'

let bench: Bench
beforeAll(async () => {
  bench = await openBench()
})
afterAll(() => bench.close())

test('[D1] [D2] with the server gone, a reload shows the catalogue and a check-out is saved; it is sent when the server is back', async () => {
  const device = await bench.device()
  const first = await device.signedIn('COACH')
  const picked = await pick(first)
  await first.evaluate(() => navigator.serviceWorker.ready)
  await bench.server.kill()
  await first.close()

  const page = await device.open()
  await page.waitForFunction(() => window.harness.catalogue.loaded())
  const [transactionId] = await checkOut(page, picked)
  const [thingId] = picked.thingIds
  expect(await page.evaluate((id) => window.harness.findDocument('equipment', id!), thingId)).toMatchObject({
    status: 'checked_out',
    holderId: picked.personId,
    custodyId: transactionId,
  })
  await page.waitForFunction(() => window.harness.status().state === 'saved')
  // Saved means it: a reload shows it again.
  await page.reload()
  await page.waitForFunction(() => window.harness.status().unsent === 2)

  await bench.server.start()
  await drained(page)
  const ledger = await bench.server.rows('northridge', 'transactions', `id = '${transactionId}'`)
  expect(ledger).toHaveLength(1)
  expect(ledger[0]).toMatchObject({ type: 'check_out', to_holder_id: picked.personId })
  const [thing] = await bench.server.rows('northridge', 'equipment', `id = '${thingId}'`)
  expect(thing).toMatchObject({ status: 'checked_out', custody_id: transactionId })
  await page.waitForFunction(() => window.harness.status().state === 'confirmed')
  await device.close()
})

test('[P2] [D11] a push whose answer is lost is there once, and the device learns what the server set', async () => {
  const device = await bench.device()
  const page = await device.signedIn('COACH')
  const picked = await pick(page)
  let lost = 0
  bench.proxy.fault = ({ path }) => {
    if (!path.endsWith('/push') || lost >= 3) return undefined
    lost += 1
    return 'lose-answer'
  }
  const [transactionId] = await checkOut(page, picked)
  await drained(page)
  bench.proxy.fault = undefined
  expect(lost).toBe(3)
  expect(await bench.server.rows('northridge', 'transactions', `id = '${transactionId}'`)).toHaveLength(1)
  await until(
    page,
    async (id) => (await window.harness.findDocument('transactions', id!))?.receivedAt !== undefined,
    transactionId,
  )
  const sent = await page.evaluate(() => window.harness.side('sent'))
  expect(JSON.stringify(sent)).toContain(transactionId)
  await device.close()
})

test('[P2] the server killed after the commit and before the answer: what was saved arrives once', async () => {
  const device = await bench.device()
  const page = await device.signedIn('COACH')
  const picked = await pick(page, 5)
  let killed: Promise<void> | undefined
  bench.proxy.onAnswer = ({ path }) => {
    if (path.endsWith('/transactions/push') && !killed) killed = bench.server.kill()
  }
  bench.proxy.fault = ({ path }) => (path.endsWith('/push') && !killed ? 'lose-answer' : undefined)
  const ids = await checkOut(page, picked)
  await expect.poll(() => killed !== undefined).toBe(true)
  await killed
  bench.proxy.onAnswer = undefined
  bench.proxy.fault = undefined
  await bench.server.start()
  await drained(page)
  const ledger = await bench.server.rows(
    'northridge',
    'transactions',
    `id in (${ids.map((id) => `'${id}'`).join()})`,
  )
  expect(ledger.map(({ id }) => id).sort()).toEqual([...ids].sort())
  await device.close()
})

test('[D12] what the server set on its own is on the device, though the answer was lost and the page was killed after it was passed over', async () => {
  const device = await bench.device()
  const page = await device.signedIn('EQUIPMENT_MANAGER')
  const [id = ''] = (await pick(page)).thingIds
  const stored = async () => (await bench.server.rows('northridge', 'equipment', `id = '${id}'`))[0]
  bench.proxy.fault = ({ path }) => (path.endsWith('/push') ? 'lose-answer' : undefined)
  await page.evaluate((thing) => window.harness.updateRecord('equipment', thing, { size: 'XXL' }), id)
  await expect.poll(async () => (await stored())?.size, { timeout: 60_000 }).toBe('XXL')
  // The stream brings it, while RxDB takes the device's own state for the later one.
  await page.waitForTimeout(1_500)
  bench.proxy.fault = () => 'refuse'
  await page.close()

  const next = await device.open()
  bench.proxy.fault = undefined
  await next.evaluate(() => window.harness.syncNow())
  await drained(next)
  const updatedAt = async () => {
    const here = await next.evaluate((thing) => window.harness.findDocument('equipment', thing), id)
    return here?.updatedAt
  }
  const [{ updated_at: set } = {}] = await bench.server.rows('northridge', 'equipment', `id = '${id}'`)
  await expect.poll(updatedAt, { timeout: 20_000 }).toBe(set instanceof Date && set.toISOString())
  await until(next, async () => !JSON.stringify(await window.harness.side('state')).includes('XXL'))
  await device.close()
})

test('[P3] a field that is changed back after the answer was lost and the page was killed is what was written last', async () => {
  const device = await bench.device()
  const page = await device.signedIn('EQUIPMENT_MANAGER')
  const [id = ''] = (await pick(page)).thingIds
  const stored = async () => (await bench.server.rows('northridge', 'equipment', `id = '${id}'`))[0]
  const before = String((await stored())?.name)
  bench.proxy.fault = ({ path }) => (path.endsWith('/push') ? 'lose-answer' : undefined)
  await page.evaluate(
    (thing) => window.harness.updateRecord('equipment', thing, { name: 'For a moment', size: 'XXL' }),
    id,
  )
  await expect.poll(async () => (await stored())?.name, { timeout: 60_000 }).toBe('For a moment')
  await page.close()
  bench.proxy.fault = () => 'refuse'

  const next = await device.open()
  await next.evaluate(({ thing, name }) => window.harness.updateRecord('equipment', thing, { name }), {
    thing: id,
    name: before,
  })
  bench.proxy.fault = undefined
  await next.evaluate(() => window.harness.syncNow())
  await drained(next)
  expect(await stored()).toMatchObject({ name: before, size: 'XXL' })
  const here = await next.evaluate((thing) => window.harness.findDocument('equipment', thing), id)
  expect(here).toMatchObject({ name: before, size: 'XXL' })
  await next.waitForFunction(() => window.harness.status().state === 'confirmed')
  // Nothing is kept of what was answered.
  await until(next, async () => !JSON.stringify(await window.harness.side('state')).includes('For a moment'))
  expect(await bench.server.rows('northridge', 'reviews', `document_id = '${id}'`)).toEqual([])
  await device.close()
})
