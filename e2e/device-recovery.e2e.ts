import { afterAll, afterEach, beforeAll, expect, test } from 'vitest'
import { type Bench, checkOut, drained, firstSync, openBench, pick, until } from './support/bench.ts'
import type { FaultyProxy } from './support/proxy.ts'

let bench: Bench
beforeAll(async () => {
  bench = await openBench()
})
afterEach(() => {
  bench.proxy.fault = undefined
})
afterAll(() => bench.close())

const ledger = (id: string | undefined) => bench.server.rows('northridge', 'transactions', `id = '${id}'`)
const thing = async (id: string | undefined) =>
  (await bench.server.rows('northridge', 'equipment', `id = '${id}'`))[0]

test('[D10] a clock that was set back between two starts loses nothing', async () => {
  const device = await bench.device()
  const before = await device.context.newPage()
  await before.addInitScript(() => {
    const real = Date.now.bind(Date)
    Date.now = () => real() + 2 * 3_600_000
  })
  await before.goto(bench.proxy.url)
  await before.waitForFunction(() => window.harness !== undefined && window.harness.session() !== 'restoring')
  await before.evaluate((form) => window.harness.signIn(form), bench.server.signIn('northridge', 'COACH'))
  await firstSync(before)
  const picked = await pick(before, 2)
  await checkOut(before, { ...picked, thingIds: picked.thingIds.slice(0, 1) })
  await drained(before)
  await before.close()

  // The clock is right now, two hours earlier than all that RxDB has noted; no event tells it of the write after a restart.
  bench.proxy.fault = () => 'refuse'
  const offline = await device.open()
  await offline.waitForFunction(() => window.harness.catalogue.loaded())
  const [id] = await checkOut(offline, { ...picked, thingIds: picked.thingIds.slice(1) })
  await offline.close()
  bench.proxy.fault = undefined
  const page = await device.open()
  await drained(page)
  expect(await ledger(id)).toHaveLength(1)
  expect(await thing(picked.thingIds[1])).toMatchObject({ custody_id: id })
  await device.close()
})

test('[D10] a server that takes pushes and never answers is given up and asked again', async () => {
  const device = await bench.device()
  const page = await device.signedIn('COACH')
  let hung = 0
  bench.proxy.fault = ({ path }) => {
    if (!path.endsWith('/push') || hung >= 2) return undefined
    hung += 1
    return 'hang'
  }
  await page.clock.install()
  const [id] = await checkOut(page, await pick(page))
  await expect.poll(() => hung).toBe(2)
  // The time after which the device gives an answer up, and the pause before it asks again.
  await page.clock.fastForward(50_000)
  await drained(page)
  expect(await ledger(id)).toHaveLength(1)
  await device.close()
})

test('[P4] one bad row is kept for attention with its words, and the others go on', async () => {
  const device = await bench.device()
  const page = await device.signedIn('EQUIPMENT_MANAGER')
  bench.proxy.fault = ({ path }) => (path.endsWith('/push') ? 'refuse' : undefined)
  const { userId } = await page.evaluate(() => {
    const session = window.harness.session()
    return { userId: typeof session === 'object' ? session.userId : '' }
  })
  const made = await page.evaluate(async () => {
    const { id } = await window.harness.createRecord('categories', { name: 'Made as a manager' })
    return id
  })
  const picked = await pick(page)
  const [id] = await checkOut(page, picked)
  // Lowered meanwhile [P7]: a coach may check out and make no category.
  await bench.server.execute('northridge', `update users set role = 'COACH' where id = '${userId}'`)
  // A server that has just started knows the account as it is now.
  await bench.server.kill()
  await bench.server.start()
  bench.proxy.fault = undefined
  await page.evaluate(() => window.harness.syncNow())
  await drained(page)
  expect(await ledger(id)).toHaveLength(1)
  expect(await bench.server.rows('northridge', 'categories', `id = '${made}'`)).toHaveLength(0)
  const [item] = await page.evaluate(() => window.harness.side('attention'))
  expect(item).toMatchObject({
    kind: 'rejected',
    collection: 'categories',
    documentId: made,
    code: 'forbidden',
    payload: { name: 'Made as a manager' },
  })
  await page.waitForFunction(() => window.harness.status().state === 'attention')
  // The device shows what is stored: there is no such category.
  await until(
    page,
    async (category) => (await window.harness.findDocument('categories', category!)) === undefined,
    made,
  )
  await bench.server.execute(
    'northridge',
    `update users set role = 'EQUIPMENT_MANAGER' where id = '${userId}'`,
  )
  await device.close()
})

test('[L3] a changed scope reads everything anew: what is out of sight leaves, what is unsent is sent first', async () => {
  const device = await bench.device()
  const page = await device.signedIn('COACH')
  const people = () => page.evaluate(async () => (await window.harness.findDocuments('people', {})).length)
  expect(await people()).toBeGreaterThan(0)
  const things = await page.evaluate(() => window.harness.catalogue.size())
  const session = await page.evaluate(() => window.harness.session())
  const userId = typeof session === 'object' ? session.userId : ''
  const [user] = await bench.server.rows('northridge', 'users', `id = '${userId}'`)
  const picked = await pick(page)
  bench.proxy.fault = () => 'refuse'
  const [id] = await checkOut(page, picked)
  await bench.server.execute('northridge', `update users set team_ids = '{}' where id = '${userId}'`)
  await bench.server.kill()
  await bench.server.start()
  const told = bench.proxy.passed.length
  bench.proxy.fault = failedPushes(4)
  await page.evaluate(() => window.harness.syncNow())
  await until(page, async () => (await window.harness.findDocuments('people', {})).length === 0)
  await expectUnsentFirst(told, ['equipment', 'transactions'])
  await drained(page)
  expect(await ledger(id)).toHaveLength(1)
  // The catalogue was there all the time, and is whole.
  expect(await page.evaluate(() => window.harness.catalogue.size())).toBe(things)
  expect(
    await page.evaluate(
      async (one) => (await window.harness.findDocument('equipment', one!))?.status,
      picked.thingIds[0],
    ),
  ).toBe('checked_out')

  const teams = JSON.stringify(user?.team_ids).replace('[', '{').replace(']', '}')
  await bench.server.execute('northridge', `update users set team_ids = '${teams}' where id = '${userId}'`)
  await bench.server.kill()
  await bench.server.start()
  await page.evaluate(() => window.harness.syncNow())
  await until(page, async () => (await window.harness.findDocuments('people', {})).length > 0)
  await device.close()
})

/** The network breaks the next pushes: what reads anew without waiting for them would be ahead of them. */
function failedPushes(count: number): NonNullable<Bench['proxy']['fault']> {
  let left = count
  return ({ path }) => {
    if (!path.endsWith('/push') || left === 0) return undefined
    left -= 1
    return 'refuse'
  }
}

/** After the server said no, nothing is read from the beginning before it has answered what is unsent. */
async function expectUnsentFirst(from: number, collections: readonly string[]) {
  const first = (kind: (passed: FaultyProxy['passed'][number]) => boolean) =>
    bench.proxy.passed.slice(from).findIndex(kind)
  const refused = () => first(({ path, status }) => path.includes('/pull') && status === 409)
  const anew = () =>
    first(({ path, status }) => path.includes('/pull') && !path.includes('seq=') && status === 200)
  await expect.poll(refused, { timeout: 60_000 }).toBeGreaterThanOrEqual(0)
  await expect.poll(anew, { timeout: 60_000 }).toBeGreaterThan(refused())
  for (const collection of collections) {
    const answered = first(({ path, status }) => path.endsWith(`/${collection}/push`) && status === 200)
    expect(answered).toBeGreaterThanOrEqual(0)
    expect(answered).toBeLessThan(anew())
  }
}

test('[L3] a device that is ahead of the server, or below what was purged, sends what is unsent first and then reads anew', async () => {
  const device = await bench.device()
  const page = await device.signedIn('EQUIPMENT_MANAGER')
  const things = await page.evaluate(() => window.harness.catalogue.size())
  const counter = async () => Number((await bench.server.rows('northridge', 'sync_state'))[0]?.seq)
  const restarted = async (change: string) => {
    await bench.server.kill()
    await bench.server.execute('northridge', change)
    await bench.server.start()
  }
  const begun = await counter()
  for (const reason of ['ahead', 'purged'] as const) {
    if (reason === 'ahead') {
      // The device has seen numbers that the server does not know, as after a restore that nobody told it of.
      await restarted(`update sync_state set seq = ${begun + 1_000}`)
      const team = await page.evaluate(async () => {
        const { id } = await window.harness.createRecord('teams', { name: 'Seen ahead', active: true })
        return id
      })
      await drained(page)
      await until(
        page,
        async (id) => (await window.harness.findDocument('teams', id!))?.createdAt !== undefined,
        team,
      )
    }
    bench.proxy.fault = () => 'refuse'
    const [id] = await checkOut(page, await pick(page))
    const made = await page.evaluate(async (name) => {
      const { id } = await window.harness.createRecord('categories', { name })
      return id
    }, `Unsent when ${reason}`)
    await restarted(
      reason === 'ahead'
        ? `delete from teams where name = 'Seen ahead'; update sync_state set seq = ${begun}`
        : `update sync_state set seq = seq + 20, floors = '{"categories": ${(await counter()) + 10}}'`,
    )
    const told = bench.proxy.passed.length
    bench.proxy.fault = failedPushes(6)
    await page.evaluate(() => window.harness.syncNow())
    await drained(page)
    await page.waitForFunction(() => window.harness.status().state === 'confirmed')
    await expectUnsentFirst(
      told,
      reason === 'ahead' ? ['equipment', 'transactions', 'categories'] : ['categories'],
    )
    expect(await ledger(id)).toHaveLength(1)
    expect(await bench.server.rows('northridge', 'categories', `id = '${made}'`)).toHaveLength(1)
    await until(page, async () =>
      (await window.harness.side('state'))
        .map((kept) => Object(kept))
        .every(({ generation, complete }) => generation === complete),
    )
    // The catalogue was there all the time, and is whole.
    expect(await page.evaluate(() => window.harness.catalogue.size())).toBe(things)
  }
  // What the server does not have any more has left the device.
  await until(
    page,
    async () =>
      (await window.harness.findDocuments('teams', { selector: { name: 'Seen ahead' } })).length === 0,
  )
  await device.close()
})

test.each([
  { moves: false, what: 'the device' },
  { moves: true, what: 'a device that moves to other schemas meanwhile' },
])('[D11] [L3] after a restore from a backup $what sends again what the server lost', async ({ moves }) => {
  const device = await bench.device()
  const page = await device.signedIn('COACH')
  const picked = await pick(page, 2)
  const [thingId] = picked.thingIds
  // What the backup has: sent again it changes nothing, whatever is known of when the backup was made.
  const before = { ...picked, thingIds: picked.thingIds.slice(1) }
  const [inBackup] = await checkOut(page, before)
  await drained(page)
  const [state] = await bench.server.rows('northridge', 'sync_state')
  await bench.server.execute(
    'northridge',
    `create table backup as select * from equipment where id = '${thingId}'`,
  )
  const [id] = await checkOut(page, { ...picked, thingIds: picked.thingIds.slice(0, 1) })
  await drained(page)
  expect(await ledger(id)).toHaveLength(1)
  const seqOf = async (transaction: string | undefined) => (await ledger(transaction))[0]?.seq
  const seqInBackup = await seqOf(inBackup)
  const log = () => page.evaluate(async () => (await window.harness.side('sent')).length)
  const logged = await log()
  if (moves) await page.evaluate(() => window.harness.pretendFormerSchema())
  await page.goto('about:blank')

  // As if a backup from before the check-out had been restored: another epoch, the counter back, the rows gone.
  await bench.server.kill()
  await bench.server.execute(
    'northridge',
    `delete from transactions where id = '${id}';
     delete from equipment where id = '${thingId}';
     insert into equipment select * from backup;
     drop table backup;
     update sync_state set epoch = gen_random_uuid(), seq = ${state?.seq}, restored_to = ${state?.seq}`,
  )
  await bench.server.start()
  expect(await ledger(id)).toHaveLength(0)

  const again = await device.open()
  await expect.poll(() => ledger(id), { timeout: 60_000 }).toHaveLength(1)
  await drained(again)
  await expect
    .poll(() => thing(thingId), { timeout: 60_000 })
    .toMatchObject({ status: 'checked_out', custody_id: id })
  await until(
    again,
    async (one) => (await window.harness.findDocument('equipment', one!))?.status === 'checked_out',
    thingId,
  )
  await again.waitForFunction(() => window.harness.status().state === 'confirmed')
  expect(await seqOf(inBackup)).toBe(seqInBackup)
  expect(await again.evaluate(async () => (await window.harness.side('sent')).length)).toBe(logged)
  await device.close()
})

test('[D11] a refusal that somebody dismissed stays dismissed when a restore has it refused again', async () => {
  const device = await bench.device()
  const page = await device.signedIn('COACH')
  await firstSync(page)
  const [state] = await bench.server.rows('northridge', 'sync_state')
  // A coach makes no category.
  const made = await page.evaluate(async () => {
    const id = crypto.randomUUID()
    await window.harness.saveUnasked('categories', id, { name: 'Dismissed' })
    return id
  })
  await drained(page)
  await page.waitForFunction(() => window.harness.status().state === 'attention')
  await page.evaluate(async () => {
    for (const item of await window.harness.side('attention'))
      await window.harness.dismissAttention(String(Object(item).key))
  })
  await page.goto('about:blank')

  // The backup is of before: the server files it once more.
  await bench.server.kill()
  await bench.server.execute(
    'northridge',
    `delete from reviews where document_id = '${made}';
     update sync_state set epoch = gen_random_uuid(), seq = ${state?.seq}, restored_to = ${state?.seq}`,
  )
  await bench.server.start()
  const again = await device.open()
  const filed = () => bench.server.rows('northridge', 'reviews', `document_id = '${made}'`)
  await expect.poll(filed, { timeout: 60_000 }).toHaveLength(1)
  const [restored] = await bench.server.rows('northridge', 'sync_state')
  await until(
    again,
    async (epoch) =>
      (await window.harness.side('state'))
        .map((kept) => Object(kept))
        .every((kept) => kept.epoch === undefined || kept.epoch === epoch),
    String(restored?.epoch),
  )
  expect(await again.evaluate(() => window.harness.side('attention'))).toEqual([])
  await again.waitForFunction(() => window.harness.status().state === 'confirmed')
  await device.close()
})

test('[D5] work that is no document waits in order, and is parked for attention after five refusals', async () => {
  const device = await bench.device()
  const page = await device.signedIn('COACH')
  bench.proxy.fault = () => 'refuse'
  const key = await page.evaluate(() =>
    window.harness.enqueue({
      kind: 'report',
      method: 'POST',
      path: '/no-such-report',
      body: { season: 'fall' },
    }),
  )
  await page.waitForFunction(
    () => window.harness.status().unsent === 1 && window.harness.status().state === 'saved',
  )
  // Being offline is no refusal.
  expect(await page.evaluate(() => window.harness.side('outbox'))).toMatchObject([{ key, refusals: 0 }])
  bench.proxy.fault = undefined
  for (let refusals = 1; refusals <= 5; refusals += 1) {
    // Whoever asks for a sync does not wait for the next try.
    await page.evaluate(() => window.harness.syncNow())
    await until(
      page,
      async (wanted) => {
        const [entry] = await window.harness.side('outbox')
        return Number(Object(entry).refusals) >= Number(wanted)
      },
      String(refusals),
    )
  }
  await page.waitForFunction(() => window.harness.status().state === 'attention')
  expect(await page.evaluate(() => window.harness.side('outbox'))).toMatchObject([
    { key, refusals: 5, parked: true },
  ])
  expect(await page.evaluate(() => window.harness.side('attention'))).toMatchObject([
    { kind: 'outbox', code: 'not-found', payload: { kind: 'report', body: { season: 'fall' } } },
  ])
  await device.close()
})

test('[D7] transactions older than 30 days of things that are not out are not on the device; no deletion is sent', async () => {
  const device = await bench.device()
  const page = await device.signedIn('EQUIPMENT_MANAGER')
  const stale = () =>
    page.evaluate(async () => {
      const limit = new Date(Date.now() - 31 * 24 * 3_600_000).toISOString()
      const old = await window.harness.findDocuments('transactions', {
        selector: { occurredAt: { $lt: limit } },
      })
      const settled = old.filter(({ equipmentId }) => {
        const status = window.harness.catalogue.get(equipmentId)
        return status !== undefined && ['available', 'retired'].includes(status.status) && !status.quantityOut
      })
      return { old: old.length, settled: settled.length }
    })
  await expect.poll(async () => (await stale()).settled, { timeout: 60_000 }).toBe(0)
  expect((await stale()).old).toBeGreaterThan(0)
  expect(await page.evaluate(() => window.harness.journal())).toEqual([])
  expect(await bench.server.rows('northridge', 'transactions', 'deleted')).toEqual([])
  await device.close()
})
