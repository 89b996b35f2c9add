import type { Locator, Page } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { startTestServer, type TestServer } from './support/server.ts'
import type { SignedInDevice } from './support/sign-in-on.ts'
import { signInDevice } from './support/signed-in-device.ts'
import { type WireDevice, wireDevice } from './support/wire-device.ts'

/** Two cores are shared by a server, its Postgres and a browser. */
const PATIENT = { timeout: 30_000 }

let server: TestServer
/** Whoever works by keyboard, or is read to. */
let desk: SignedInDevice
/** Somebody at another device, whose changes arrive meanwhile. */
let other: WireDevice
beforeAll(async () => {
  server = await startTestServer()
  desk = await signInDevice(server, 'EQUIPMENT_MANAGER')
  other = await wireDevice(server, 'northridge', 'SCHOOL_ADMIN', 'another-desk')
})
afterAll(async () => {
  await desk?.close()
  await server?.remove()
})

async function change(collection: string, id: string, fields: Record<string, unknown>): Promise<void> {
  const stored = (await other.all(collection)).find((document) => document.id === id)
  if (!stored) throw new Error(`There is no ${id} among ${collection}.`)
  const { rejected } = await other.pushUntilAnswered(collection, [
    { assumedMasterState: stored, newDocumentState: { ...stored, ...fields, stamp: other.stamp() } },
  ])
  expect(rejected).toEqual([])
}

/** Puts the keyboard there, lets something happen, waits for its words, and tells whether the keyboard is where it was. */
async function keptAt(
  page: Page,
  place: Locator,
  happening: () => Promise<void>,
  words: Locator,
): Promise<boolean> {
  await place.focus()
  const before = await page.evaluateHandle(() => document.activeElement)
  await happening()
  await words.waitFor(PATIENT)
  return page.evaluate((element) => element !== document.body && element === document.activeElement, before)
}

test('the answers to a review stay where they are while a name in them changes, and arrow keys go on', async () => {
  const { page, goto } = desk
  const [stick] = await server.rows('northridge', 'equipment', `tag_code = 'LXS-036' and not deleted`)
  const [holder] = await server.rows('northridge', 'people', `id = '${stick?.holder_id}'`)
  const [review] = await server.rows(
    'northridge',
    'reviews',
    `document_id = '${stick?.id}' and kind = 'custody-fork'`,
  )
  await goto(`/reviews/${review?.id}`)
  const answers = page.getByRole('group', { name: 'Decide' })
  const [known, renamed] = [String(holder?.name), `${holder?.name} Junior`]
  const counting = (name: string) =>
    answers.getByRole('radio', { name: new RegExp(`^${name} has it\\s*As it counts now`) })
  // The other end is read from the ledger, a moment after the thing itself.
  await expect.poll(() => answers.getByRole('radio').count(), PATIENT).toBeGreaterThan(2)
  const kept = await keptAt(
    page,
    counting(known),
    () => change('people', String(holder?.id), { name: renamed }),
    counting(renamed),
  )
  expect(kept).toBe(true)
  await page.keyboard.press('ArrowDown')
  await page
    .getByText(/LXS-036 goes from .* to .*/)
    .first()
    .waitFor(PATIENT)
})

test('a row of a long list keeps the keyboard while the thing in it changes', async () => {
  const { page, goto } = desk
  const [thing] = await server.rows(
    'northridge',
    'equipment',
    `kind = 'serialized' and status = 'available' and tag_code is not null and not deleted order by id desc`,
  )
  await goto(`/equipment?q=${thing?.tag_code}`)
  const row = page.getByRole('list', { name: 'Equipment' }).getByRole('link')
  const kept = await keptAt(
    page,
    row.first(),
    () => change('equipment', String(thing?.id), { name: 'Renamed elsewhere' }),
    row.filter({ hasText: 'Renamed elsewhere' }),
  )
  expect(kept).toBe(true)
})

test('a filter keeps the keyboard while what it is called changes', async () => {
  const { page, goto } = desk
  const [thing] = await server.rows('northridge', 'equipment', 'category_id is not null and not deleted')
  const [category] = await server.rows('northridge', 'categories', `id = '${thing?.category_id}'`)
  await goto('/equipment')
  await page.getByRole('button', { name: 'Filters' }).click()
  const sheet = page.getByRole('dialog', { name: 'Filters' })
  const filter = sheet.locator(`a[href*="${category?.id}"]`)
  // It stays in its place in the order.
  const renamed = `${category?.name}.`
  const kept = await keptAt(
    page,
    filter,
    () => change('categories', String(category?.id), { name: renamed }),
    filter.filter({ hasText: renamed }),
  )
  expect(kept).toBe(true)
})

test('a button in a row keeps the keyboard while its row changes', async () => {
  const { page, goto } = desk
  const people = await server.rows('northridge', 'people', 'not deleted and active order by id')
  const namesakes = ({ name }: Record<string, unknown>) => people.filter((one) => one.name === name).length
  const person = people.find(
    ({ team_ids: ids, ...one }) => Array.isArray(ids) && ids.length > 0 && namesakes(one) === 1,
  )
  const teamIds: unknown = person?.team_ids
  const [teamId] = Array.isArray(teamIds) ? teamIds : []
  await goto(`/teams/${teamId}`)
  const off = (name: string) => page.getByRole('button', { name: `Take ${name} off the team`, exact: true })
  const [known, renamed] = [String(person?.name), `${person?.name} Junior`]
  const kept = await keptAt(
    page,
    off(known),
    () => change('people', String(person?.id), { name: renamed }),
    off(renamed),
  )
  expect(kept).toBe(true)
})
