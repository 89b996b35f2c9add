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
  await expect.poll(() => waiting.first().textContent(), PATIENT).toContain(String(helmet?.tag_code))
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

/** As the server answers when it takes nothing for now; its own tests show when it does. */
async function answerPushes(page: Page, status: number, code: string, retryAfter?: number) {
  await page.context().route('**/sync/v1/*/push', (route) =>
    route.fulfill({
      status,
      contentType: 'application/problem+json',
      headers: retryAfter === undefined ? {} : { 'Retry-After': String(retryAfter) },
      body: JSON.stringify({ type: 'about:blank', title: code, status, code, detail: code }),
    }),
  )
}

test('[P8] [L5] a server that takes nothing for now is said with the reason and the way on, on a version that is too old on every page', async () => {
  const opened = await browser()
  const page = await signedInPage(opened, server.signIn('northridge', 'EQUIPMENT_MANAGER'))
  await page.evaluate(() => navigator.serviceWorker.ready)
  const helmet = await thing('northridge', 2)
  const stored = async (keyword: string) => {
    const [row] = await server.rows('northridge', 'equipment', `id = '${helmet?.id}'`)
    return String(row?.tags).includes(keyword)
  }
  const reasons = [
    ['database-unavailable', 503, 'The server is not ready'],
    ['too-many-requests', 429, 'The server asks this device to wait'],
    ['server-outdated', 503, 'The server is older than this app'],
  ] as const
  for (const [code, status, words] of reasons) {
    await answerPushes(page, status, code, 120)
    await addKeyword(page, helmet?.id, code)
    await page.goto(new URL('/sync', server.url()).href)
    const notice = page.getByRole('status').filter({ hasText: words })
    await notice.getByText('It is tried again by itself after').waitFor()
    expect(await stored(code)).toBe(false)
    await page.context().unroute('**/sync/v1/*/push')
    await notice.getByRole('button', { name: 'Try again' }).click()
    await notice.waitFor({ state: 'detached' })
    await confirmed(page)
    expect(await stored(code)).toBe(true)
  }

  await answerPushes(page, 426, 'schema-too-old')
  await addKeyword(page, helmet?.id, 'too old')
  const notice = page.getByRole('status').filter({ hasText: 'This version is too old for the server' })
  await notice.getByText('what is unsent stays and is sent afterwards').waitFor()
  await page.goto(new URL('/sync', server.url()).href)
  await notice.waitFor()
  expect(await page.getByRole('list', { name: 'Waiting to be sent' }).getByRole('listitem').count()).toBe(1)
  // This server has no newer version to give.
  await notice.getByRole('button', { name: 'Load the new version' }).click()
  await notice.getByText('No new version was found yet').waitFor()
  await page.context().unroute('**/sync/v1/*/push')
  await page.reload()
  await confirmed(page)
  expect(await stored('too old')).toBe(true)
})

test('[D9] [D6] the browser deletes what is here: it is said at once what is lost, and the school is loaded again', async () => {
  const signIn = server.signIn('lakeview', 'EQUIPMENT_MANAGER')
  const opened = await browser()
  const page = await signedInPage(opened, signIn)
  await page.evaluate(() => navigator.serviceWorker.ready)
  const [user] = await server.rows('lakeview', 'users', `role = 'EQUIPMENT_MANAGER'`)
  await opened.context.setOffline(true)
  await addKeyword(page, (await thing('lakeview', 0))?.id, 'gone with the data')
  // What was unsent is told as it was last counted, some moments after each write.
  await page.waitForFunction(() => JSON.parse(localStorage.getItem('etrax.here') ?? '{}').unsent === 1)
  const evict = async () => {
    const session = await opened.context.newCDPSession(page)
    const { origin } = server.url()
    await session.send('Storage.clearDataForOrigin', { origin, storageTypes: 'indexeddb' })
  }
  // Nobody has to reload: a page that can save nothing any more does not stay.
  await evict()
  const notice = page.getByRole('status').filter({ hasText: 'The browser deleted what ETrax kept' })
  await notice.getByText(`1 change of ${user?.name} had not been sent`).waitFor()
  await opened.context.setOffline(false)
  await page.reload()
  await notice.waitFor()
  await fillSignIn(page, signIn)
  await submitSignIn(page)
  await page.waitForURL((url) => url.pathname !== '/sign-in')
  await page.goto(new URL('/sync', server.url()).href)
  await confirmed(page)
  const live = await server.rows('lakeview', 'equipment', 'not deleted')
  const row = page.getByRole('row').filter({ has: page.getByRole('rowheader', { name: 'Equipment' }) })
  await expect
    .poll(() => row.getByRole('cell').first().textContent())
    .toBe(live.length.toLocaleString('en-US'))

  await evict()
  await notice.getByText(`Everything that ${user?.name} did had been sent`).waitFor()
})

test('[P7] a disabled account: what it left is kept by name, can be saved, and is handed over to the manager who signs in', async () => {
  const opened = await browser()
  const coach = server.signIn('northridge', 'COACH')
  const [account] = await server.rows('northridge', 'credentials', `email = '${coach.email}'`)
  const [user] = await server.rows('northridge', 'users', `id = '${account?.user_id}'`)
  const page = await signedInPage(opened, coach)
  await page.evaluate(() => navigator.serviceWorker.ready)
  const helmet = await thing('northridge', 3)
  await opened.context.setOffline(true)
  await addKeyword(page, helmet?.id, 'kept for a manager')
  await server.execute('northridge', `update users set active = false where id = '${user?.id}'`)
  await opened.context.setOffline(false)
  await page.getByText('This account is disabled').waitFor()

  // A coach of the school next door signs in: the work waits under its author's name.
  await page.goto(new URL('/sign-in', server.url()).href)
  await page.getByText(`The account of ${user?.name} is disabled`).waitFor()
  await fillSignIn(page, server.signIn('lakeview', 'COACH'))
  await submitSignIn(page)
  await page.waitForURL((url) => url.pathname !== '/sign-in')
  await page.goto(new URL('/sign-in', server.url()).href)
  const kept = page
    .getByRole('status')
    .filter({ hasText: `1 change of ${user?.name} is kept on this device` })
  await kept.getByText('The next manager who signs in here hands it over').waitFor()
  const downloading = page.waitForEvent('download')
  await kept.getByRole('button', { name: 'Save as a file' }).click()
  const file = await readFile(await (await downloading).path(), 'utf8')
  expect(JSON.parse(file)).toMatchObject({ userName: user?.name, documents: [{ collection: 'equipment' }] })
  expect(file).toContain('kept for a manager')

  // The network fails at first: nothing is lost, and the way on is there.
  await opened.context.route('**/sync/v1/hand-over', (route) => route.abort())
  await fillSignIn(page, server.signIn('northridge', 'EQUIPMENT_MANAGER'))
  await submitSignIn(page)
  const broken = page.getByRole('status').filter({ hasText: `what ${user?.name} left unsent broke off` })
  await broken.getByText('1 change is left').waitFor()
  await opened.context.unroute('**/sync/v1/hand-over')
  const done = page.getByText(`1 change of ${user?.name} was handed over`)
  // Where it goes on by itself before the tap, there is nothing left to tap.
  await Promise.race([broken.getByRole('button', { name: 'Try again' }).click(), done.waitFor()])
  await done.waitFor()
  const reviews = await server.rows(
    'northridge',
    'reviews',
    `author_id = '${user?.id}' and document_id = '${helmet?.id}' and reason->>'code' = 'handed-over'`,
  )
  expect(reviews).toHaveLength(1)
  expect(JSON.stringify(reviews[0]?.device)).toContain('kept for a manager')
  await page.getByRole('link', { name: 'Open reviews', exact: true }).click()
  await page.waitForURL(/\/reviews$/)
  await server.execute('northridge', `update users set active = true where id = '${user?.id}'`)
})
