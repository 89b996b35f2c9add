import type { Page } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type AppBrowser, openAppBrowser, signedInPage } from './support/app-browser.ts'
import { startTestServer, type TestServer } from './support/server.ts'

let server: TestServer
const browsers: AppBrowser[] = []
let lender: Page
let borrower: Page
let district: Page
beforeAll(async () => {
  server = await startTestServer()
  const open = async (tenant: string, role: 'EQUIPMENT_MANAGER' | 'ORG_ADMIN', path: string) => {
    const browser = await openAppBrowser(server)
    browsers.push(browser)
    return await signedInPage(browser, server.signIn(tenant, role), path)
  }
  lender = await open('northridge', 'EQUIPMENT_MANAGER', '/equipment/new')
  borrower = await open('lakeview', 'EQUIPMENT_MANAGER', '/loans')
  district = await open('lakeview', 'ORG_ADMIN', '/organization')
})
afterAll(async () => {
  for (const browser of browsers) await browser.close()
  await server?.remove()
})

const at = (path: string) => new URL(path, server.url()).href
const until = new Date(Date.now() + 30 * 24 * 3_600_000).toISOString().slice(0, 10)

test('one loan from the offer to the return: three people, each on their own page', async () => {
  await lender.getByLabel('Name', { exact: true }).fill('Loaned helmet')
  await lender.getByRole('button', { name: 'Add', exact: true }).click()
  await lender.getByRole('heading', { name: 'Loaned helmet' }).waitFor()
  const thing = lender.url()
  await lender.getByRole('link', { name: /^Confirmed/ }).waitFor()

  await lender.goto(at(`/loans?lend=${thing.split('/').at(-1)}`))
  const dialog = lender.getByRole('dialog')
  await dialog.getByText('Loaned helmet').waitFor()
  await dialog.getByRole('button', { name: 'Offer' }).click()
  await dialog.getByText('Say until when.').waitFor()
  await dialog.getByLabel('Until').fill(until)
  const school = dialog.getByLabel('School', { exact: true })
  await school.getByRole('option', { name: /^Lakeview/ }).waitFor({ state: 'attached' })
  const names = await school.locator('option').allTextContents()
  await school.selectOption({ label: names.find((name) => name.startsWith('Lakeview')) ?? '' })
  await dialog.getByRole('button', { name: 'Offer' }).click()
  await lender.getByText('Waits for approval').waitFor()

  await district.reload()
  const waiting = district.getByRole('list', { name: 'Loans to approve' })
  await waiting.getByText('Loaned helmet').waitFor()
  await waiting.getByRole('button', { name: /^Approve/ }).click()
  await district.getByText('Approved, on its way').waitFor()

  await lender.goto(thing)
  await lender.getByText(/On loan to Lakeview/).waitFor()
  expect(await lender.getByRole('button', { name: 'Check out' }).count()).toBe(0)

  await borrower.reload()
  await borrower.getByRole('button', { name: /^It has arrived/ }).click()
  await borrower.getByText('On loan', { exact: true }).waitFor()
  await borrower.getByRole('link', { name: 'Loaned helmet' }).click()
  await borrower.getByText(/Borrowed from Northridge/).waitFor()
  await borrower.getByRole('button', { name: 'Check out' }).waitFor()
  expect(await borrower.getByRole('link', { name: 'Edit' }).count()).toBe(0)

  await borrower.goto(at('/loans'))
  await borrower.getByRole('button', { name: /^Send back/ }).click()
  await borrower.getByText('On its way back').waitFor()
  await lender.goto(at('/loans'))
  await lender.getByRole('button', { name: /^It is back/ }).click()
  await lender.getByText('Returned', { exact: true }).waitFor()
  await lender.goto(thing)
  await lender.getByRole('button', { name: 'Check out' }).waitFor()
  expect(await lender.getByText(/On loan to/).count()).toBe(0)
})

test('a loan that the borrower does not send back is ended by its lender, who is asked first', async () => {
  await lender.goto(at('/equipment/new'))
  await lender.getByLabel('Name', { exact: true }).fill('Forgotten helmet')
  await lender.getByRole('button', { name: 'Add', exact: true }).click()
  await lender.getByRole('heading', { name: 'Forgotten helmet' }).waitFor()
  const thing = lender.url()
  await lender.getByRole('link', { name: /^Confirmed/ }).waitFor()
  await lender.goto(at(`/loans?lend=${thing.split('/').at(-1)}`))
  const dialog = lender.getByRole('dialog')
  await dialog.getByText('Forgotten helmet').waitFor()
  await dialog.getByLabel('Until').fill(until)
  const school = dialog.getByLabel('School', { exact: true })
  await school.getByRole('option', { name: /^Lakeview/ }).waitFor({ state: 'attached' })
  const names = await school.locator('option').allTextContents()
  await school.selectOption({ label: names.find((name) => name.startsWith('Lakeview')) ?? '' })
  await dialog.getByRole('button', { name: 'Offer' }).click()
  await lender.getByText('Waits for approval').waitFor()
  await district.goto(at('/organization'))
  await district
    .getByRole('list', { name: 'Loans to approve' })
    .getByRole('button', { name: /^Approve/ })
    .click()
  await district.getByText('Approved, on its way').waitFor()
  await borrower.goto(at('/loans'))
  await borrower.getByRole('button', { name: /^It has arrived/ }).click()
  await borrower.getByText('On loan', { exact: true }).waitFor()

  await lender.goto(at('/loans'))
  const back = lender.getByRole('button', { name: /^It is back with us/ })
  await back.click()
  const asked = lender.getByRole('dialog')
  await asked.getByText('Is everything back with you?').waitFor()
  await asked.getByRole('button', { name: 'Cancel' }).click()
  await back.click()
  await asked.getByRole('button', { name: 'It is back with us' }).click()
  await back.waitFor({ state: 'detached' })
  await lender.goto(thing)
  await lender.getByRole('button', { name: 'Check out' }).waitFor()
  await borrower.reload()
  await borrower.getByText('Forgotten helmet').waitFor()
  expect(await borrower.getByText('On loan', { exact: true }).count()).toBe(0)
})
