import type { Page } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { openAppBrowser } from './support/app-browser.ts'
import { scanByHand } from './support/hand-scanner.ts'
import { fillSchool } from './support/large-school.ts'
import { startTestServer, type TestServer } from './support/server.ts'
import { DESKTOP, PHONE, type SignedInDevice } from './support/sign-in-on.ts'
import { signInDevice } from './support/signed-in-device.ts'

let server: TestServer
let admin: SignedInDevice
const eventually = <T>(look: () => T) => expect.poll(look, { timeout: 60_000 })

beforeAll(async () => {
  server = await startTestServer()
  await fillSchool(server)
  admin = await signInDevice(server, 'SCHOOL_ADMIN')
})
afterAll(async () => {
  await admin?.close()
  await server.remove()
})

test('12,000 things are there at a reload without a network, and every keystroke finds among all of them', async () => {
  const { page, goto, online } = admin
  await goto('/equipment')
  const found = page.locator('main header [role=status]')
  await eventually(() => found.textContent()).toBe('12,000 pieces')
  await online(false)
  await page.reload()
  await eventually(() => found.textContent()).toBe('12,000 pieces')

  const search = page.getByRole('searchbox')
  await search.pressSequentially('pin-09')
  await eventually(() => found.textContent()).toBe('1,000 pieces')
  await search.pressSequentially('987')
  await eventually(() => found.textContent()).toBe('1 piece')
  await page.locator('[data-index="0"]').getByText('Practice pinnie 9987').waitFor()
  await search.fill('pinnie northwind xl 99')
  await page.locator('[data-index="0"]').waitFor()
  await search.fill('')
  await eventually(() => found.textContent()).toBe('12,000 pieces')
  await online(true)
})

test('only the rows in sight exist, to the very end of the list', async () => {
  const { page, goto } = admin
  await goto('/equipment')
  await eventually(() => page.locator('main header [role=status]').textContent()).toBe('12,000 pieces')
  expect(await page.locator('main li[data-index]').count()).toBeLessThan(100)
  await page.evaluate(() => window.scrollTo(0, document.body.scrollHeight))
  await page.locator('[data-index="11999"]').waitFor()
  expect(await page.locator('main li[data-index]').count()).toBeLessThan(100)
})

/** Every page; `follow` opens the first of a list, and names a heading of what it leads to. */
const pages: readonly {
  readonly path: string
  readonly heading: string | RegExp
  readonly follow?: string
}[] = [
  { path: '/station', heading: 'Station' },
  { path: '/equipment', heading: 'Equipment' },
  { path: '/equipment?status=checked_out&sort=due', heading: 'Equipment' },
  { path: '/equipment?status=checked_out', heading: /./, follow: 'History' },
  { path: '/equipment?kind=bulk', heading: /./, follow: 'History' },
  { path: '/equipment/new', heading: 'Add equipment' },
  { path: '/people', heading: 'People' },
  { path: '/people?holding=1', heading: /./, follow: 'History' },
  { path: '/people/new', heading: 'Add a person' },
  { path: '/teams', heading: 'Teams' },
  { path: '/teams/new', heading: 'Add a team' },
  { path: '/categories', heading: 'Categories' },
  { path: '/locations', heading: 'Locations' },
  { path: '/reviews', heading: 'Reviews' },
  { path: '/reviews', heading: /./, follow: 'What happened' },
  { path: '/labels', heading: 'Labels' },
  { path: '/import', heading: 'Import' },
  { path: '/users', heading: 'Users' },
  { path: '/sync', heading: 'Sync' },
  { path: '/settings', heading: 'Settings' },
  { path: '/more', heading: 'More' },
]

const sizes = [
  ['phone', PHONE],
  ['desktop', DESKTOP],
] as const

async function fits(page: Page, what: string) {
  const wide = await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth)
  expect(wide, `${what} is wider than the screen`).toBeLessThanOrEqual(0)
}

test.each(sizes)(
  'every page opens on a %s beside 12,000 things, whole and within its width',
  async (_name, size) => {
    const { page, goto, faults } = admin
    await page.setViewportSize(size)
    for (const { path, heading, follow } of pages) {
      await goto(path)
      if (follow) {
        await page.locator('[data-index="0"] a').click()
        await page.waitForURL(/\/(equipment|people|reviews)\/[0-9a-f-]{36}$/)
        await page.getByRole('heading', { level: 2, name: follow }).waitFor()
      }
      await page.getByRole('heading', { level: 1, name: heading }).waitFor()
      await fits(page, `${path} ${follow ?? ''}`)
      expect(faults, path).toEqual([])
    }
    const [team] = await server.rows('northridge', 'teams', `name = 'Varsity Football'`)
    await goto(`/teams/${team?.id}`)
    await page.getByRole('heading', { level: 2, name: 'Roster' }).waitFor()
    await fits(page, 'a team')
    const [person] = await server.rows('northridge', 'people', 'not deleted')
    for (const [path, label] of [
      [`/people/${person?.id}/edit`, 'Badge code'],
      [`/teams/${team?.id}/edit`, 'Season'],
    ] as const) {
      await goto(path)
      await page.getByLabel(label).waitFor()
      await fits(page, path)
    }
    expect(faults).toEqual([])
  },
)

test.each(sizes)(
  'on a %s the station finds a person by name and one of 12,000 things by a hand scanner',
  async (name, size) => {
    const { page, goto, faults, confirmed } = admin
    await page.setViewportSize(size)
    const [person] = await server.rows('northridge', 'people', 'active and not deleted order by name')
    const tag = name === 'phone' ? 'PIN-07531' : 'PIN-07532'
    await goto('/station')
    await page.getByRole('searchbox').fill(String(person?.name))
    await page
      .getByRole('button', { name: String(person?.name) })
      .first()
      .click()
    await page.getByRole('heading', { name: new RegExp(`(^|\\d )${person?.name}$`) }).waitFor()
    await scanByHand(page, tag)
    await page.locator('.outcome[data-result=success]', { hasText: tag }).waitFor()
    await fits(page, 'the station with a person and a thing')
    await page.getByRole('button', { name: /^Done/ }).click()
    await scanByHand(page, 'PIN-99999')
    await page.locator('.outcome[data-result=error]', { hasText: 'Unknown code' }).waitFor()
    await fits(page, 'the station with an unknown code')
    await confirmed()
    const issued = await server.rows('northridge', 'equipment', `tag_code = '${tag}'`)
    expect(issued).toMatchObject([{ status: 'checked_out', holder_id: person?.id }])
    expect(faults).toEqual([])
  },
)

test.each(sizes)('on a %s things that were chosen among 12,000 become labels', async (name, size) => {
  const { page, goto, faults } = admin
  await page.setViewportSize(size)
  await goto('/equipment?q=pinnie+777')
  await page.locator('[data-index="0"]').waitFor()
  // The catalogue of a start is read in parts: rows are chosen when no more of them come in between.
  let before = ''
  const isWhole = async () => {
    const now = (await page.locator('[data-index]').allInnerTexts()).join()
    const same = now === before
    before = now
    return same
  }
  await expect.poll(isWhole, { interval: 700, timeout: 30_000 }).toBe(true)
  if (name === 'phone') await page.getByRole('button', { name: 'More', exact: true }).click()
  await page.getByRole(name === 'phone' ? 'menuitem' : 'button', { name: 'Select', exact: true }).click()
  for (const index of [0, 1, 2]) await page.locator(`[data-index="${index}"]`).getByRole('checkbox').check()
  await fits(page, 'a selection')
  await page.getByRole('link', { name: 'Print labels' }).click()
  await page.getByRole('heading', { level: 1, name: 'Labels' }).waitFor()
  await expect.poll(() => page.locator('.label-qr').count(), { timeout: 60_000 }).toBe(3)
  await fits(page, 'labels')
  expect(faults).toEqual([])
})

test.each(sizes)('the sign-in page is whole on a %s', async (_name, size) => {
  const browser = await openAppBrowser(server)
  try {
    const page = await browser.open('/sign-in')
    await page.setViewportSize(size)
    await page.getByRole('heading', { level: 1, name: 'Sign in' }).waitFor()
    await page.getByRole('button', { name: 'Sign in' }).waitFor()
    await fits(page, 'the sign-in page')
  } finally {
    await browser.close()
  }
})
