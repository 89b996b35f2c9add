import type { Page } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type AppBrowser, openAppBrowser, signedInPage } from './support/app-browser.ts'
import { browserStorage } from './support/browser-storage.ts'
import { scanByHand } from './support/hand-scanner.ts'
import { expectOnlyListed } from './support/held-fields.ts'
import { startTestServer, type TestServer } from './support/server.ts'
import { createPicks, type PickedPerson, type PickedThing } from './support/station-picks.ts'

let server: TestServer
let office: AppBrowser
let counter: AppBrowser
let manager: Page
let tablet: Page
let managerName: string
let coachName: string
let badge: string
let person: PickedPerson
let things: readonly PickedThing[]
beforeAll(async () => {
  server = await startTestServer()
  const picks = createPicks(server)
  person = await picks.person()
  things = await picks.free(2)
  managerName = await nameOf('EQUIPMENT_MANAGER')
  coachName = await nameOf('COACH')
  office = await openAppBrowser(server)
  counter = await openAppBrowser(server)
  manager = await signedInPage(office, server.signIn('northridge', 'EQUIPMENT_MANAGER'), '/settings')
})
afterAll(async () => {
  for (const browser of [office, counter]) await browser?.close()
  await server?.remove()
})

async function nameOf(role: 'EQUIPMENT_MANAGER' | 'COACH'): Promise<string> {
  const { email } = server.signIn('northridge', role)
  const [account] = await server.rows('northridge', 'credentials', `email = '${email}'`)
  const [user] = await server.rows('northridge', 'users', `id = '${String(account?.user_id)}'`)
  return String(user?.name)
}

async function teamNames(): Promise<readonly string[]> {
  const [row] = await server.rows('northridge', 'people', `id = '${person.id}'`)
  const ids = Array.isArray(row?.team_ids) ? row.team_ids : []
  const teams = await server.rows('northridge', 'teams', `id::text = any('{${ids.join()}}')`)
  return teams.map(({ name }) => String(name))
}

const outcome = (words: string) =>
  tablet.locator('.outcome[data-result=success]', { hasText: words }).waitFor()

test('a manager sets a PIN, makes a station, gives a badge, and the tablet at the counter becomes the station', async () => {
  await manager.getByRole('button', { name: 'Set a PIN' }).click()
  const form = manager.getByRole('form', { name: 'PIN at stations' })
  await form.getByLabel('Present password').fill(server.signIn('northridge', 'EQUIPMENT_MANAGER').password)
  await form.getByLabel('New PIN').fill('1234')
  await form.getByRole('button', { name: 'Save' }).click()
  await form.getByText('A plain row is tried first by everybody.').waitFor()
  await form.getByLabel('New PIN').fill('2580')
  await form.getByRole('button', { name: 'Save' }).click()
  await manager.getByRole('button', { name: 'Change the PIN' }).waitFor()

  await manager.goto(new URL('/settings/stations', server.url()).href)
  await manager.getByRole('button', { name: `Badge of ${coachName}` }).click()
  const dialog = manager.getByRole('dialog')
  await dialog.getByRole('button', { name: 'New badge' }).click()
  badge = (await dialog.locator('[data-code]').textContent()) ?? ''
  expect(badge).toMatch(/^BADGE-/)
  await dialog.getByRole('button', { name: 'Close' }).last().click()

  await manager.getByRole('button', { name: 'New station' }).click()
  await dialog.getByLabel('Name', { exact: true }).fill('Cage')
  for (const name of [managerName, coachName, ...(await teamNames())])
    await dialog.getByLabel(name, { exact: true }).check()
  await dialog.getByRole('button', { name: 'Save' }).click()
  const code = (await dialog.locator('[data-code]').textContent()) ?? ''
  await dialog.getByRole('button', { name: 'Close' }).last().click()

  tablet = await counter.open('/enrol')
  await tablet.getByLabel('School').fill('northridge')
  await tablet.getByLabel('Code').fill('AAAAA-AAAAA')
  await tablet.getByRole('button', { name: 'Make this a station' }).click()
  await tablet.getByText('School or code is not right').waitFor()
  await tablet.getByLabel('Code').fill(code)
  await tablet.getByRole('button', { name: 'Make this a station' }).click()
  await tablet.getByRole('heading', { name: 'Who works here?' }).waitFor()
  await tablet.getByText('Confirmed').first().waitFor()
  await tablet.evaluate(() => navigator.serviceWorker.ready)
})

test('with the server stopped: the lock holds on every address, and the PIN opens it', async () => {
  await server.stop()
  for (const path of ['/people', '/settings', '/station']) {
    await tablet.goto(new URL(path, server.url()).href)
    await tablet.getByRole('heading', { name: 'Who works here?' }).waitFor()
    expect(await tablet.getByRole('navigation').count()).toBe(0)
  }
  await tablet.getByRole('button', { name: managerName }).click()
  await tablet.getByLabel('PIN', { exact: true }).fill('2581')
  await tablet.keyboard.press('Enter')
  await tablet.getByText('This is not the PIN').waitFor()
  for (const digit of '2580') await tablet.getByRole('button', { name: digit, exact: true }).click()
  await tablet.getByRole('button', { name: 'OK' }).click()
  await tablet.getByText(`${managerName} works here`).waitFor()
})

test('offline, one issues by PIN, and another takes the station over by a badge', async () => {
  await scanByHand(tablet, person.badge)
  await tablet.getByRole('heading', { name: person.name }).waitFor()
  await scanByHand(tablet, things[0]!.code)
  await outcome('Issued')

  await tablet.getByRole('button', { name: 'Lock' }).click()
  await tablet.getByRole('heading', { name: 'Who works here?' }).waitFor()
  await scanByHand(tablet, 'BADGE-NOTHINGOFTHESORT')
  await tablet.getByText('This is no badge of anybody who works here').waitFor()
  await scanByHand(tablet, badge)
  await tablet.getByText(`${coachName} works here`).waitFor()
  await scanByHand(tablet, person.badge)
  await tablet.getByRole('heading', { name: person.name }).waitFor()
  await scanByHand(tablet, things[1]!.code)
  await outcome('Issued')
})

test('when the server is back, a manager sees on each entry who made it, and at which station', async () => {
  await server.start()
  await tablet.getByText('Confirmed').first().waitFor({ timeout: 120_000 })
  const [station] = await server.rows('northridge', 'users', "role = 'STATION'")
  const device = `station.${String(station?.id).replaceAll('-', '')}.1`
  for (const [index, name] of [managerName, coachName].entries()) {
    const { id } = things[index]!
    const entries = await server.rows(
      'northridge',
      'transactions',
      `equipment_id = '${id}' and device_id = '${device}'`,
    )
    expect(entries).toHaveLength(1)
    await manager.goto(new URL(`/equipment/${id}`, server.url()).href)
    await manager.getByText(`by ${name}, at Cage`).first().waitFor({ timeout: 120_000 })
  }
})

test('[v5.0.0-14.3.3] the station’s storage holds the listed fields and its teams’ people alone; no token, PIN or badge', async () => {
  const storage = await browserStorage(tablet)
  const held = expectOnlyListed(storage, 'STATION')
  expect(held.people?.size).toBeGreaterThan(0)
  expect(held.equipment?.size).toBeGreaterThan(100)
  expect(held.users?.size).toBe(1)
  const [station] = await server.rows('northridge', 'users', "role = 'STATION'")
  const teams = Array.isArray(station?.team_ids) ? station.team_ids.join() : ''
  const others = await server.rows(
    'northridge',
    'people',
    `kind = 'athlete' and not team_ids && '{${teams}}' limit 200`,
  )
  expect(others.length).toBeGreaterThan(0)
  const text = JSON.stringify(storage)
  // Who has a thing is known by a bare id, for the return; nothing says whose it is.
  for (const { id, name, badge_code: code } of others) {
    expect(held.people?.has(String(id))).toBe(false)
    for (const personal of [name, code]) expect(text).not.toContain(String(personal))
  }
  for (const secret of ['2580', badge, badge.replaceAll('-', '')]) expect(text).not.toContain(`"${secret}"`)
})
