import { readFile } from 'node:fs/promises'
import type { Page } from 'playwright-core'
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest'
import {
  type AppBrowser,
  confirmed,
  fillSignIn,
  openAppBrowser,
  signedInPage,
  submitSignIn,
} from './support/app-browser.ts'
import { startTestServer, type TestServer } from './support/server.ts'

/** Two cores are shared by a server, its Postgres and a browser. */
const PATIENT = { timeout: 60_000 }

let server: TestServer
const browsers: AppBrowser[] = []
beforeAll(async () => {
  server = await startTestServer()
})
afterEach(async () => {
  for (const browser of browsers.splice(0)) await browser.close()
})
afterAll(() => server.remove())

async function browser() {
  const opened = await openAppBrowser(server)
  browsers.push(opened)
  return opened
}

/** Adds a keyword to a thing by its page and resolves once the device has saved it. */
async function addKeyword(page: Page, equipmentId: unknown, keyword: string) {
  await page.goto(new URL(`/equipment/${equipmentId}`, server.url()).href)
  await page.getByLabel('Add a keyword').fill(keyword)
  await page.getByLabel('Add a keyword').press('Enter')
  await page.getByRole('button', { name: `Remove ${keyword}` }).waitFor()
}

async function thing(tenant: string, index: number) {
  const things = await server.rows(
    tenant,
    'equipment',
    `name = 'Football helmet' and not deleted order by tag_code`,
  )
  return things[index]
}

test('[D3] offline work waits by name on the sync page, can be kept as a file, and is sent without any action', async () => {
  const opened = await browser()
  const page = await signedInPage(opened, server.signIn('northridge', 'EQUIPMENT_MANAGER'))
  await page.evaluate(() => navigator.serviceWorker.ready)
  const helmet = await thing('northridge', 0)
  await opened.context.setOffline(true)
  await addKeyword(page, helmet?.id, 'loose chin strap')
  await page.goto(new URL('/sync', server.url()).href)
  await page.locator('[data-sync-word=saved]').waitFor()
  const waiting = page.getByRole('list', { name: 'Waiting to be sent' }).getByRole('listitem')
  await expect.poll(() => waiting.count(), PATIENT).toBe(1)
  expect(await waiting.first().textContent()).toContain(String(helmet?.tag_code))
  await page.getByText('No connection').waitFor()

  const downloading = page.waitForEvent('download')
  await page.getByRole('button', { name: 'Save as a file' }).click()
  const kept = JSON.parse(await readFile(await (await downloading).path(), 'utf8'))
  expect(kept.documents).toHaveLength(1)
  expect(kept.documents[0]).toMatchObject({ collection: 'equipment', document: { id: helmet?.id } })

  await page.getByRole('button', { name: 'Sign out' }).click()
  await page.getByRole('heading', { name: '1 change has not been sent' }).waitFor()
  await page.getByRole('button', { name: 'Cancel' }).click()

  await opened.context.setOffline(false)
  await confirmed(page)
  await page.getByText('Nothing waits.').waitFor()
  const [stored] = await server.rows('northridge', 'equipment', `id = '${helmet?.id}'`)
  expect(stored?.tags).toContain('loose chin strap')
})

test('[P7] what a role no longer allows is shown with its words, kept as a review, and taken off the list by hand', async () => {
  const opened = await browser()
  const coach = await signedInPage(opened, server.signIn('lakeview', 'COACH'))
  await coach.evaluate(() => navigator.serviceWorker.ready)
  const admin = await signedInPage(await browser(), server.signIn('lakeview', 'SCHOOL_ADMIN'), '/users')
  const helmet = await thing('lakeview', 1)
  await opened.context.setOffline(true)
  await addKeyword(coach, helmet?.id, 'needs a new visor')
  await coach.goto(new URL('/sync', server.url()).href)

  await admin
    .getByRole('button')
    .filter({ hasText: server.signIn('lakeview', 'COACH').email })
    .click()
  await admin.getByLabel('Role', { exact: true }).selectOption('USER')
  await admin.getByRole('button', { name: 'Save' }).click()
  await expect
    .poll(async () => (await server.rows('lakeview', 'users', `name = 'Darnell Hughes'`))[0]?.role, PATIENT)
    .toBe('USER')

  await opened.context.setOffline(false)
  const refusal = coach.getByRole('article').filter({ hasText: 'Your role may not do this.' })
  await refusal.waitFor({ timeout: 60_000 })
  await coach.locator('[data-sync-word=attention]').waitFor()
  await refusal.getByText('What was written').click()
  await refusal.getByText('needs a new visor').waitFor()
  const [review] = await server.rows('lakeview', 'reviews', `document_id = '${helmet?.id}'`)
  expect(review).toMatchObject({ kind: 'rejected', state: 'open' })
  await refusal.getByRole('button', { name: 'Done with it' }).click()
  await confirmed(coach)
  expect(await coach.getByRole('article').count()).toBe(0)
})

test('[D6] signing out takes the school’s data off the device, and the next sign-in brings it back', async () => {
  const signIn = server.signIn('northridge', 'COACH')
  const page = await signedInPage(await browser(), signIn)
  await page.getByRole('button', { name: 'Sign out' }).click()
  await page.getByRole('dialog').getByRole('button', { name: 'Sign out' }).click()
  await page.waitForURL(/\/sign-in/)
  await expect.poll(() => page.getByLabel('School', { exact: true }).inputValue(), PATIENT).toBe('northridge')
  const left = await page.evaluate(async () => (await indexedDB.databases()).map(({ name }) => name ?? ''))
  expect(left.filter((name) => name.includes('northridge'))).toEqual([])
  await fillSignIn(page, signIn)
  await submitSignIn(page)
  await page.waitForURL((url) => url.pathname !== '/sign-in')
  await confirmed(page)
})

test('the first loading of a school ends with all of it on the device', async () => {
  const page = await signedInPage(await browser(), server.signIn('northridge', 'SCHOOL_ADMIN'))
  const live = await server.rows('northridge', 'equipment', 'not deleted')
  const row = page.getByRole('row').filter({ has: page.getByRole('rowheader', { name: 'Equipment' }) })
  expect(await row.getByRole('cell').first().textContent()).toBe(live.length.toLocaleString('en-US'))
})

test('[D3] nothing is called confirmed before the school is on the device, with a network or without one', async () => {
  const opened = await browser()
  const page = await opened.open('/sync')
  const sign = (words: RegExp) => page.getByRole('link', { name: words }).waitFor()
  let reached = false
  // The network takes the sign-in through and then hangs: nothing was pulled, and nothing failed.
  await opened.context.route('**/sync/v1/**', () => {
    reached = true
  })
  await fillSignIn(page, server.signIn('northridge', 'COACH'))
  await submitSignIn(page)
  await expect.poll(() => reached, PATIENT).toBe(true)
  await sign(/Getting the data/)
  expect(await page.getByRole('link', { name: /Confirmed/ }).count()).toBe(0)

  await page.evaluate(() => navigator.serviceWorker.ready)
  await opened.context.setOffline(true)
  await page.reload()
  await sign(/The data is not here yet.*Offline.*No contact yet/)
  await page.locator('[data-sync-word=loading]').getByText('The data is not here yet').waitFor()

  await opened.context.unroute('**/sync/v1/**')
  await opened.context.setOffline(false)
  await confirmed(page)
  await opened.context.setOffline(true)
  await page.reload()
  // A start without a network goes by the last sync.
  await sign(/^Confirmed.*Last contact/)
})
