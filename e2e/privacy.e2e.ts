import { readFile } from 'node:fs/promises'
import { unzipSync } from 'fflate'
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

async function device(role: Role) {
  const made = await signInDevice(server, role, {})
  devices.push(made)
  return made
}

const eventually = <T>(look: () => T) => expect.poll(look, { timeout: 30_000 })
const rows = (table: string, where: string) => server.rows('northridge', table, where)

/** Everything that a device stores, as text. */
async function stored({ page }: SignedInDevice): Promise<string> {
  return await page.evaluate(async () => {
    const parts: unknown[] = [{ ...localStorage }, { ...sessionStorage }]
    for (const { name } of await indexedDB.databases()) {
      const db = await new Promise<IDBDatabase>((resolve, reject) => {
        const request = indexedDB.open(name ?? '')
        request.onsuccess = () => resolve(request.result)
        request.onerror = () => reject(request.error)
      })
      for (const store of db.objectStoreNames)
        parts.push(
          await new Promise((resolve, reject) => {
            const request = db.transaction(store).objectStore(store).getAll()
            request.onsuccess = () => resolve(request.result)
            request.onerror = () => reject(request.error)
          }),
        )
      db.close()
    }
    return JSON.stringify(parts)
  })
}

test('an administrator hands out what is held on an athlete and erases them; nothing stays on the device that wrote it', async () => {
  const manager = await device('EQUIPMENT_MANAGER')
  await manager.goto('/people/new')
  await manager.page.getByLabel('Name', { exact: true }).fill('Quintina Vandersloot')
  await manager.page.getByRole('button', { name: 'Save' }).click()
  await manager.page.getByRole('heading', { level: 1, name: 'Quintina Vandersloot' }).waitFor()
  await manager.confirmed()
  const [person] = await eventually(() => rows('people', `name = 'Quintina Vandersloot'`))
    .toHaveLength(1)
    .then(() => rows('people', `name = 'Quintina Vandersloot'`))
  expect(await stored(manager)).toContain('Vandersloot')

  const admin = await device('SCHOOL_ADMIN')
  await admin.goto(`/people/${person?.id}`)
  const [download] = await Promise.all([
    admin.page.waitForEvent('download'),
    admin.page.getByRole('button', { name: 'Save all that is held' }).click(),
  ])
  const files = unzipSync(new Uint8Array(await readFile(await download.path())))
  expect(new TextDecoder().decode(files['data.json'])).toContain('Quintina Vandersloot')

  await admin.page.getByRole('button', { name: 'Erase', exact: true }).click()
  await admin.page.getByText('There is no way back').waitFor()
  await admin.page.getByLabel('Type the name to confirm').fill('Quintina')
  await admin.page.getByRole('button', { name: 'Erase for good' }).click()
  await admin.page.getByText('This is not the name.').waitFor()
  expect(await admin.page.getByLabel('Type the name to confirm').inputValue()).toBe('Quintina')
  await admin.page.getByLabel('Type the name to confirm').fill('Quintina Vandersloot')
  await admin.page.getByRole('button', { name: 'Erase for good' }).click()
  await admin.page.getByRole('heading', { level: 1, name: 'People' }).waitFor()

  await eventually(() => rows('people', `name = 'Quintina Vandersloot'`)).toEqual([])
  await eventually(() => stored(manager)).not.toContain('Vandersloot')
  await eventually(() => stored(admin)).not.toContain('Vandersloot')
})

test('while something is out the administrator is told so, and nothing can be erased', async () => {
  const people = await rows('people', 'not deleted')
  const held = await rows('equipment', 'holder_id is not null and not deleted')
  const thing = held.find(({ holder_id }) => people.some(({ id }) => id === holder_id))
  const admin = await device('SCHOOL_ADMIN')
  await admin.goto(`/people/${thing?.holder_id}`)
  await admin.page.getByRole('button', { name: 'Erase', exact: true }).click()
  await admin.page.getByText(/still out to/).waitFor()
  expect(await admin.page.getByRole('button', { name: 'Erase for good' }).count()).toBe(0)
})

test('who does not answer for the data is shown none of it', async () => {
  const manager = await device('EQUIPMENT_MANAGER')
  const [person] = await rows('people', 'not deleted limit 1')
  await manager.goto(`/people/${person?.id}`)
  await manager.page.getByRole('heading', { level: 1, name: String(person?.name) }).waitFor()
  expect(await manager.page.getByRole('button', { name: 'Save all that is held' }).count()).toBe(0)
})
