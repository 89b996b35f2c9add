import type { Page } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type AppBrowser, loaded, openAppBrowser, signedInPage } from './support/app-browser.ts'
import { startTestServer, type TestServer } from './support/server.ts'

let server: TestServer
let district: AppBrowser
let school: AppBrowser
let visitor: Page
let admin: Page
beforeAll(async () => {
  server = await startTestServer()
  district = await openAppBrowser(server)
  school = await openAppBrowser(server)
  visitor = await signedInPage(district, server.signIn('lakeview', 'ORG_ADMIN'), '/organization')
  admin = await signedInPage(school, server.signIn('northridge', 'SCHOOL_ADMIN'), '/audit')
})
afterAll(async () => {
  for (const browser of [district, school]) await browser?.close()
  await server?.remove()
})

const REASON = 'Counting the helmets of the district'

async function enter() {
  await visitor.getByRole('button', { name: 'Enter a school' }).click()
  const dialog = visitor.getByRole('dialog')
  await dialog.getByRole('button', { name: 'Enter', exact: true }).click()
  await dialog.getByText('Choose the school.').waitFor()
  await dialog.getByText('Say why you enter the school.').waitFor()
  await dialog.getByLabel('Reason').fill(REASON)
  const choice = dialog.getByLabel('School', { exact: true })
  await choice.selectOption({ label: await northridge(choice) })
  await dialog.getByRole('button', { name: 'Enter', exact: true }).click()
  await visitor.getByText(/You are in Northridge.* as Equipment manager until/).waitFor()
}

async function northridge(choice: ReturnType<Page['getByLabel']>): Promise<string> {
  const option = choice.locator('option', { hasText: /^Northridge/ })
  await option.waitFor({ state: 'attached' })
  return (await option.textContent()) ?? ''
}

test('a district’s admin enters a school for a stated reason; every page says so, and the school sees it', async () => {
  await enter()
  await visitor.goto(new URL('/people', server.url()).href)
  await visitor.getByText(/You are in Northridge/).waitFor()
  await admin.reload()
  const visits = admin.getByRole('list', { name: 'From outside' })
  await visits.getByText(REASON).waitFor()
  await visits.getByText('Here now').waitFor()
  await admin.getByText(`Reason: ${REASON}`).first().waitFor()
})

test('[D6] what is not sent when a visitor leaves is kept on the device, and goes out when they enter again', async () => {
  await visitor.goto(new URL('/sync', server.url()).href)
  await loaded(visitor)
  await visitor.goto(new URL('/equipment/new', server.url()).href)
  await visitor.getByLabel('Name', { exact: true }).waitFor()
  await district.context.setOffline(true)
  await visitor.getByLabel('Name', { exact: true }).fill('Helmet of a visit')
  await visitor.getByRole('button', { name: 'Add', exact: true }).click()
  await visitor.getByRole('heading', { name: 'Helmet of a visit' }).waitFor()
  await visitor.getByRole('button', { name: 'Leave' }).click()
  const dialog = visitor.getByRole('dialog')
  await dialog.getByText('1 change has not been sent').waitFor()
  await dialog.getByRole('button', { name: 'Leave' }).click()

  // Home again, without a network: the own school is there, and the visitor's work is kept beside it.
  await visitor.getByRole('heading', { name: 'Organization' }).waitFor()
  expect(await visitor.getByText(/You are in Northridge/).count()).toBe(0)
  await visitor.goto(new URL('/sync', server.url()).href)
  await visitor.getByText(/1 change of .* is kept on this device/).waitFor()

  await district.context.setOffline(false)
  await visitor.goto(new URL('/organization', server.url()).href)
  await enter()
  await visitor.goto(new URL('/sync', server.url()).href)
  await loaded(visitor)
  await admin.goto(new URL('/equipment', server.url()).href)
  await admin.getByRole('searchbox').first().fill('Helmet of a visit')
  await admin.getByRole('link', { name: /Helmet of a visit/ }).waitFor()
})

test('the school ends the visit: nothing more is open there, and the way back is', async () => {
  await admin.goto(new URL('/audit', server.url()).href)
  await admin.getByRole('button', { name: /End the visit of/ }).click()
  await admin.getByRole('log').getByText('The visit is over').waitFor()
  await visitor.goto(new URL('/equipment', server.url()).href)
  await visitor.getByText(/Your time in Northridge.* is over/).waitFor()
  await visitor.getByRole('button', { name: 'Leave' }).click()
  await visitor.getByRole('button', { name: 'Enter a school' }).waitFor()
  await visitor.getByRole('heading', { name: 'Cascade School District' }).waitFor()
})
