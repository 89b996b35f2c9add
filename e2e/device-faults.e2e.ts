import type { Page } from 'playwright-core'
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest'
import { type Bench, checkOut, drained, firstSync, openBench, pick, until } from './support/bench.ts'

declare global {
  interface Window {
    noteSaved(collection: 'categories' | 'transactions', id: string): Promise<void>
  }
}

let bench: Bench
beforeAll(async () => {
  bench = await openBench()
})
afterEach(() => {
  bench.proxy.fault = undefined
})
afterAll(() => bench.close())

const inList = (ids: readonly string[]) => `id in (${ids.map((id) => `'${id}'`).join()})`

/** Writes without end and tells of each write once it is shown as saved. */
function hammer(page: Page, thingId: string, personId: string) {
  const never = page.evaluate(
    async ({ thing, person }) => {
      const { harness } = window
      for (let n = 0; ; n += 1) {
        const { id } = await harness.createRecord('categories', { name: `Saved ${n}` })
        await window.noteSaved('categories', id)
        const lines = [{ equipmentId: thing }]
        const out = harness.catalogue.get(thing)?.status === 'checked_out'
        const { transactions } = out
          ? await harness.checkIn({ lines })
          : await harness.checkOut({ to: { personId: person }, lines })
        for (const one of transactions) await window.noteSaved('transactions', one.id)
      }
    },
    { thing: thingId, person: personId },
  )
  // The page dies before it ever ends.
  never.catch(() => undefined)
}

test('[D2] the page killed at any moment while it saves: what was shown as saved is there afterwards, whole, and arrives once', async () => {
  const device = await bench.device({ profile: true })
  const saved: { collection: string; id: string }[] = []
  await device.context.exposeFunction('noteSaved', (collection: string, id: string) => {
    saved.push({ collection, id })
  })
  const first = await device.signedIn('EQUIPMENT_MANAGER')
  const { thingIds, personId } = await pick(first)
  const [thingId] = thingIds
  bench.proxy.fault = ({ path }) => (path.endsWith('/push') ? 'refuse' : undefined)
  let page = first
  for (const delay of [310, 95, 420, 180]) {
    const before = saved.length
    hammer(page, thingId!, personId)
    await expect.poll(() => saved.length, { timeout: 60_000 }).toBeGreaterThan(before + 2)
    await page.waitForTimeout(delay)
    const crashed = page.waitForEvent('crash')
    const session = await device.context.newCDPSession(page)
    // The crashed page answers no more.
    void session.send('Page.crash').catch(() => undefined)
    await crashed
    await crashed
    await page.close()
    page = await device.open()
    await page.waitForFunction(() => window.harness.catalogue.loaded())
    const held = await page.evaluate(async () => {
      const [categories, transactions] = [
        await window.harness.findDocuments('categories', {}),
        await window.harness.findDocuments('transactions', {}),
      ]
      return [...categories, ...transactions].map(({ id }) => id)
    })
    const there = new Set(held)
    expect(saved.filter(({ id }) => !there.has(id))).toEqual([])
  }
  bench.proxy.fault = undefined
  await page.evaluate(() => window.harness.syncNow())
  for (const collection of ['categories', 'transactions'] as const) {
    const ids = saved.filter((one) => one.collection === collection).map(({ id }) => id)
    const stored = () => bench.server.rows('northridge', collection, inList(ids))
    await expect.poll(stored, { timeout: 60_000 }).toHaveLength(ids.length)
  }
  // The thing goes by the last of its transactions, on the device and in Postgres.
  const [newest] = await bench.server.rows(
    'northridge',
    'transactions',
    `equipment_id = '${thingId}' order by stamp desc limit 1`,
  )
  const thing = () => bench.server.rows('northridge', 'equipment', `id = '${thingId}'`)
  await expect.poll(thing, { timeout: 60_000 }).toMatchObject([{ custody_id: newest?.id }])
  await until(
    page,
    async (wanted) => {
      const [id, custodyId] = (wanted ?? '').split(' ')
      return (await window.harness.findDocument('equipment', id!))?.custodyId === custodyId
    },
    `${thingId} ${newest?.id}`,
  )
  expect(await bench.server.rows('northridge', 'reviews', `document_id = '${thingId}'`)).toEqual([])
  await device.close()
})

test('[C3] a clock that steps to 1970, to 2038 and by a day in the middle of a session loses nothing and wins nothing for good', async () => {
  const device = await bench.device({ profile: true })
  const page = await device.signedIn('EQUIPMENT_MANAGER')
  const clock = (to: string | number) =>
    page.evaluate((time) => {
      const real = performance.timeOrigin
      const start = performance.now()
      const from = typeof time === 'string' ? Date.parse(time) : real + start + time
      Date.now = () => Math.round(from + performance.now() - start)
    }, to)
  const shelf = await page.evaluate(async () => {
    const { id } = await window.harness.createRecord('locations', { name: 'Before' })
    return id
  })
  await drained(page)
  const made: string[] = []
  const DAY = 24 * 3_600_000
  for (const time of ['1970-01-01T00:00:05Z', '2038-01-19T03:14:08Z', -DAY]) {
    bench.proxy.fault = ({ path }) => (path.endsWith('/push') ? 'refuse' : undefined)
    await clock(time)
    const id = await page.evaluate(
      async ({ location, name }) => {
        const category = await window.harness.createRecord('categories', { name })
        await window.harness.updateRecord('locations', location, { name })
        return category.id
      },
      { location: shelf, name: `At ${time}` },
    )
    made.push(id)
    bench.proxy.fault = undefined
    await page.evaluate(() => window.harness.syncNow())
    await drained(page)
    expect(await page.evaluate(() => window.harness.side('attention'))).toEqual([])
    expect(await bench.server.rows('northridge', 'locations', `id = '${shelf}'`)).toMatchObject([
      { name: `At ${time}` },
    ])
  }
  expect(await bench.server.rows('northridge', 'categories', inList(made))).toHaveLength(3)
  // The device's own time is kept beside, for whoever looks into it.
  const [evidence] = await bench.server.rows('northridge', 'audit', `document_id = '${made[0]}'`)
  expect(Object(evidence?.detail).deviceTime).toBeLessThan(Date.UTC(1971, 0))

  // Another device, whose clock is right, is not behind for good, and the first one goes on after it.
  const other = await bench.device({ profile: true })
  const second = await other.signedIn('SCHOOL_ADMIN')
  const rename = (on: Page, name: string) =>
    on.evaluate((change) => window.harness.updateRecord('locations', change.id, { name: change.name }), {
      id: shelf,
      name,
    })
  const named = async () => (await bench.server.rows('northridge', 'locations', `id = '${shelf}'`))[0]?.name
  await rename(second, 'Mended by another')
  await drained(second)
  expect(await named()).toBe('Mended by another')
  await until(
    page,
    async (id) => (await window.harness.findDocument('locations', id!))?.name === 'Mended by another',
    shelf,
  )
  await clock(0)
  await rename(page, 'Mended by the first')
  await drained(page)
  expect(await named()).toBe('Mended by the first')
  await other.close()
  await device.close()
})

test('[P4] [D10] poisoned rows at the head, in the middle and at the end of a queue: each stops itself alone, with its words and the reason', async () => {
  const device = await bench.device({ profile: true })
  const page = await device.signedIn('COACH')
  const remover = await bench.device({ profile: true })
  const removing = await remover.signedIn('EQUIPMENT_MANAGER')
  const { thingIds, personId } = await pick(page, 6)
  const [invalid, first, large, second, gone, lent] = thingIds
  bench.proxy.fault = ({ path }) => (path.endsWith('/push') ? 'refuse' : undefined)
  const written = await page.evaluate(
    async (given) => {
      const { harness } = window
      const session = harness.session()
      const actorId = typeof session === 'object' ? session.userId : ''
      const [unknown, category] = [crypto.randomUUID(), crypto.randomUUID()]
      // Head, middle and end of the equipment's queue.
      await harness.saveUnasked('equipment', given.invalid!, { notes: `Poison ${'x'.repeat(20_000)}` })
      await harness.updateRecord('equipment', given.first!, { tags: ['good'] })
      await harness.saveUnasked('equipment', given.large!, { notes: `Poison ${'x'.repeat(1_100_000)}` })
      await harness.updateRecord('equipment', given.second!, { tags: ['good'] })
      await harness.updateRecord('equipment', given.gone!, { tags: ['Poison'] })
      // A coach makes no category.
      await harness.saveUnasked('categories', category, { name: 'Poison' })
      // A ledger entry for somebody who is not there, before a good one.
      await harness.saveUnasked('transactions', unknown, {
        equipmentId: given.lent,
        type: 'check_out',
        toHolderId: crypto.randomUUID(),
        occurredAt: new Date().toISOString(),
        actorId,
        deviceId: harness.deviceId(),
        note: 'Poison',
      })
      const { transactions } = await harness.checkOut({
        to: { personId: given.person },
        lines: [{ equipmentId: given.lent! }],
      })
      return { unknown, category, out: transactions[0]?.id }
    },
    { invalid, first, large, second, gone, lent, person: personId },
  )
  // The first device is away while the other one deletes.
  await device.context.setOffline(true)
  bench.proxy.fault = undefined
  await removing.evaluate((id) => window.harness.removeRecord('equipment', id!), gone)
  await drained(removing)
  await device.context.setOffline(false)
  await page.evaluate(() => window.harness.syncNow())
  await drained(page)

  // The others are stored.
  for (const row of await bench.server.rows('northridge', 'equipment', inList([first!, second!])))
    expect(row.tags).toContain('good')
  expect(await bench.server.rows('northridge', 'transactions', `id = '${written.out}'`)).toHaveLength(1)
  // Each poisoned one is said, with its words, and is a review with all of it.
  const items = (await page.evaluate(() => window.harness.side('attention'))).map((item) => Object(item))
  expect(items.map(({ documentId, code }) => `${code} ${documentId}`).toSorted()).toEqual([
    `forbidden ${written.category}`,
    `gone ${gone}`,
    `invalid ${invalid}`,
    `not-found ${written.unknown}`,
    `too-large ${large}`,
  ])
  for (const { payload } of items) expect(JSON.stringify(payload)).toContain('Poison')
  const reviews = await bench.server.rows(
    'northridge',
    'reviews',
    inList(items.map(({ reviewId }) => reviewId)),
  )
  expect(reviews.map(({ kind, state }) => `${kind} ${state}`)).toEqual(Array(5).fill('rejected open'))
  for (const { device: sent } of reviews) expect(JSON.stringify(sent)).toContain('Poison')
  // Nothing is left to be tried for ever.
  expect(await page.evaluate(() => window.harness.side('parked'))).toEqual([])
  await page.waitForFunction(
    () => window.harness.status().state === 'attention' && window.harness.status().unsent === 0,
  )
  await remover.close()
  await device.close()
})

test('[L1] [P2] answers that break off in the middle, or come in slices of a few bytes, are asked for again: nothing is missing and nothing twice', async () => {
  const device = await bench.device({ profile: true })
  const page = await device.open()
  const cut = new Map<string, number>()
  const twiceCut: NonNullable<Bench['proxy']['fault']> = ({ path }) => {
    const [name = ''] = path.split('?')
    if (!/\/(push|pull)$/.test(name)) return undefined
    const times = cut.get(name) ?? 0
    cut.set(name, times + 1)
    return times < 2 ? 'cut-answer' : times < 4 ? 'slice-answer' : undefined
  }
  bench.proxy.fault = twiceCut
  await page.evaluate((form) => window.harness.signIn(form), bench.server.signIn('northridge', 'COACH'))
  await firstSync(page)
  const live = await bench.server.rows('northridge', 'equipment', 'not deleted')
  await page.waitForFunction((count) => window.harness.catalogue.size() === count, live.length)
  const [id] = await checkOut(page, await pick(page))
  await drained(page)
  expect(cut.get('/sync/v1/transactions/push')).toBeGreaterThan(2)
  expect(await bench.server.rows('northridge', 'transactions', `id = '${id}'`)).toHaveLength(1)
  await page.waitForFunction(() => window.harness.status().state === 'confirmed')
  await device.close()
})
