import type { Page } from 'playwright-core'
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest'
import type { Role } from '../shared/roles.ts'
import { startTestServer, type TestServer } from './support/server.ts'
import type { SignedInDevice } from './support/sign-in-on.ts'
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

async function device(role: Role = 'EQUIPMENT_MANAGER') {
  const made = await signInDevice(server, role)
  devices.push(made)
  return made
}

const eventually = <T>(look: () => T) => expect.poll(look, { timeout: 60_000 })

let used = 0
/** A thing without notes; another one at each call. */
async function unnotedThing(): Promise<string> {
  const rows = await server.rows(
    'northridge',
    'equipment',
    `kind = 'serialized' and notes is null and merge is null and not deleted order by id`,
  )
  used += 1
  return String(rows[used]?.id)
}

async function row(id: string) {
  const [found] = await server.rows('northridge', 'equipment', `id = '${id}'`)
  return found
}

async function write(page: Page, text: string) {
  await page.getByRole('button', { name: /^(Edit notes|Add a note)$/ }).click()
  await page.getByRole('textbox', { name: 'Notes' }).fill(text)
}

async function save(page: Page) {
  await page.getByRole('button', { name: 'Save', exact: true }).click()
  await page.getByRole('textbox', { name: 'Notes' }).waitFor({ state: 'detached' })
}

/** Until the device has all that it needs to merge documents without a network. */
async function preparedForOffline(page: Page) {
  await eventually(() =>
    page.evaluate(async () => {
      const kept = await (await caches.open('etrax-used-parts')).keys()
      return kept.map(({ url }) => url).filter((url) => /automerge(-library|\.wasm)/.test(url)).length
    }),
  ).toBe(2)
}

const merges = (page: Page) =>
  page.evaluate(() =>
    performance.getEntriesByType('resource').some(({ name }) => name.includes('automerge.wasm')),
  )

test('[A1] two devices that edit the notes of one thing apart, without a network, end with both texts', async () => {
  const id = await unnotedThing()
  const [manager, coach] = [await device(), await device('COACH')]
  await manager.goto(`/equipment/${id}`)
  await write(manager.page, 'Strap broken')
  await save(manager.page)
  await eventually(async () => (await row(id))?.notes).toBe('Strap broken')
  await coach.goto(`/equipment/${id}`)
  await coach.page.getByText('Strap broken', { exact: true }).waitFor()
  await preparedForOffline(manager.page)
  await preparedForOffline(coach.page)

  for (const { online } of [manager, coach]) await online(false)
  for (const { page } of [manager, coach]) await page.reload()
  await write(manager.page, 'Chin Strap broken')
  await save(manager.page)
  await write(coach.page, 'Strap broken, visor cracked')
  await save(coach.page)
  await manager.page.getByText('Chin Strap broken', { exact: true }).waitFor()
  await coach.page.getByText('Strap broken, visor cracked', { exact: true }).waitFor()
  expect([await merges(manager.page), await merges(coach.page)]).toEqual([true, true])

  for (const { online } of [manager, coach]) await online(true)
  for (const { page, confirmed } of [manager, coach]) {
    await confirmed()
    await page.getByText('Chin Strap broken, visor cracked', { exact: true }).waitFor()
  }
  await eventually(async () => (await row(id))?.notes).toBe('Chin Strap broken, visor cracked')
  expect((await row(id))?.merge).toEqual(expect.any(String))
})

test('[A1] notes that arrive while somebody types stay, and so do the typed words', async () => {
  const id = await unnotedThing()
  const [manager, coach] = [await device(), await device('COACH')]
  for (const { goto } of [manager, coach]) await goto(`/equipment/${id}`)
  await write(manager.page, 'Strap broken')
  await save(manager.page)
  await coach.page.getByText('Strap broken', { exact: true }).waitFor()

  await write(coach.page, 'Strap broken. Ask Ann.')
  await write(manager.page, 'Chin Strap broken')
  await save(manager.page)
  await eventually(async () => (await row(id))?.notes).toBe('Chin Strap broken')
  // What the manager wrote has come to the coach's device when the keyword after it has.
  const keyword = manager.page.getByRole('textbox', { name: 'Add a keyword' })
  await keyword.fill('seen')
  await keyword.press('Enter')
  await coach.page.getByRole('listitem').getByText('seen', { exact: true }).waitFor()
  expect(await coach.page.getByRole('textbox', { name: 'Notes' }).inputValue()).toBe('Strap broken. Ask Ann.')
  await save(coach.page)
  await coach.confirmed()
  for (const { page } of [manager, coach])
    await page.getByText('Chin Strap broken. Ask Ann.', { exact: true }).waitFor()
})

test('[A1] a device that cannot merge saves the words, and the server merges them', async () => {
  const id = await unnotedThing()
  const [manager, hardened] = [await device(), await device('COACH')]
  await hardened.page.addInitScript(() => Reflect.deleteProperty(globalThis, 'WebAssembly'))
  for (const { goto } of [manager, hardened]) await goto(`/equipment/${id}`)
  await write(manager.page, 'Strap broken')
  await save(manager.page)
  await hardened.page.getByText('Strap broken', { exact: true }).waitFor()
  await hardened.online(false)
  await write(hardened.page, 'Strap broken, visor cracked')
  await save(hardened.page)
  await write(manager.page, 'Chin Strap broken')
  await save(manager.page)
  await eventually(async () => (await row(id))?.notes).toBe('Chin Strap broken')
  await hardened.online(true)
  for (const { page } of [manager, hardened])
    await page.getByText('Chin Strap broken, visor cracked', { exact: true }).waitFor()
})

test('the app starts without what merges notes', async () => {
  const { page, goto } = await device()
  await goto('/equipment')
  await page.locator('[data-index="0"] a').waitFor()
  expect(await merges(page)).toBe(false)
  await goto(`/equipment/${await unnotedThing()}`)
  await page.getByText('No notes yet.').waitFor()
  expect(await merges(page)).toBe(false)
})
