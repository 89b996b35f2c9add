import { afterAll, beforeAll, expect, test } from 'vitest'
import { type Bench, checkOut, drained, openBench, pick } from './support/bench.ts'

let bench: Bench
beforeAll(async () => {
  bench = await openBench()
})
afterAll(() => bench.close())

const ledger = (id: string | undefined) => bench.server.rows('northridge', 'transactions', `id = '${id}'`)

test('[D6] signing out with unsent work is refused, with its count; the work is sent later', async () => {
  const device = await bench.device()
  const page = await device.signedIn('COACH')
  bench.proxy.fault = () => 'refuse'
  const [id] = await checkOut(page, await pick(page))
  const refused = await page.evaluate(() => window.harness.outcome(() => window.harness.signOut()))
  expect(refused).toMatchObject({ ok: false, name: 'UnsentWorkError' })
  expect(await page.evaluate(() => typeof window.harness.session())).toBe('object')
  bench.proxy.fault = undefined
  await page.evaluate(() => window.harness.syncNow())
  await drained(page)
  expect(await ledger(id)).toHaveLength(1)

  expect(await page.evaluate(() => window.harness.outcome(() => window.harness.signOut()))).toEqual({
    ok: true,
  })
  expect(await page.evaluate(() => window.harness.session())).toBeUndefined()
  const left = await page.evaluate(async () => (await indexedDB.databases()).map(({ name }) => name))
  expect(left.filter((name) => name?.includes('northridge'))).toEqual([])
  await device.close()
})

test('[D6] what is unsent can be taken along as a file, and only then given up', async () => {
  const device = await bench.device()
  const page = await device.signedIn('COACH')
  bench.proxy.fault = () => 'refuse'
  const picked = await pick(page)
  const [id] = await checkOut(page, picked)
  const file = await page.evaluate(() => window.harness.exportUnsent())
  expect(file.count).toBe(2)
  const content = JSON.parse(file.text)
  expect(content.tenant).toBe('northridge')
  expect(
    content.documents.map((one: { collection: string; document: { id: string } }) => [
      one.collection,
      one.document.id,
    ]),
  ).toEqual([
    ['equipment', picked.thingIds[0]],
    ['transactions', id],
  ])
  await page.evaluate(() => window.harness.exportAndSignOut())
  expect(await page.evaluate(() => window.harness.session())).toBeUndefined()
  bench.proxy.fault = undefined
  await device.close()
})

test('[D6] an import that is not finished is unsent work: a sign-out is refused, the file holds what is left', async () => {
  const device = await bench.device()
  const page = await device.signedIn('EQUIPMENT_MANAGER')
  await page.evaluate(() => window.harness.stoppedImport('half.csv'))
  const refused = await page.evaluate(() => window.harness.outcome(() => window.harness.signOut()))
  expect(refused).toMatchObject({ ok: false, name: 'UnsentWorkError' })
  const { count, text } = await page.evaluate(() => window.harness.exportUnsent())
  expect(count).toBe(1)
  expect(JSON.parse(text).imports).toMatchObject([
    { record: { fileName: 'half.csv' }, remaining: [{ writes: [{ fields: { name: 'Left over' } }] }] },
  ])

  // Somebody else signs in meanwhile: it waits for whoever began it.
  const mine = await page.evaluate(() => window.harness.databaseName())
  await page.evaluate((form) => window.harness.signIn(form), bench.server.signIn('northridge', 'COACH'))
  await page.waitForFunction((name) => window.harness.databaseName() !== name, mine)
  await page.evaluate(
    (form) => window.harness.signIn(form),
    bench.server.signIn('northridge', 'EQUIPMENT_MANAGER'),
  )
  await page.waitForFunction((name) => window.harness.databaseName() === name, mine)
  expect((await page.evaluate(() => window.harness.exportUnsent())).count).toBe(1)
  await page.evaluate(() => window.harness.exportAndSignOut())
  expect(await page.evaluate(() => window.harness.session())).toBeUndefined()
  await device.close()
})

test('[D6] 30 days offline, the session long over: the same person signs in again and everything is sent', async () => {
  const device = await bench.device()
  const page = await device.signedIn('COACH')
  const picked = await pick(page)
  bench.proxy.fault = () => 'refuse'
  const [id] = await checkOut(page, picked)
  // As if nothing had come from this device for 31 days: the server is asked last for what the session is still good for.
  await bench.server.execute(
    'northridge',
    `update etrax_system.sessions set used_at = used_at - interval '31 days', created_at = created_at - interval '31 days'`,
  )
  await page.reload()
  bench.proxy.fault = undefined
  await page.waitForFunction(() => {
    const session = window.harness.session()
    return typeof session === 'object' && session.signInNeeded === 'expired'
  })
  // Nothing is lost and work goes on.
  expect(await page.evaluate(async () => (await window.harness.journal()).length)).toBe(2)
  await page.waitForFunction(() => window.harness.catalogue.loaded())
  const [second] = await checkOut(page, await pick(page))
  expect(await ledger(id)).toHaveLength(0)

  await page.evaluate((form) => window.harness.signIn(form), bench.server.signIn('northridge', 'COACH'))
  await drained(page)
  expect(await ledger(id)).toHaveLength(1)
  expect(await ledger(second)).toHaveLength(1)
  await device.close()
})

test('[P7] somebody else’s sign-in on the same device neither sees nor sends what another left unsent', async () => {
  const device = await bench.device()
  const page = await device.signedIn('COACH')
  const coach = await page.evaluate(() => window.harness.databaseName())
  bench.proxy.fault = ({ path }) => (path.endsWith('/push') ? 'refuse' : undefined)
  const [id] = await checkOut(page, await pick(page))
  await page.evaluate(
    (form) => window.harness.signIn(form),
    bench.server.signIn('northridge', 'EQUIPMENT_MANAGER'),
  )
  bench.proxy.fault = undefined
  await page.waitForFunction((name) => window.harness.databaseName() !== name, coach)
  await page.waitForFunction(
    () => window.harness.status().firstSync === undefined && window.harness.status().collections.length > 0,
  )
  expect(await page.evaluate(() => window.harness.journal())).toEqual([])
  expect(await ledger(id)).toHaveLength(0)

  await page.evaluate((form) => window.harness.signIn(form), bench.server.signIn('northridge', 'COACH'))
  await page.waitForFunction((name) => window.harness.databaseName() === name, coach)
  await drained(page)
  expect(await ledger(id)).toHaveLength(1)
  await device.close()
})
