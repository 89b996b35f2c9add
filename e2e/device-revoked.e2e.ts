import type { Page } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import {
  type AppBrowser,
  confirmed,
  fillSignIn,
  openAppBrowser,
  signedInPage,
  submitSignIn,
} from './support/app-browser.ts'
import { browserStorage } from './support/browser-storage.ts'
import { startTestServer, type TestServer } from './support/server.ts'

let server: TestServer
let phone: AppBrowser
let office: AppBrowser
let lost: Page
let desk: Page
beforeAll(async () => {
  server = await startTestServer()
  phone = await openAppBrowser(server)
  office = await openAppBrowser(server)
  lost = await signedInPage(phone, server.signIn('northridge', 'EQUIPMENT_MANAGER'), '/settings')
  desk = await signedInPage(office, server.signIn('northridge', 'SCHOOL_ADMIN'), '/settings/devices')
})
afterAll(async () => {
  for (const browser of [phone, office]) await browser?.close()
  await server?.remove()
})

test('a person names the own device, and an admin reads that name', async () => {
  const own = lost.getByRole('list', { name: 'Your devices' })
  await own.getByText('This device').waitFor()
  await own.getByRole('button', { name: /^Rename/ }).click()
  const dialog = lost.getByRole('dialog', { name: 'Rename' })
  await dialog.getByLabel('Name', { exact: true }).fill('')
  await dialog.getByRole('button', { name: 'Save' }).click()
  await dialog.getByText('Enter a name.').waitFor()
  await dialog.getByLabel('Name', { exact: true }).fill('Phone in the truck')
  await dialog.getByRole('button', { name: 'Save' }).click()
  await own.getByText('Phone in the truck').waitFor()
  await desk.reload()
  await desk.getByRole('list', { name: 'Devices of the school' }).getByText('Phone in the truck').waitFor()
})

test('[v5.0.0-14.3.1] a removed device hands in what it had not sent, and nothing of the school is left on it', async () => {
  await lost.evaluate(() => navigator.serviceWorker.ready)
  await phone.context.setOffline(true)
  await lost.goto(new URL('/categories', server.url()).href)
  await lost.getByRole('button', { name: 'Add a category' }).first().click()
  await lost.getByRole('dialog').getByLabel('Name', { exact: true }).fill('Words from the truck')
  await lost
    .getByRole('dialog')
    .getByRole('button', { name: /add|save/i })
    .last()
    .click()
  await lost.locator('[data-sync-state=saved]').waitFor()

  await desk.getByRole('button', { name: 'Remove Phone in the truck' }).click()
  await desk.getByRole('dialog').getByRole('button', { name: 'Remove', exact: true }).click()
  await desk.getByText(/it has not been online since/).waitFor()

  await phone.context.setOffline(false)
  await lost.getByText(/^This device was removed from the account of/).waitFor()
  await lost.getByText('1 change that had not been sent was handed in. A manager decides on it.').waitFor()
  await lost.getByLabel('School', { exact: true }).waitFor()

  const left = await browserStorage(lost)
  expect(Object.keys(left.databases).filter((name) => name.includes('northridge'))).toEqual([])
  const text = JSON.stringify(left)
  const things = await server.rows('northridge', 'equipment', 'true limit 50')
  const people = await server.rows('northridge', 'people', 'true limit 50')
  expect(things.length + people.length).toBe(100)
  for (const { id } of [...things, ...people]) expect(text).not.toContain(id)
  expect(text).not.toContain('Words from the truck')
  expect(left.cookies).toBe('')
  expect(Object.values(left.caches).join('')).toBe('')

  const reviews = await server.rows('northridge', 'reviews', "reason->>'code' = 'handed-in'")
  expect(reviews).toHaveLength(1)
  expect(JSON.stringify(reviews[0]?.device)).toContain('Words from the truck')
  expect(await server.rows('northridge', 'categories', "name = 'Words from the truck'")).toEqual([])
  await desk.reload()
  await desk.getByText(/^Removed, and empty since/).waitFor()
})

test('whoever was removed signs in again as a new device, and is at work', async () => {
  await fillSignIn(lost, server.signIn('northridge', 'EQUIPMENT_MANAGER'))
  await submitSignIn(lost)
  await lost.getByRole('heading', { level: 1 }).waitFor()
  await confirmed(lost)
  await desk.reload()
  const list = desk.getByRole('list', { name: 'Devices of the school' })
  await list.getByText(/^Removed, and empty since/).waitFor()
  expect(await list.getByRole('listitem').count()).toBe(3)
})
