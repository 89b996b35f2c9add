import type { Page } from 'playwright-core'
import { afterAll, beforeAll, test } from 'vitest'
import type { AnyDocument } from '../shared/collections/definition.ts'
import { uuidv7 } from '../shared/ids.ts'
import { type AppBrowser, openAppBrowser, signedInPage } from './support/app-browser.ts'
import { startTestServer, type TestServer } from './support/server.ts'
import { wireDevice } from './support/wire-device.ts'

let server: TestServer
let browser: AppBrowser
let page: Page
beforeAll(async () => {
  server = await startTestServer()
  browser = await openAppBrowser(server)
  page = await signedInPage(browser, server.signIn('northridge', 'EQUIPMENT_MANAGER'))
})
afterAll(async () => {
  await browser?.close()
  await server?.remove()
})

const RECORDS = {
  people: { name: 'Asked Person', kind: 'athlete', active: true },
  teams: { name: 'Asked Team', active: true },
  categories: { name: 'Asked Category' },
  locations: { name: 'Asked Place' },
} as const
type Name = keyof typeof RECORDS

/** One manager changes a record, and another who has not seen that deletes it. */
async function askedFor() {
  const one = await wireDevice(server, 'northridge', 'EQUIPMENT_MANAGER', 'ddesk')
  const other = await wireDevice(server, 'northridge', 'SCHOOL_ADMIN', 'doffice')
  const ids = new Map<Name, string>()
  for (const name of ['people', 'teams', 'categories', 'locations'] as const) {
    const made: AnyDocument = { id: uuidv7(), stamp: one.stamp(), ...RECORDS[name] }
    const changed = { ...made, name: `${RECORDS[name].name} 2`, stamp: one.stamp() }
    await one.push(name, [{ newDocumentState: made }])
    await one.push(name, [{ assumedMasterState: made, newDocumentState: changed }])
    const deleted = { ...made, stamp: other.stamp(), _deleted: true }
    await other.push(name, [{ assumedMasterState: made, newDocumentState: deleted }])
    ids.set(name, made.id)
  }
  return ids
}

test('[P4] a record whose deletion waits says so wherever it is shown, until a manager has decided', async () => {
  const ids = await askedFor()
  const go = (path: string) => page.goto(new URL(path, server.url()).href)
  const banner = page.getByText('Somebody asked to delete this')
  const badge = (name: string) =>
    page
      .getByRole('listitem')
      .filter({ hasText: `${name} 2` })
      .getByText('Deletion asked for')

  for (const [name, list] of [
    ['people', '/people'],
    ['teams', '/teams'],
  ] as const) {
    await go(list)
    await badge(RECORDS[name].name).waitFor()
    await go(`${list}/${ids.get(name)}`)
    await banner.waitFor()
    await go(`${list}/${ids.get(name)}/edit`)
    await banner.waitFor()
  }
  for (const name of ['categories', 'locations'] as const) {
    await go(`/${name}`)
    await badge(RECORDS[name].name).waitFor()
    await page.getByRole('button', { name: `More about ${RECORDS[name].name} 2` }).click()
    await page.getByRole('menuitem', { name: 'Edit' }).click()
    await page.getByRole('dialog').getByText('Somebody asked to delete this').waitFor()
    await page.keyboard.press('Escape')
  }

  await go(`/people/${ids.get('people')}`)
  await banner.waitFor()
  const [review] = await server.rows('northridge', 'reviews', `document_id = '${ids.get('people')}'`)
  const desk = await browser.open(`/reviews/${review?.id}`)
  await desk.getByText('Marked as to be deleted').waitFor()
  await desk.getByRole('radio', { name: /^Keep it/ }).check()
  await desk.getByRole('button', { name: 'Decide' }).click()
  await banner.waitFor({ state: 'detached' })
  await page.getByRole('heading', { name: 'Asked Person 2' }).waitFor()
})
