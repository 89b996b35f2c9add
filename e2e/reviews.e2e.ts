import type { Page } from 'playwright-core'
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest'
import { type AppBrowser, openAppBrowser, signedInPage } from './support/app-browser.ts'
import { startTestServer, type TestServer } from './support/server.ts'
import { createPicks } from './support/station-picks.ts'
import { wireDevice } from './support/wire-device.ts'

/** Two cores are shared by a server, its Postgres and a browser. */
const PATIENT = { timeout: 60_000 }

let server: TestServer
let manager: AppBrowser
const browsers: AppBrowser[] = []
beforeAll(async () => {
  server = await startTestServer()
  manager = await openAppBrowser(server)
  await signedInPage(manager, server.signIn('northridge', 'EQUIPMENT_MANAGER'))
})
afterEach(async () => {
  for (const page of manager.context.pages().slice(2)) await page.close()
  for (const browser of browsers.splice(0)) await browser.close()
})
afterAll(async () => {
  await manager?.close()
  await server?.remove()
})

async function reviewsOf(role: 'USER' | 'COACH' | 'EQUIPMENT_MANAGER', search = ''): Promise<Page> {
  if (role === 'EQUIPMENT_MANAGER') return manager.open(`/reviews${search}`)
  const opened = await openAppBrowser(server)
  browsers.push(opened)
  return signedInPage(opened, server.signIn('northridge', role), `/reviews${search}`)
}

const rows = (page: Page) => page.getByRole('list', { name: 'Reviews' }).getByRole('link')

/** Opens the review of a thing, by its tag and what the row says. */
async function openReview(page: Page, tag: string, kind: string) {
  await rows(page).filter({ hasText: tag }).filter({ hasText: kind }).click()
  await page.getByRole('heading', { name: 'What happened' }).waitFor()
}

test('a manager finds every review of the school, by state and by kind, and the address keeps the filter', async () => {
  const page = await reviewsOf('EQUIPMENT_MANAGER')
  await expect.poll(() => rows(page).count(), PATIENT).toBe(13)
  await page.getByRole('link', { name: /^Put off/ }).click()
  await expect.poll(() => rows(page).count(), PATIENT).toBe(1)
  await page.getByRole('link', { name: /^Settled by itself/ }).click()
  await expect.poll(() => rows(page).count(), PATIENT).toBe(6)
  await page.getByRole('link', { name: /^All/ }).click()
  await page
    .getByRole('link', { name: /^Moved twice/ })
    .first()
    .click()
  await page.waitForURL(/\/reviews\?state=all&kind=custody-fork$/)
  await expect.poll(() => rows(page).count(), PATIENT).toBe(5)
  await page.reload()
  await expect.poll(() => rows(page).count(), PATIENT).toBe(5)
})

test('two things with one tag are shown side by side, each with what tells it apart', async () => {
  const page = await reviewsOf('EQUIPMENT_MANAGER')
  await rows(page).filter({ hasText: 'Same tag twice' }).click()
  await page.getByText('has the tag of another thing').waitFor()
  await page.getByText('Both are kept as two things.').waitFor()
  const table = page.getByRole('table', { name: 'Versions' })
  expect(await table.getByRole('columnheader').allTextContents()).toEqual([
    'Field',
    'Device',
    'Server',
    'Now',
  ])
  const serials = (await table.getByRole('row', { name: /^Serial/ }).textContent())?.match(/[A-Z]{2}\d{7}/g)
  expect(serials).toHaveLength(3)
  expect(new Set(serials).size).toBe(2)
  await page.getByText('RAD-007').first().waitFor()
})

test('[P6] a coach and a member see the reviews of what they wrote and no others', async () => {
  for (const role of ['COACH', 'USER'] as const) {
    const [user] = await server.rows(
      'northridge',
      'users',
      role === 'USER' ? `role = 'USER'` : `name = 'Marcus Bell'`,
    )
    const own = await server.rows(
      'northridge',
      'reviews',
      `author_id = '${user?.id}' or '${user?.id}' = any(concerned_ids)`,
    )
    expect(own.length).toBeGreaterThan(0)
    const page = await reviewsOf(role, '?state=all')
    await expect.poll(() => rows(page).count(), PATIENT).toBe(own.length)
  }
})

test('an overwritten value is shown beside what was there before, what was stored and what is true now', async () => {
  const page = await reviewsOf('EQUIPMENT_MANAGER', '?state=all')
  await openReview(page, 'FSP-096', 'Overwritten')
  await page.getByText('Teo Alvarez changed Size, and so did somebody else').waitFor()
  const table = page.getByRole('table', { name: 'Versions' })
  await table.getByRole('columnheader', { name: 'Now' }).waitFor()
  expect(await table.getByRole('columnheader').allTextContents()).toEqual([
    'Field',
    'Before',
    'Device',
    'Server',
    'Now',
  ])
  const size = table.getByRole('row').filter({ has: page.getByRole('rowheader', { name: 'Size' }) })
  const values = await size.getByRole('cell').allTextContents()
  expect(values.map((value) => value.replace(/^(Before|Device|Server|Now)/, ''))).toEqual([
    'M',
    'Lnot taken',
    'XL',
    'XL',
  ])
  await size.getByText('not taken').waitFor()
  const model = table.getByRole('row').filter({ has: page.getByRole('rowheader', { name: 'Model' }) })
  expect((await model.getByRole('cell').allTextContents()).at(-1)).toContain('Power SPX')
  await page.getByText('northridge-manager-tablet').waitFor()
})

test('[S2] a fork shows both entries, who has the thing meanwhile, and the clock that ran ahead', async () => {
  const page = await reviewsOf('EQUIPMENT_MANAGER')
  await openReview(page, 'LXS-036', 'Moved twice')
  await page.getByText('Two devices moved this without knowing of each other.').waitFor()
  const entries = page.getByRole('region', { name: 'The entries' }).getByRole('listitem')
  await expect.poll(() => entries.count(), PATIENT).toBe(2)
  const counting = entries.filter({ hasText: 'Counts for now' })
  await counting.waitFor()
  await counting.getByText('This device’s clock ran ahead').waitFor()
  const holder = (await counting.locator('p.text-title').textContent()) ?? ''
  await page
    .locator('section')
    .filter({ has: page.getByRole('heading', { name: 'Now' }) })
    .getByText(holder)
    .waitFor()
})

test('[C3] [S2] each side of a fork warns of the clock of its own device', async () => {
  const picks = createPicks(server)
  const [thing] = await picks.free(1)
  const person = await picks.person()
  const devices = [
    await wireDevice(server, 'northridge', 'COACH', 'slow-tablet', -2 * 3_600_000),
    await wireDevice(server, 'northridge', 'SCHOOL_ADMIN', 'right-tablet'),
  ]
  for (const device of devices) {
    const entry = {
      id: crypto.randomUUID(),
      stamp: device.stamp(),
      type: 'check_out',
      equipmentId: String(thing?.id),
      toHolderId: person.id,
      actorId: device.userId,
      deviceId: device.deviceId,
      occurredAt: new Date().toISOString(),
    }
    const { rejected } = await device.push('transactions', [{ newDocumentState: entry }])
    expect(rejected).toEqual([])
  }
  const page = await reviewsOf('EQUIPMENT_MANAGER')
  await openReview(page, String(thing?.code), 'Moved twice')
  const entries = page.getByRole('region', { name: 'The entries' }).getByRole('listitem')
  const warning = page.getByText('This device’s clock was behind')
  await entries.filter({ hasText: 'slow-tablet' }).filter({ has: warning }).waitFor()
  await entries.filter({ hasText: 'right-tablet' }).waitFor()
  expect(await entries.filter({ hasText: 'right-tablet' }).filter({ has: warning }).count()).toBe(0)
})

test('a refused write is kept word for word, with the reason', async () => {
  const page = await reviewsOf('EQUIPMENT_MANAGER')
  await openReview(page, 'FBH-104', 'Not taken')
  await page.getByText('Marcus Bell wrote something that the role may not write.').waitFor()
  await page.getByText('Shell cracked').waitFor()
})

test('more out than there is: the counts and who is short are plain', async () => {
  const page = await reviewsOf('EQUIPMENT_MANAGER')
  await openReview(page, 'BIN-001', 'Too many out')
  await page.getByText('28 of 24 out').waitFor()
  await page.getByText('Short by 4').waitFor()
})

test('reviews read in Spanish', async () => {
  const page = await reviewsOf('EQUIPMENT_MANAGER')
  await page.evaluate(() => localStorage.setItem('etrax.locale', 'es'))
  await page.reload()
  await page.getByRole('heading', { name: 'Revisiones' }).waitFor()
  await page.getByRole('link', { name: /FBH-102/ }).click()
  await page.getByText('Dos dispositivos movieron esto sin saber uno del otro.').waitFor()
})
