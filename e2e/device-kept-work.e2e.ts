import { afterAll, afterEach, beforeAll, expect, test } from 'vitest'
import { type Bench, checkOut, drained, firstSync, openBench, pick, until } from './support/bench.ts'

let bench: Bench
beforeAll(async () => {
  bench = await openBench()
})
afterEach(() => {
  bench.proxy.fault = undefined
})
afterAll(() => bench.close())

const ledger = (id: string | undefined) => bench.server.rows('northridge', 'transactions', `id = '${id}'`)

test('[L5] a database of a former schema is read anew, and what was unsent in it is sent', async () => {
  const device = await bench.device()
  const page = await device.signedIn('COACH')
  const things = await page.evaluate(() => window.harness.catalogue.size())
  bench.proxy.fault = () => 'refuse'
  const picked = await pick(page)
  const [id] = await checkOut(page, picked)
  await page.evaluate(() => window.harness.pretendFormerSchema())
  await page.goto('about:blank')
  await page.goto(bench.proxy.url)
  await page.waitForFunction(() => window.harness?.status().unsent === 2)
  // The documents are gone until they are read anew; what was written is not.
  const file = await page.evaluate(() => window.harness.exportUnsent())
  const written = JSON.parse(file.text).documents.map((one: { document: { id: string } }) => one.document.id)
  expect(written).toEqual([picked.thingIds[0], id])
  bench.proxy.fault = undefined
  await page.evaluate(() => window.harness.syncNow())
  await drained(page)
  expect(await ledger(id)).toHaveLength(1)
  await page.waitForFunction((count) => window.harness.catalogue.size() === count, things)
  await until(
    page,
    async (thing) => (await window.harness.findDocument('equipment', thing!))?.status === 'checked_out',
    picked.thingIds[0],
  )
  expect(await page.evaluate(() => window.harness.side('parked'))).toEqual([])
  await device.close()
})

test('[P4] [D10] a row over which the server stumbles is set aside with its words, the others go on, and it is sent again', async () => {
  const device = await bench.device()
  const page = await device.signedIn('EQUIPMENT_MANAGER')
  bench.proxy.fault = ({ path }) => (path.endsWith('/categories/push') ? 'fail' : undefined)
  const made = await page.evaluate(async () => {
    const { id } = await window.harness.createRecord('categories', { name: 'Stumbling block' })
    return id
  })
  const [id] = await checkOut(page, await pick(page))
  await expect.poll(() => ledger(id), { timeout: 60_000 }).toHaveLength(1)
  await page.waitForFunction(() => window.harness.status().state === 'attention')
  expect(await page.evaluate(() => window.harness.side('attention'))).toMatchObject([
    { kind: 'refused', code: 'internal-error', documentId: made, payload: { name: 'Stumbling block' } },
  ])
  expect(
    await page.evaluate(async (one) => (await window.harness.findDocument('categories', one))?.name, made),
  ).toBe('Stumbling block')
  bench.proxy.fault = undefined
  await page.evaluate(() => window.harness.syncNow())
  await drained(page)
  expect(await bench.server.rows('northridge', 'categories', `id = '${made}'`)).toHaveLength(1)
  await page.waitForFunction(() => window.harness.status().state === 'confirmed')
  await device.close()
})

test('[P7] what a disabled account left unsent is handed over by the next manager, as reviews under its name', async () => {
  const device = await bench.device()
  const page = await device.signedIn('COACH')
  const session = await page.evaluate(() => window.harness.session())
  const coachId = typeof session === 'object' ? session.userId : ''
  bench.proxy.fault = ({ path }) => (path.endsWith('/push') ? 'refuse' : undefined)
  const picked = await pick(page)
  const [id] = await checkOut(page, picked)
  await bench.server.execute('northridge', `update users set active = false where id = '${coachId}'`)
  await bench.server.kill()
  await bench.server.start()
  bench.proxy.fault = undefined
  await page.evaluate(() => window.harness.syncNow())
  await page.waitForFunction(() => {
    const now = window.harness.session()
    return typeof now === 'object' && now.signInNeeded === 'disabled'
  })
  expect(await page.evaluate(async () => (await window.harness.journal()).length)).toBe(2)
  expect(await ledger(id)).toHaveLength(0)

  // The network breaks off after the first part was handed over.
  let handed = 0
  bench.proxy.fault = ({ path }) => {
    if (!path.endsWith('/hand-over')) return undefined
    handed += 1
    return handed === 1 ? undefined : 'refuse'
  }
  await page.evaluate(
    (form) => window.harness.signIn(form),
    bench.server.signIn('northridge', 'EQUIPMENT_MANAGER'),
  )
  await page.waitForFunction(() => window.harness.handOvers()[0]?.state === 'stopped')
  expect(await page.evaluate(() => window.harness.handOvers())).toMatchObject([{ sent: 1, total: 2 }])
  const [kept] = await page.evaluate(() => window.harness.keptFiles())
  expect(JSON.parse(kept ?? '')).toMatchObject({
    userId: coachId,
    documents: [{ document: { id: picked.thingIds[0] } }, { document: { id } }],
  })
  bench.proxy.fault = undefined
  await page.evaluate(() => window.harness.handOver())
  expect(await page.evaluate(() => window.harness.handOvers())).toMatchObject([
    { state: 'done', sent: 2, total: 2 },
  ])
  const filed = (documentId: string | undefined) =>
    bench.server.rows('northridge', 'reviews', `author_id = '${coachId}' and document_id = '${documentId}'`)
  expect(await filed(id)).toHaveLength(1)
  expect(await filed(picked.thingIds[0])).toHaveLength(1)
  expect(await ledger(id)).toHaveLength(0)
  await until(page, async () => {
    const names = (await indexedDB.databases()).map(({ name = '' }) => name)
    return names.every(
      (name) => !name.startsWith('etrax-northridge') || name.startsWith(window.harness.databaseName() ?? '-'),
    )
  })
  await bench.server.execute('northridge', `update users set active = true where id = '${coachId}'`)
  await device.close()
})

test('[P7] an account that is disabled after its owner left the device: its work is handed over as soon as that is known', async () => {
  const device = await bench.device()
  const page = await device.signedIn('COACH')
  const session = await page.evaluate(() => window.harness.session())
  const coachId = typeof session === 'object' ? session.userId : ''
  bench.proxy.fault = ({ path }) => (path.endsWith('/push') ? 'refuse' : undefined)
  const [id] = await checkOut(page, await pick(page))
  await page.evaluate(
    (form) => window.harness.signIn(form),
    bench.server.signIn('northridge', 'EQUIPMENT_MANAGER'),
  )
  await firstSync(page)
  bench.proxy.fault = undefined
  expect(await page.evaluate(async () => (await window.harness.keptFiles()).length)).toBe(1)
  expect(await page.evaluate(() => window.harness.handOvers())).toEqual([])

  await setDisabled(coachId, true)
  await page.waitForFunction(() => window.harness.handOvers()[0]?.state === 'done')
  const reviews = await bench.server.rows(
    'northridge',
    'reviews',
    `author_id = '${coachId}' and document_id = '${id}'`,
  )
  expect(reviews).toMatchObject([{ kind: 'rejected', state: 'open' }])
  expect(await ledger(id)).toHaveLength(0)
  expect(await page.evaluate(() => window.harness.keptFiles())).toEqual([])
  await setDisabled(coachId, false)
  await device.close()
})

test('[P7] an account that is let in again before its work was handed over: nothing is filed in its name, its owner sends it', async () => {
  const device = await bench.device()
  const page = await device.signedIn('COACH')
  const session = await page.evaluate(() => window.harness.session())
  const coachId = typeof session === 'object' ? session.userId : ''
  bench.proxy.fault = ({ path }) => (path.endsWith('/push') ? 'refuse' : undefined)
  const [id] = await checkOut(page, await pick(page))
  await setDisabled(coachId, true)
  bench.proxy.fault = undefined
  await page.evaluate(() => window.harness.syncNow())
  await page.waitForFunction(() => {
    const now = window.harness.session()
    return typeof now === 'object' && now.signInNeeded === 'disabled'
  })
  // The first try of the hand-over breaks off, and the account is let in again before the next one.
  bench.proxy.fault = ({ path }) => (path.endsWith('/hand-over') ? 'refuse' : undefined)
  await page.evaluate(
    (form) => window.harness.signIn(form),
    bench.server.signIn('northridge', 'EQUIPMENT_MANAGER'),
  )
  await page.waitForFunction(() => window.harness.handOvers()[0]?.state === 'stopped')
  await setDisabled(coachId, false)
  bench.proxy.fault = undefined
  await page.evaluate(() => window.harness.handOver())
  await page.waitForFunction(() => window.harness.handOvers()[0]?.state === 'waits')
  expect(await page.evaluate(async () => (await window.harness.keptFiles()).length)).toBe(1)
  const filed = `author_id = '${coachId}' and document_id = '${id}'`
  expect(await bench.server.rows('northridge', 'reviews', filed)).toEqual([])

  await page.evaluate((form) => window.harness.signIn(form), bench.server.signIn('northridge', 'COACH'))
  await drained(page)
  expect(await ledger(id)).toHaveLength(1)
  await device.close()
})

/** As an admin does it. */
async function setDisabled(userId: string, disabled: boolean) {
  const { tenant, email, password } = bench.server.signIn('northridge', 'SCHOOL_ADMIN')
  const headers = { 'Content-Type': 'application/json' }
  const at = (path: string) => new URL(path, bench.server.url())
  const signedIn = await fetch(at('/api/v1/auth/login'), {
    method: 'POST',
    headers,
    body: JSON.stringify({ tenant, email, password }),
  })
  const { accessToken } = await signedIn.json()
  const changed = await fetch(at(`/api/v1/users/${userId}`), {
    method: 'PATCH',
    headers: { ...headers, Authorization: `Bearer ${accessToken}` },
    body: JSON.stringify({ disabled }),
  })
  expect(changed.status).toBe(200)
}

test('[P9] a device whose clock ran ahead loses no edit after a sign-out', async () => {
  const device = await bench.device()
  const page = await device.signedIn('EQUIPMENT_MANAGER')
  bench.proxy.fault = () => 'refuse'
  const made = await page.evaluate(async () => {
    const right = Date.now
    Date.now = () => right() + 3 * 86_400_000
    const { id } = await window.harness.createRecord('categories', { name: 'Made ahead' })
    return id
  })
  bench.proxy.fault = undefined
  await page.evaluate(() => window.harness.syncNow())
  await drained(page)
  await page.evaluate(() => window.harness.signOut())
  await page.close()

  const again = await device.signedIn('EQUIPMENT_MANAGER')
  await again.evaluate((id) => window.harness.updateRecord('categories', id, { name: 'Mended' }), made)
  await drained(again)
  expect(await bench.server.rows('northridge', 'categories', `id = '${made}'`)).toMatchObject([
    { name: 'Mended' },
  ])
  await device.close()
})

test('[P7] [D6] a page that ends while another person signs in leaves the former one’s work where it is found', async () => {
  const device = await bench.device()
  const page = await device.signedIn('COACH')
  bench.proxy.fault = ({ path }) => (path.endsWith('/push') ? 'refuse' : undefined)
  const [id] = await checkOut(page, await pick(page))
  // Somebody does not let go of the sync: the former person's data waits for that.
  const holder = await device.context.newPage()
  await holder.goto(new URL('sw.js', bench.proxy.url).href)
  await holder.evaluate(async () => {
    const { held = [] } = await navigator.locks.query()
    const name = held.find((lock) => lock.name?.startsWith('etrax-sync-'))?.name ?? ''
    await new Promise<void>((resolve) => {
      void navigator.locks.request(name, { steal: true }, () => {
        resolve()
        return new Promise(() => undefined)
      })
    })
  })
  const form = bench.server.signIn('northridge', 'EQUIPMENT_MANAGER')
  void page.evaluate((one) => window.harness.signIn(one), form).catch(() => undefined)
  await until(page, async () => (await window.harness.keptFiles()).length === 1)
  await page.waitForTimeout(500)
  await page.close()
  await holder.close()
  const next = await device.open()
  expect(await next.evaluate(() => window.harness.session())).toMatchObject({ role: 'EQUIPMENT_MANAGER' })
  const files = await next.evaluate(() => window.harness.keptFiles())
  expect(files).toHaveLength(1)
  expect(files[0]).toContain(id)
  await device.close()
})
