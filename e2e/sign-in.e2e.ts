import type { Page } from 'playwright-core'
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest'
import {
  type AppBrowser,
  confirmed,
  fillSignIn,
  loaded,
  openAppBrowser,
  signedInPage,
  submitSignIn,
} from './support/app-browser.ts'
import { startTestServer, type TestServer } from './support/server.ts'

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

const menu = (page: Page) => page.getByRole('navigation', { name: 'Main' }).getByRole('link').allInnerTexts()
const words = (entries: readonly string[]) => entries.map((entry) => entry.replace(/[^\p{L} ]/gu, '').trim())

/** How many documents of a collection the sync page says are on the device. */
async function held(page: Page, collection: string): Promise<number> {
  const row = page.getByRole('row').filter({ has: page.getByRole('rowheader', { name: collection }) })
  return Number((await row.getByRole('cell').first().textContent())?.replaceAll(',', ''))
}

const STAFF_MENU = ['Station', 'Equipment', 'People', 'Teams', 'Reviews', 'My changes']

test.each([
  ['USER', ['Equipment', 'Reviews', 'My changes', 'Settings'], /\/equipment$/],
  ['COACH', [...STAFF_MENU, 'Settings'], /\/station$/],
  ['EQUIPMENT_MANAGER', [...STAFF_MENU, 'Labels', 'Loans', 'Import', 'Settings'], /\/station$/],
  [
    'SCHOOL_ADMIN',
    [...STAFF_MENU, 'Labels', 'Loans', 'Import', 'Users', 'Audit log', 'Settings'],
    /\/station$/,
  ],
  ['ORG_ADMIN', ['Equipment', 'Reviews', 'My changes', 'Organization', 'Settings'], /\/equipment$/],
  [
    'SUPER_ADMIN',
    [...STAFF_MENU, 'Labels', 'Loans', 'Import', 'Users', 'Audit log', 'Organization', 'Settings'],
    /\/station$/,
  ],
] as const)(
  '%s signs in, arrives at the own work and finds the own pages in the menu',
  async (role, entries, start) => {
    const page = await (await browser()).open('/')
    await fillSignIn(page, server.signIn('northridge', role))
    await submitSignIn(page)
    await page.waitForURL(start)
    expect(words(await menu(page)).filter((entry) => entry !== 'More')).toEqual(entries)
  },
)

test('[P6] a member’s device gets what the member holds and nothing of anybody else', async () => {
  const [member] = await server.rows('northridge', 'users', `role = 'USER'`)
  const own = await server.rows(
    'northridge',
    'equipment',
    `holder_id = '${member?.person_id}' and not deleted`,
  )
  const page = await signedInPage(await browser(), server.signIn('northridge', 'USER'))
  expect(own.length).toBeGreaterThan(1)
  expect(await held(page, 'Equipment')).toBe(own.length)
  expect(await held(page, 'People')).toBe(1)
  expect(await held(page, 'Users')).toBe(1)
})

test('[P6] a coach’s device gets the people of the own teams alone', async () => {
  const [coach] = await server.rows('northridge', 'users', `name = 'Marcus Bell'`)
  const people = await server.rows(
    'northridge',
    'people',
    `team_ids && '{${String(coach?.team_ids)}}'::text[]`,
  )
  const page = await signedInPage(await browser(), server.signIn('northridge', 'COACH'))
  expect(await held(page, 'People')).toBe(people.length)
  const all = await server.rows('northridge', 'people', 'not deleted')
  expect(people.length).toBeGreaterThan(20)
  expect(people.length).toBeLessThan(all.length / 2)
})

test('a wrong password is said in words, what was typed stays, and the way on is kept', async () => {
  const signIn = server.signIn('northridge', 'EQUIPMENT_MANAGER')
  const page = await (await browser()).open('/reviews?state=settled')
  await fillSignIn(page, { ...signIn, password: 'not the password' })
  await submitSignIn(page)
  await page
    .getByRole('alert')
    .filter({ hasText: 'School, e-mail address or password is not right.' })
    .waitFor()
  expect(await page.getByLabel('School', { exact: true }).inputValue()).toBe('northridge')
  expect(await page.getByLabel('E-mail address').inputValue()).toBe(signIn.email)
  const password = page.getByLabel('Password', { exact: true })
  expect(await password.inputValue()).toBe('not the password')
  expect(await password.getAttribute('type')).toBe('password')
  await page.getByRole('checkbox', { name: 'Show password' }).check()
  expect(await password.getAttribute('type')).toBe('text')
  await password.fill(signIn.password)
  await submitSignIn(page)
  await page.waitForURL(/\/reviews\?state=settled$/)
})

test('a field that was forgotten is named and gets the keyboard', async () => {
  const page = await (await browser()).open('/sign-in')
  await page.getByLabel('School', { exact: true }).fill('northridge')
  await submitSignIn(page)
  await page.getByText('Enter the e-mail address.').waitFor()
  expect(await page.getByLabel('E-mail address').evaluate((field) => field === document.activeElement)).toBe(
    true,
  )
})

test('too many attempts: the page says how long the pause is, and nothing that was typed is lost', async () => {
  const { email } = server.signIn('lakeview', 'ORG_ADMIN')
  const page = await (await browser()).open('/sign-in')
  await fillSignIn(page, { tenant: 'lakeview', email, password: 'not the password' })
  const refused = page.getByRole('alert').filter({ hasText: 'is not right' })
  const paused = page.getByRole('alert').filter({ hasText: 'Too many attempts from here.' })
  await submitSignIn(page)
  await refused.waitFor()
  while (!(await paused.isVisible())) {
    const answer = page.waitForResponse((response) => response.url().endsWith('/auth/login'))
    await page.keyboard.press('Enter')
    await answer
    await refused.or(paused).waitFor()
  }
  const button = page.getByRole('button', { name: /^Try again in \d+:\d\d$/ })
  await button.waitFor()
  expect(await button.isDisabled()).toBe(true)
  expect(await page.getByLabel('E-mail address').inputValue()).toBe(email)
})

test('[D1] without a connection nobody new signs in, and whoever is signed in goes on working', async () => {
  const opened = await browser()
  const first = await opened.open('/sign-in')
  await first.evaluate(() => navigator.serviceWorker.ready)
  await opened.context.setOffline(true)
  await first.getByText('This device is offline').waitFor()
  const signIn = server.signIn('northridge', 'EQUIPMENT_MANAGER')
  await fillSignIn(first, signIn)
  await submitSignIn(first)
  await first.getByRole('alert').filter({ hasText: 'The server can’t be reached.' }).waitFor()
  await opened.context.setOffline(false)
  await submitSignIn(first)
  await first.waitForURL(/\/station$/)
  await first.goto(new URL('/sync', server.url()).href)
  await loaded(first)
  await opened.context.setOffline(true)
  const second = await opened.open('/sign-in?next=/equipment')
  await second.getByRole('button', { name: 'Go on as Dana Whitfield' }).click()
  await second.waitForURL(/\/equipment$/)
  await second.getByRole('link', { name: /^AED/ }).first().waitFor()
})

test('[P7] an admin disables an account: its session ends, and the device says so and keeps its data', async () => {
  const member = await signedInPage(await browser(), server.signIn('lakeview', 'USER'))
  const admin = await signedInPage(await browser(), server.signIn('lakeview', 'SCHOOL_ADMIN'), '/users')
  const address = server.signIn('lakeview', 'USER').email
  const things = await held(member, 'Equipment')
  await admin.getByRole('button').filter({ hasText: address }).click()
  await admin.getByRole('checkbox', { name: /May sign in/ }).uncheck()
  await admin.getByRole('button', { name: 'Save' }).click()
  await admin.getByRole('button').filter({ hasText: address }).filter({ hasText: 'Disabled' }).waitFor()
  await member.getByText('This account is disabled').waitFor({ timeout: 60_000 })
  expect(await held(member, 'Equipment')).toBe(things)

  await admin.getByRole('button').filter({ hasText: address }).click()
  await admin.getByRole('checkbox', { name: /May sign in/ }).check()
  await admin.getByRole('button', { name: 'Save' }).click()
  await admin.getByRole('button').filter({ hasText: address }).filter({ hasText: 'Active' }).waitFor()
  await member.getByRole('link', { name: 'Sign in' }).click()
  await fillSignIn(member, server.signIn('lakeview', 'USER'))
  await submitSignIn(member)
  await member.waitForURL(/\/sync$/)
  await confirmed(member)
})

test('an admin cannot lift anybody above the own role, nor take the own role away', async () => {
  const page = await signedInPage(await browser(), server.signIn('northridge', 'SCHOOL_ADMIN'), '/users')
  await page.getByRole('button').filter({ hasText: 'Priya Raman' }).click()
  await page.getByText('This role is above yours.').waitFor()
  expect(await page.getByRole('button', { name: 'Save' }).count()).toBe(0)
  await page.getByRole('button', { name: 'Cancel' }).click()
  await page.getByRole('button').filter({ hasText: 'Patricia Okafor' }).click()
  expect(await page.getByLabel('Role', { exact: true }).isDisabled()).toBe(true)
})
