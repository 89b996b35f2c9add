import { afterAll, beforeAll, expect, test } from 'vitest'
import { uuidv7 } from '../shared/ids.ts'
import { MAX_PUSH_ROWS } from '../shared/protocol.ts'
import { startTestServer, type TestServer } from './support/server.ts'
import { DESKTOP, PHONE, type SignedInDevice, signInDevice } from './support/signed-in-device.ts'
import { wireDevice } from './support/wire-device.ts'

/** An equipment room of 12,000 pieces, the demo's own among them. */
const PIECES = 12_000

let server: TestServer
let manager: SignedInDevice
const eventually = <T>(look: () => T) => expect.poll(look, { timeout: 60_000 })

beforeAll(async () => {
  server = await startTestServer()
  const device = await wireDevice(server, 'northridge', 'EQUIPMENT_MANAGER', 'e2e-large-school')
  const have = (await server.rows('northridge', 'equipment', 'not deleted')).length
  const rows = Array.from({ length: PIECES - have }, (_, index) => {
    const stamp = device.stamp()
    return {
      newDocumentState: {
        id: uuidv7(),
        kind: 'serialized',
        name: `Practice pinnie ${index + 1}`,
        tagCode: `PIN-${String(index + 1).padStart(5, '0')}`,
        size: ['S', 'M', 'L', 'XL'][index % 4],
        manufacturer: 'Northwind',
        jerseyNumber: String(index % 100),
        status: 'available',
        statusStamp: stamp,
        stamp,
      },
    }
  })
  for (let at = 0; at < rows.length; at += MAX_PUSH_ROWS) {
    const { rejected } = await device.pushUntilAnswered('equipment', rows.slice(at, at + MAX_PUSH_ROWS))
    expect(rejected).toEqual([])
  }
  manager = await signInDevice(server, 'EQUIPMENT_MANAGER')
})
afterAll(async () => {
  await manager?.close()
  await server.remove()
})

test('12,000 things are there at a reload without a network, and every keystroke finds among all of them', async () => {
  const { page, goto, online } = manager
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
  const { page, goto } = manager
  await goto('/equipment')
  await eventually(() => page.locator('main header [role=status]').textContent()).toBe('12,000 pieces')
  expect(await page.locator('main li[data-index]').count()).toBeLessThan(100)
  await page.evaluate(() => window.scrollTo(0, document.body.scrollHeight))
  await page.locator('[data-index="11999"]').waitFor()
  expect(await page.locator('main li[data-index]').count()).toBeLessThan(100)
})

/** Every page of these parts; a link is followed to the first of a list. */
const pages: readonly {
  readonly path: string
  readonly heading: string | RegExp
  readonly follow?: boolean
}[] = [
  { path: '/equipment', heading: 'Equipment' },
  { path: '/equipment?status=checked_out&sort=due', heading: 'Equipment' },
  { path: '/equipment?status=checked_out', heading: /./, follow: true },
  { path: '/equipment?kind=bulk', heading: /./, follow: true },
  { path: '/equipment/new', heading: 'Add equipment' },
  { path: '/people', heading: 'People' },
  { path: '/people?holding=1', heading: /./, follow: true },
  { path: '/people/new', heading: 'Add a person' },
  { path: '/teams', heading: 'Teams' },
  { path: '/teams/new', heading: 'Add a team' },
  { path: '/categories', heading: 'Categories' },
  { path: '/locations', heading: 'Locations' },
]

test.each([
  ['phone', PHONE],
  ['desktop', DESKTOP],
])('every page opens on a %s beside 12,000 things, whole and within its width', async (_name, size) => {
  const { page, goto, faults } = manager
  await page.setViewportSize(size)
  for (const { path, heading, follow } of pages) {
    await goto(path)
    if (follow) {
      await page.locator('[data-index="0"] a').click()
      await page.waitForURL(/\/(equipment|people)\/[0-9a-f-]{36}$/)
      await page.getByRole('heading', { level: 2, name: 'History' }).waitFor()
    }
    await page.getByRole('heading', { level: 1, name: heading }).waitFor()
    const wide = await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth)
    expect(wide, `${path} is wider than the screen`).toBeLessThanOrEqual(0)
    expect(faults, path).toEqual([])
  }
  const [team] = await server.rows('northridge', 'teams', `name = 'Varsity Football'`)
  await goto(`/teams/${team?.id}`)
  await page.getByRole('heading', { level: 2, name: 'Roster' }).waitFor()
  const [person] = await server.rows('northridge', 'people', 'not deleted')
  for (const [path, label] of [
    [`/people/${person?.id}/edit`, 'Badge code'],
    [`/teams/${team?.id}/edit`, 'Season'],
  ] as const) {
    await goto(path)
    await page.getByLabel(label).waitFor()
  }
  expect(faults).toEqual([])
})
