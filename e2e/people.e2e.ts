import { afterAll, afterEach, beforeAll, expect, test } from 'vitest'
import type { Role } from '../shared/roles.ts'
import { scanByHand } from './support/hand-scanner.ts'
import { startTestServer, type TestServer } from './support/server.ts'
import { PHONE, type SignedInDevice } from './support/sign-in-on.ts'
import { signInDevice } from './support/signed-in-device.ts'

let server: TestServer
const devices: SignedInDevice[] = []
beforeAll(async () => {
  server = await startTestServer()
})
afterEach(async () => {
  for (const device of devices.splice(0)) {
    expect(device.faults).toEqual([])
    await device.close()
  }
})
afterAll(() => server.remove())

async function device(role: Role = 'EQUIPMENT_MANAGER', options: Parameters<typeof signInDevice>[2] = {}) {
  const made = await signInDevice(server, role, options)
  devices.push(made)
  return made
}

/** Looks until it is so: a page and a server on a busy machine take their time. */
const eventually = <T>(look: () => T) => expect.poll(look, { timeout: 30_000 })
const rows = (table: string, where: string) => server.rows('northridge', table, where)

test('a person is added to a team, found by badge, changed, and taken off the team', async () => {
  const { page, goto, confirmed } = await device()
  const [team] = await rows('teams', `name = 'Varsity Volleyball'`)
  await goto(`/teams/${team?.id}`)
  await page.getByRole('button', { name: 'Add people' }).click()
  await page.getByRole('link', { name: 'New person' }).click()
  await page.getByLabel('Name', { exact: true }).fill('Iñaki Núñez')
  await page.getByLabel('Jersey number').fill('00')
  await scanByHand(page, 'E2E-BADGE-1')
  expect(await page.getByLabel('Badge code').inputValue()).toBe('E2E-BADGE-1')
  await page.getByRole('button', { name: 'Helmet' }).click()
  await page.getByRole('button', { name: 'Save' }).click()
  await page.getByText('This is needed.').waitFor()
  await page.getByLabel('Size 1').fill('M')
  await page.getByRole('button', { name: 'Save' }).click()
  await page.getByRole('heading', { level: 1, name: 'Varsity Volleyball' }).waitFor()
  await page.getByRole('link', { name: /Iñaki Núñez/ }).waitFor()
  await confirmed()
  await eventually(() => rows('people', `badge_code = 'E2E-BADGE-1'`)).toMatchObject([
    { name: 'Iñaki Núñez', jersey_number: '00', sizes: { Helmet: 'M' }, team_ids: [team?.id] },
  ])

  await goto('/people')
  await page.getByRole('searchbox').fill('nunez')
  await page.locator('[data-index="0"]').getByText('Iñaki Núñez').waitFor()
  await page.getByRole('searchbox').fill('')
  await scanByHand(page, 'E2E-BADGE-1')
  await page.getByRole('heading', { level: 1, name: 'Iñaki Núñez' }).waitFor()
  await page.getByRole('link', { name: 'Edit' }).click()
  await page.getByLabel('Jersey number').fill('12')
  await page.getByRole('button', { name: 'Save' }).click()
  await page.getByText('Iñaki Núñez is saved').waitFor()

  await goto(`/teams/${team?.id}`)
  await page.getByRole('button', { name: 'Take Iñaki Núñez off the team' }).click()
  await page.getByText('Iñaki Núñez is off the team').waitFor()
  await confirmed()
  await eventually(() => rows('people', `badge_code = 'E2E-BADGE-1'`)).toMatchObject([
    { jersey_number: '12', sizes: { Helmet: 'M' } },
  ])
  await eventually(
    async () => (await rows('people', `badge_code = 'E2E-BADGE-1'`))[0]?.team_ids ?? [],
  ).toEqual([])
})

test('what a person has is on their page, and comes back from there without a network', async () => {
  const { page, goto, confirmed, online } = await device('COACH', { size: PHONE })
  await goto('/people?holding=1')
  await page.locator('[data-index="0"] a').click()
  const now = page.locator('section').filter({ has: page.getByRole('heading', { name: 'Has now' }) })
  await now.getByRole('listitem').first().waitFor()
  const id = new URL(page.url()).pathname.split('/').at(-1)
  const held = () => rows('equipment', `holder_id = '${id}' and not deleted`)
  const before = (await held()).length
  expect(await now.getByRole('listitem').count()).toBe(before)

  await online(false)
  await now.getByRole('button', { name: 'Return' }).first().click()
  await page.getByText(/ is returned$/).waitFor()
  await page.getByText('Not yet confirmed').first().waitFor()
  await page.reload()
  await page.getByText('Not yet confirmed').first().waitFor()
  await online(true)
  await confirmed()
  await eventually(async () => (await held()).length).toBe(before - 1)
})

test('a coach sees the people of their own teams, and of another team only that it has things', async () => {
  const coach = await device('COACH')
  await coach.goto('/people')
  const shown = coach.page.locator('main header [role=status]')
  await eventually(() => shown.textContent()).toMatch(/^\d+ people$/)
  const everybody = await rows('people', 'not deleted and active')
  expect(Number.parseInt((await shown.textContent()) ?? '', 10)).toBeLessThan(everybody.length)
  expect(await coach.page.getByRole('link', { name: 'Add a person' }).count()).toBe(0)

  await coach.goto('/teams')
  await coach.page.getByRole('link', { name: /^My teams/ }).click()
  await coach.page.waitForURL(/mine=1/)
  await coach.page.locator('main li').first().waitFor()
  const mine = await coach.page.locator('main li').allTextContents()
  expect(mine.length).toBeGreaterThan(0)
  const teams = await rows('teams', 'not deleted')
  const own = teams.filter(({ name }) => mine.some((text) => text.startsWith(String(name))))
  const ownIds = new Set(own.map(({ id }) => id))
  await coach.goto(`/teams/${teams.find(({ id }) => !ownIds.has(id))?.id}`)
  await coach.page.getByText('You see the roster of the teams that you coach.').waitFor()

  const strangers = everybody.filter(
    ({ team_ids }) => Array.isArray(team_ids) && !team_ids.some((id) => ownIds.has(id)),
  )
  const strangerIds = new Set(strangers.map(({ id }) => id))
  const out = (await rows('equipment', `status = 'checked_out' and not deleted`)).find(({ holder_id }) =>
    strangerIds.has(holder_id),
  )
  await coach.goto(`/equipment/${out?.id}`)
  await coach.page.getByText('Someone outside your teams').first().waitFor()
})

test('places and categories are made where they are needed, and used', async () => {
  const { page, goto, confirmed } = await device()
  await goto('/locations')
  await page.getByRole('button', { name: 'Add a place' }).first().click()
  const dialog = page.getByRole('dialog')
  await dialog.getByLabel('Name').fill('E2E annex')
  await dialog.getByRole('button', { name: 'Add' }).click()
  await page.getByRole('listitem').filter({ hasText: 'E2E annex' }).waitFor()

  await goto('/equipment/new')
  await page.getByLabel('Name').fill('Annex pylon')
  await page.getByLabel('Place').selectOption({ label: 'E2E annex' })
  await page.getByLabel('Category').selectOption({ label: 'New…' })
  await dialog.getByLabel('Name').fill('E2E pylons')
  await dialog.getByRole('button', { name: 'Add' }).click()
  await eventually(() =>
    page.getByLabel('Category').evaluate((box: HTMLSelectElement) => box.selectedOptions[0]?.label),
  ).toBe('E2E pylons')
  await page.getByRole('button', { name: 'Add', exact: true }).click()
  await page.getByRole('heading', { level: 1, name: 'Annex pylon' }).waitFor()
  await page.getByRole('link', { name: 'E2E pylons' }).click()
  await page.locator('[data-index="0"]').getByText('Annex pylon').waitFor()
  await confirmed()
  const [place] = await rows('locations', `name = 'E2E annex'`)
  const [category] = await rows('categories', `name = 'E2E pylons'`)
  await eventually(() => rows('equipment', `name = 'Annex pylon'`)).toMatchObject([
    { home_location_id: place?.id, category_id: category?.id },
  ])
})
