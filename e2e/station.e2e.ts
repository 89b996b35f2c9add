import type { Page } from 'playwright-core'
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest'
import { fillDisk, freeDisk } from './support/disk.ts'
import { scanByHand } from './support/hand-scanner.ts'
import { startTestServer, type TestServer } from './support/server.ts'
import { openStation, type StationDevice } from './support/station-device.ts'
import { createPicks, type Picks } from './support/station-picks.ts'

let server: TestServer
let picks: Picks
let device: StationDevice
beforeAll(async () => {
  server = await startTestServer()
  picks = createPicks(server)
  device = await openStation(server, { littleRoom: true })
})
afterEach(async () => {
  for (const page of device.context.pages().slice(1)) await page.close()
  device.video.clear()
})
afterAll(async () => {
  await device?.close()
  await server?.remove()
})

/** The large result of the last scan. */
async function outcome(page: Page, result: 'success' | 'already' | 'error', words: string | RegExp) {
  await page.locator(`.outcome[data-result=${result}]`, { hasText: words }).waitFor({ timeout: 60_000 })
}

async function startCamera(page: Page) {
  await page.getByRole('button', { name: 'Start the camera' }).click()
  await page.locator('video').waitFor()
}

const ledgerOf = (thingId: string, type: string) =>
  server.rows('northridge', 'transactions', `equipment_id = '${thingId}' and type = '${type}'`)

test('[D1] [D2] [D4] without a signal, by camera: a check-out and a return are saved, the tab is closed, and the network brings each to Postgres once', async () => {
  const person = await picks.person()
  const [helmet] = await picks.free(1)
  const [pads] = await picks.out(1)
  const returnsBefore = await ledgerOf(pads!.id, 'check_in')
  const issuesBefore = await ledgerOf(helmet!.id, 'check_out')
  const page = await device.openFresh()
  // The browser's switch reaches the service worker while it runs: only then it holds back background sync as a dead
  // network does.
  await page.evaluate(() => navigator.serviceWorker.ready)
  await device.context.setOffline(true)
  await page.reload()
  await startCamera(page)

  device.video.show(person.badge)
  await page.getByRole('heading', { name: person.name }).waitFor()
  device.video.show(helmet!.code)
  await outcome(page, 'success', 'Issued')
  await page.getByRole('button', { name: /^Done/ }).click()
  device.video.show(pads!.code)
  await outcome(page, 'success', 'Returned')
  expect(await page.locator('.scan-line[data-state=saved]').count()).toBe(2)
  expect(await ledgerOf(helmet!.id, 'check_out')).toHaveLength(issuesBefore.length)
  await page.goto('about:blank')

  await device.context.setOffline(false)
  await expect
    .poll(() => ledgerOf(helmet!.id, 'check_out'), { timeout: 90_000 })
    .toHaveLength(issuesBefore.length + 1)
  await expect
    .poll(() => ledgerOf(pads!.id, 'check_in'), { timeout: 90_000 })
    .toHaveLength(returnsBefore.length + 1)

  // The tab again: what was confirmed is sent no second time, and the list is still there.
  const again = await device.open()
  await again.getByRole('link', { name: /^Confirmed/ }).waitFor()
  expect(await again.locator('.scan-line[data-state=saved]').count()).toBe(2)
  expect(await ledgerOf(helmet!.id, 'check_out')).toHaveLength(issuesBefore.length + 1)
  expect(await ledgerOf(pads!.id, 'check_in')).toHaveLength(returnsBefore.length + 1)
  const [issued] = await server.rows('northridge', 'equipment', `id = '${helmet!.id}'`)
  expect(issued).toMatchObject({ status: 'checked_out', holder_id: person.id })
  const [returned] = await server.rows('northridge', 'equipment', `id = '${pads!.id}'`)
  expect(returned).toMatchObject({ status: 'available', holder_id: null })
})

test('issuing n things takes n + 1 scans and one tap, with a hand scanner and wherever the focus is', async () => {
  const person = await picks.person()
  const things = await picks.free(3)
  const page = await device.openFresh()
  const search = page.getByRole('searchbox')
  await search.fill('typed before')
  await scanByHand(page, person.badge)
  await page.getByRole('heading', { name: person.name }).waitFor()
  for (const { code } of things) {
    await scanByHand(page, code)
    await outcome(page, 'success', code)
  }
  await page.getByRole('button', { name: /^Done.*3 things, saved/ }).click()
  await search.waitFor()
  expect(await search.inputValue()).toBe('')
  const ids = things.map(({ id }) => `'${id}'`).join()
  const held = () => server.rows('northridge', 'equipment', `id in (${ids}) and holder_id = '${person.id}'`)
  await expect.poll(held, { timeout: 30_000 }).toHaveLength(3)
})

test('a scan into a field leaves there what was typed before, and presses no button that has the focus', async () => {
  const [thing] = await picks.out(1)
  const page = await device.openFresh()
  const search = page.getByRole('searchbox')
  await search.fill('Jor')
  await scanByHand(page, thing!.code)
  await outcome(page, 'success', 'Returned')
  expect(await search.inputValue()).toBe('Jor')

  await search.fill('')
  await page.getByRole('button', { name: 'Start the camera' }).focus()
  await scanByHand(page, thing!.code)
  await outcome(page, 'already', 'Already on the list')
  expect(await page.getByRole('button', { name: 'Start the camera' }).isVisible()).toBe(true)
})

test('the second scan of a thing is answered once, by its own sign, sound and words, and changes nothing', async () => {
  const person = await picks.person()
  const [thing] = await picks.free(1)
  const page = await device.openFresh()
  await startCamera(page)
  device.video.show(person.badge)
  await page.getByRole('heading', { name: person.name }).waitFor()
  device.video.show(thing!.code)
  await outcome(page, 'success', 'Issued')
  device.video.clear()
  // Out of view long enough to count as a new scan.
  await page.waitForTimeout(2_500)
  device.video.show(thing!.code)
  await outcome(page, 'already', 'Already on the list')
  // Held in view: it counts no further.
  await page.waitForTimeout(2_500)
  expect(await page.evaluate(() => window.buzzes)).toEqual([[40], [40], [40, 70, 40]])
  expect(await page.getByRole('alert').allTextContents()).toContainEqual(
    expect.stringMatching(/^Already on the list/),
  )
  expect(await page.locator('.scan-line').filter({ hasText: thing!.code }).count()).toBe(1)
  await expect.poll(() => ledgerOf(thing!.id, 'check_out'), { timeout: 30_000 }).not.toHaveLength(0)
  const mine = (await ledgerOf(thing!.id, 'check_out')).filter((row) => row.to_holder_id === person.id)
  expect(mine).toHaveLength(1)
})

test('[D9] on a full disk a scan is said to be not saved, stays on the list over a reload, and is saved once there is room', async () => {
  const person = await picks.person()
  const [thing] = await picks.free(1)
  const page = await device.openFresh()
  await scanByHand(page, person.badge)
  await page.getByRole('heading', { name: person.name }).waitFor()
  await fillDisk(page)
  await scanByHand(page, thing!.code)
  await outcome(page, 'error', 'Not saved')
  await page.getByText('1 scan is not saved').waitFor()
  expect(await page.locator('.scan-line[data-state=saved]').count()).toBe(0)
  expect(await page.evaluate(() => window.buzzes.at(-1))).toEqual([280])

  await page.reload()
  await page.getByText('1 scan is not saved').waitFor()
  await freeDisk(page)
  await page.getByRole('button', { name: 'Try all again' }).click()
  await outcome(page, 'success', 'Issued')
  const mine = async () =>
    (await ledgerOf(thing!.id, 'check_out')).filter((row) => row.to_holder_id === person.id)
  await expect.poll(mine, { timeout: 30_000 }).toHaveLength(1)
})

test('an address ends in the code of a thing, a script is nothing but text', async () => {
  const [thing] = await picks.out(1)
  const page = await device.openFresh()
  await startCamera(page)
  device.video.show(`https://tags.example.org/t/${thing!.code}`)
  await outcome(page, 'success', 'Returned')
  await scanByHand(page, `"><img src=x onerror="document.title='run'"><script>document.title='run'</script>`)
  await outcome(page, 'error', 'Unknown code')
  expect(await page.title()).toBe('Station · ETrax')
  expect(new URL(page.url()).pathname).toBe('/station')
  expect(await page.locator('.outcome').textContent()).toContain('"><img src=x')
})

test.each(['out', 'overdue'] as const)(
  'an undo takes the return of a thing that is %s back: whoever had it has it again, as it was',
  async (state) => {
    const [thing] = await picks[state](1)
    const [before] = await server.rows('northridge', 'equipment', `id = '${thing!.id}'`)
    const page = await device.openFresh()
    await scanByHand(page, thing!.code)
    await outcome(page, 'success', 'Returned')
    await page.getByRole('button', { name: 'Undo' }).click()
    await outcome(page, 'success', 'Undone')
    const ledger = () => ledgerOf(thing!.id, 'check_out')
    await expect
      .poll(async () => (await ledger()).some((row) => row.note === 'Undone at the station.'), {
        timeout: 30_000,
      })
      .toBe(true)
    const after = await server.rows('northridge', 'equipment', `id = '${thing!.id}'`)
    expect(after[0]).toMatchObject({
      status: 'checked_out',
      holder_id: before?.holder_id,
      due_at: before?.due_at,
    })
    await page.getByRole('link', { name: /^Confirmed/ }).waitFor()
  },
)

test('each scan of a bulk thing counts one more, the stepper corrects the count', async () => {
  const person = await picks.person()
  const [cones] = await server.rows(
    'northridge',
    'equipment',
    `kind = 'bulk' and tag_code is not null and not deleted`,
  )
  const code = String(cones?.tag_code)
  const page = await device.openFresh()
  await scanByHand(page, person.badge)
  await page.getByRole('heading', { name: person.name }).waitFor()
  await scanByHand(page, code)
  await outcome(page, 'success', '1 piece')
  await scanByHand(page, code)
  await outcome(page, 'success', '2 pieces')
  const line = page.locator('.scan-line', { hasText: code })
  await line.getByRole('button', { name: 'One more' }).click()
  await outcome(page, 'success', '3 pieces')
  await line.getByRole('button', { name: 'One less' }).click()
  await outcome(page, 'success', '2 pieces')
  expect(await line.count()).toBe(1)

  const given = async () => {
    const ledger = await server.rows('northridge', 'transactions', `equipment_id = '${String(cones?.id)}'`)
    const mine = ledger.filter((row) => row.to_holder_id === person.id && row.type === 'check_out')
    return mine.reduce((sum, row) => sum + Number(row.quantity), 0)
  }
  await expect.poll(given, { timeout: 30_000 }).toBe(3)
  const back = () =>
    server.rows(
      'northridge',
      'transactions',
      `equipment_id = '${String(cones?.id)}' and note = 'Undone at the station.'`,
    )
  await expect.poll(back, { timeout: 30_000 }).toHaveLength(1)
})

test('pieces of a bulk thing come back under the name of whoever gives them back', async () => {
  const [ann, ben] = [await picks.person(), await picks.person()]
  const given = await server.rows('northridge', 'transactions', `type = 'check_out'`)
  const [balls] = (
    await server.rows('northridge', 'equipment', `kind = 'bulk' and tag_code is not null and not deleted`)
  ).filter(({ id }) => !given.some((entry) => entry.equipment_id === id))
  const code = String(balls?.tag_code)
  const page = await device.openFresh()
  for (const person of [ann, ben]) {
    await scanByHand(page, person.badge)
    await page.getByRole('heading', { name: person.name }).waitFor()
    await scanByHand(page, code)
    await outcome(page, 'success', '1 piece')
    await page.getByRole('button', { name: /^Done/ }).click()
  }
  await scanByHand(page, code)
  await outcome(page, 'error', 'Who gives it back?')
  await page.getByRole('button', { name: `${ann.name}: has 1` }).click()
  await outcome(page, 'success', `From ${ann.name}`)
  // One alone has some now: nothing is asked any more.
  await scanByHand(page, code)
  await outcome(page, 'success', `From ${ben.name}`)

  const back = async () => {
    const where = `equipment_id = '${String(balls?.id)}' and type = 'check_in' order by occurred_at`
    return (await server.rows('northridge', 'transactions', where)).map((row) => row.from_holder_id)
  }
  await expect.poll(back, { timeout: 30_000 }).toEqual([ann.id, ben.id])
})

test('what was scanned before anybody was chosen goes to whoever is chosen next, by a tap', async () => {
  const person = await picks.person()
  const [thing] = await picks.free(1)
  const page = await device.openFresh()
  await scanByHand(page, thing!.code)
  await outcome(page, 'error', 'Nobody is chosen')
  await page.getByRole('searchbox').fill(person.name)
  await page.getByRole('button', { name: person.name }).click()
  await page.getByRole('button', { name: `Issue to ${person.name}` }).click()
  await outcome(page, 'success', 'Issued')
  const held = () =>
    server.rows('northridge', 'equipment', `id = '${thing!.id}' and holder_id = '${person.id}'`)
  await expect.poll(held, { timeout: 30_000 }).toHaveLength(1)
})

test('without WebAssembly, as on a hardened phone, the camera still reads QR codes', async () => {
  const phone = await openStation(server, { args: ['--js-flags=--jitless'] })
  const [thing] = await picks.out(1)
  const page = await phone.open()
  expect(await page.evaluate(() => typeof WebAssembly)).toBe('undefined')
  await startCamera(page)
  phone.video.show(thing!.code)
  await outcome(page, 'success', 'Returned')
  await phone.close()
})
