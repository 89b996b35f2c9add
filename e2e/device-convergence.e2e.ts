import type { Page } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type Bench, drained, openBench, pick, until } from './support/bench.ts'

let bench: Bench
beforeAll(async () => {
  bench = await openBench()
})
afterAll(() => bench.close())

/** mulberry32 (public domain): the same numbers for the same seed. */
function randomOf(seed: number): () => number {
  let state = seed
  return () => {
    state = (state + 0x6d2b79f5) | 0
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state)
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296
  }
}

/** What a page holds of these things and their ledger, in one text. */
function holdings(page: Page, ids: readonly string[]) {
  return page.evaluate(
    async (wanted) => {
      const things = await Promise.all(wanted.map((id) => window.harness.findDocument('equipment', id)))
      const ledger = await window.harness.findDocuments('transactions', {
        selector: { equipmentId: { $in: wanted } },
      })
      return JSON.stringify([things, ledger.toSorted((a, b) => (a.id < b.id ? -1 : 1))], (_key, value) =>
        typeof value === 'object' && value !== null && !Array.isArray(value)
          ? Object.fromEntries(Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1)))
          : value,
      )
    },
    [...ids],
  )
}

/** One random edit or custody action on one of the things. */
function act(page: Page, id: string, dice: number, round: number) {
  return page.evaluate(
    async ({ thing, choice, turn }) => {
      const { harness } = window
      const [person] = await harness.findDocuments('people', { limit: 1, selector: { active: true } })
      const lines = [{ equipmentId: thing }]
      const isOut = (await harness.findDocument('equipment', thing))?.status === 'checked_out'
      const to = { personId: person!.id }
      const deed =
        choice < 0.25
          ? () => harness.updateRecord('equipment', thing, { size: `S${turn}` })
          : choice < 0.45
            ? () => harness.updateRecord('equipment', thing, { model: `M${turn}` })
            : choice < 0.55
              ? () => harness.updateRecord('equipment', thing, { condition: turn % 2 ? 'fair' : 'poor' })
              : !isOut
                ? () => harness.checkOut({ to, lines })
                : choice < 0.8
                  ? () => harness.transfer({ to, lines })
                  : () => harness.checkIn({ lines })
      return harness.outcome(deed)
    },
    { thing: id, choice: dice, turn: round },
  )
}

// More of such runs, with tabs that die and servers that are killed, are the oracle's (e2e/oracle/browsers).
test('[C1] [D10] [D12] devices that edit the same things over a bad network end with the same documents, those of the server', async () => {
  const random = randomOf(1)
  const devices = [await bench.device(), await bench.device()]
  const pages = [await devices[0]!.signedIn(), await devices[1]!.signedIn()]
  const ids = await pages[0]!.evaluate(() => {
    const things = window.harness.catalogue.search('', { status: 'available', kind: 'serialized' })
    return things.slice(10, 14).map(({ id }) => id)
  })

  bench.proxy.fault = ({ path }) => {
    const dice = random()
    if (path.includes('/stream')) return dice < 0.2 ? 'refuse' : undefined
    return dice < 0.15 ? 'refuse' : dice < 0.35 ? 'lose-answer' : undefined
  }
  let saved = 0
  for (let round = 0; round < 40; round += 1) {
    const page = pages[random() < 0.5 ? 0 : 1]!
    const outcome = await act(page, ids[Math.floor(random() * ids.length)]!, random(), round)
    // Between the look and the deed a frame may have brought what another device did.
    if (outcome.name === 'MovedOnError') continue
    expect(outcome).toEqual({ ok: true })
    saved += 1
    if (random() < 0.3) await page.waitForTimeout(Math.floor(random() * 150))
  }
  expect(saved).toBeGreaterThan(30)
  bench.proxy.fault = undefined
  for (const page of pages) await page.evaluate(() => window.harness.syncNow())
  for (const page of pages) await drained(page)

  // Converged without another write: every device holds what Postgres holds, and what the other holds.
  const list = ids.map((id) => `'${id}'`).join()
  const rows = await bench.server.rows('northridge', 'equipment', `id in (${list})`)
  for (const row of rows) {
    const held = () =>
      pages[0]!.evaluate((id) => window.harness.findDocument('equipment', id), String(row.id))
    await expect.poll(held, { timeout: 60_000 }).toMatchObject({
      stamp: row.stamp,
      status: row.status,
      ...(row.custody_id === null ? {} : { custodyId: row.custody_id }),
      ...(row.size === null ? {} : { size: row.size }),
      ...(row.model === null ? {} : { model: row.model }),
      ...(row.condition === null ? {} : { condition: row.condition }),
    })
  }
  const same = async () => (await holdings(pages[0]!, ids)) === (await holdings(pages[1]!, ids))
  await expect.poll(same, { timeout: 60_000 }).toBe(true)
  for (const device of devices) await device.close()
})

test('[C2] [P9] a write is kept whose document came anew from the server between its stamp and its commit', async () => {
  const [mine, others] = [await bench.device(), await bench.device()]
  const page = await mine.signedIn('EQUIPMENT_MANAGER')
  const colleague = await others.signedIn('EQUIPMENT_MANAGER')
  const [thing] = (await pick(page)).thingIds
  await page.evaluate(() => window.harness.holdNextWrite())
  const saved = page.evaluate((id) => window.harness.updateRecord('equipment', id!, { model: 'Mine' }), thing)
  await page.waitForTimeout(50)
  await colleague.evaluate(
    (id) => window.harness.updateRecord('equipment', id!, { manufacturer: 'Theirs' }),
    thing,
  )
  await until(
    page,
    async (id) => (await window.harness.findDocument('equipment', id!))?.manufacturer === 'Theirs',
    thing,
  )
  await page.evaluate(() => window.dispatchEvent(new Event('go-on')))
  await saved
  await drained(page)
  expect(await bench.server.rows('northridge', 'equipment', `id = '${thing}'`)).toMatchObject([
    { model: 'Mine', manufacturer: 'Theirs' },
  ])
  await mine.close()
  await others.close()
})
