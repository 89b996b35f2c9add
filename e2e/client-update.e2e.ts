import { cp, mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import type { Page } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type AppBrowser, confirmed, openAppBrowser, signedInPage } from './support/app-browser.ts'
import { startTestServer, type TestServer } from './support/server.ts'

const OLD = fileURLToPath(new URL('old-clients/schema-0', import.meta.url))
const NEW = fileURLToPath(new URL('../client/dist', import.meta.url))

/** Two cores are shared by a server, its Postgres and a browser. */
const PATIENT = { timeout: 60_000 }

let server: TestServer
let folder: string
let browser: AppBrowser
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'etrax-client-update-'))
  await cp(OLD, folder, { recursive: true })
  server = await startTestServer({ ETRAX_CLIENT: folder })
  browser = await openAppBrowser(server)
})
afterAll(async () => {
  await browser?.close()
  await server?.remove()
  await rm(folder, { recursive: true, force: true })
})

/** Adds a keyword on the thing's page that is open, and resolves once it is shown. */
async function addKeyword(page: Page, keyword: string) {
  await page.getByLabel('Add a keyword').fill(keyword)
  await page.getByLabel('Add a keyword').press('Enter')
  await page.getByRole('button', { name: `Remove ${keyword}` }).waitFor()
}

const scriptOf = (page: Page) =>
  page.evaluate(() => document.querySelector<HTMLScriptElement>('script[type=module][src]')?.src)

/** Of a page that may be on its way to another document: what is asked of it meanwhile may fail, or never be answered. */
async function scriptWhileMoving(page: Page, former: string | undefined) {
  const patience = new AbortController()
  const silence = setTimeout(2_000, former, { signal: patience.signal }).catch(() => former)
  const script = await Promise.race([scriptOf(page).catch(() => former), silence])
  patience.abort()
  return script
}

test('[L5] [D1] a tab of the former version stays open while the server and another tab move on: all that both saved arrives', async () => {
  const [helmet] = await server.rows(
    'northridge',
    'equipment',
    `name = 'Football helmet' and not deleted order by tag_code`,
  )
  const path = `/equipment/${helmet?.id}`
  const left = await signedInPage(browser, server.signIn('northridge', 'EQUIPMENT_MANAGER'), path)
  await left.evaluate(() => navigator.serviceWorker.ready)
  // By its worker from the start, as every page but a browser's very first one.
  await left.reload()
  const former = await scriptOf(left)
  await addKeyword(left, 'before')

  // The server gets the new client: files of the former one are gone from it.
  await rm(folder, { recursive: true })
  await cp(NEW, folder, { recursive: true })
  const moving = await browser.open('/sync')
  await confirmed(moving)
  expect(await scriptOf(moving)).toBe(former)
  await moving.evaluate(async () => {
    await (await navigator.serviceWorker.getRegistration())?.update()
  })
  await moving.getByText('A new version is ready.').waitFor()
  await addKeyword(left, 'while it waits')
  await moving.getByRole('button', { name: 'Update now' }).click()
  await expect.poll(() => scriptWhileMoving(moving, former), PATIENT).not.toBe(former)
  await confirmed(moving)

  // The tab that was left behind goes on storing what its user does, and the new version sends it.
  expect(await scriptOf(left)).toBe(former)
  await addKeyword(left, 'left behind')
  const stored = async () => {
    const [row] = await server.rows('northridge', 'equipment', `id = '${helmet?.id}'`)
    return row?.tags
  }
  await expect.poll(stored, PATIENT).toContain('left behind')
  await addKeyword(left, 'once more')
  await left.getByRole('link', { name: 'Equipment', exact: true }).first().click()
  await expect.poll(() => scriptWhileMoving(left, former), PATIENT).not.toBe(former)
  await moving.goto(new URL(path, server.url()).href)
  await addKeyword(moving, 'in the new version')
  await confirmed(moving)
  for (const keyword of ['before', 'while it waits', 'left behind', 'in the new version'])
    expect(await stored()).toContain(keyword)
  await expect.poll(stored, PATIENT).toContain('once more')
})
