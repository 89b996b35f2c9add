import { readFile } from 'node:fs/promises'
import type { Page } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type AppBrowser, openAppBrowser, signedInPage } from './support/app-browser.ts'
import { startTestServer, type TestServer } from './support/server.ts'

let server: TestServer
let browser: AppBrowser
let page: Page
beforeAll(async () => {
  server = await startTestServer()
  browser = await openAppBrowser(server)
  page = await signedInPage(browser, server.signIn('northridge', 'SCHOOL_ADMIN'))
})
afterAll(async () => {
  await browser?.close()
  await server?.remove()
})

const entries = () => page.getByRole('list', { name: 'Entries, the latest first' }).getByRole('listitem')
const goto = (path: string) => page.goto(new URL(path, server.url()).href)

test('an admin finds what was just done, by whom, and everything that was ever done to one thing', async () => {
  const [helmet] = await server.rows(
    'northridge',
    'equipment',
    `name = 'Football helmet' and not deleted order by tag_code`,
  )
  await goto(`/equipment/${helmet?.id}`)
  await page.getByLabel('Add a keyword').fill('audited')
  await page.getByLabel('Add a keyword').press('Enter')
  const keywords = async () => (await server.rows('northridge', 'equipment', `id = '${helmet?.id}'`))[0]?.tags
  await expect.poll(keywords, { timeout: 20_000 }).toContain('audited')
  await goto('/audit')
  const latest = entries().first()
  await latest.getByText(String(helmet?.tag_code)).waitFor()
  await latest.getByText('Changed: Keywords').waitFor()
  await latest.getByRole('button', { name: 'Football helmet' }).click()
  await page.getByText('Only what was done to Football helmet').waitFor()
  const all = await server.rows('northridge', 'audit', `document_id = '${helmet?.id}'`)
  await expect.poll(() => entries().count()).toBe(all.length)
  await page.getByRole('button', { name: 'Show all' }).click()
  await page.getByLabel('What was done').selectOption('Deleted')
  const deletions = await server.rows('northridge', 'audit', `action = 'delete'`)
  await expect.poll(() => entries().count()).toBe(Math.min(100, deletions.length))
})

test('the log is checked, and saved as a file that holds every entry', async () => {
  await goto('/audit')
  await page.getByRole('button', { name: 'Check the log' }).click()
  await page.getByText('Nothing was changed').waitFor()
  const saved = page.waitForEvent('download')
  await page.getByRole('button', { name: 'Save as a file' }).click()
  const text = await readFile(await (await saved).path(), 'utf8')
  // Who took the log with them is the last that the file itself says.
  const all = await server.rows('northridge', 'audit', 'true')
  expect(all.filter((row) => row.action === 'export')).toHaveLength(1)
  expect(text.trim().split('\r\n')).toHaveLength(all.length + 1)
})

test('without a connection the page says that it needs one, and goes on by itself afterwards', async () => {
  await browser.context.setOffline(true)
  await page.getByText('The audit log needs a connection').waitFor()
  await page.getByLabel('What was done').selectOption('Created')
  await browser.context.setOffline(false)
  await page.getByText('The audit log needs a connection').waitFor({ state: 'detached' })
  await expect.poll(() => entries().count(), { timeout: 30_000 }).toBe(100)
})
