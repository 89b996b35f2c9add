import { afterAll, beforeAll, expect, test } from 'vitest'
import type { AnyDocument } from '../shared/collections/definition.ts'
import { type AppBrowser, confirmed, openAppBrowser, signedInPage } from './support/app-browser.ts'
import { startTestServer, type TestServer } from './support/server.ts'
import { type WireDevice, wireDevice } from './support/wire-device.ts'

/** Two cores are shared by a server, its Postgres and a browser. */
const PATIENT = { timeout: 60_000 }

let server: TestServer
let manager: AppBrowser
let other: WireDevice

beforeAll(async () => {
  server = await startTestServer()
  manager = await openAppBrowser(server)
  other = await wireDevice(server, 'northridge', 'SCHOOL_ADMIN', 'dofother')
})
afterAll(async () => {
  await manager?.close()
  await server?.remove()
})

const thingBy = async (tag: string) =>
  (await server.rows('northridge', 'equipment', `tag_code = '${tag}'`))[0]

test('[D11] what was created here and changed since is put back by one tap, and of what was deleted since the words are shown', async () => {
  const page = await signedInPage(manager, server.signIn('northridge', 'EQUIPMENT_MANAGER'))
  for (const [name, tag] of [
    ['Chain set', 'NEW-771'],
    ['Pylon camera', 'NEW-772'],
  ] as const) {
    await page.goto(new URL('/equipment/new', server.url()).href)
    await page.getByLabel('Name').fill(name)
    await page.getByLabel('Tag code').fill(tag)
    await page.getByRole('button', { name: 'Add', exact: true }).click()
    await expect.poll(() => thingBy(tag), PATIENT).toMatchObject({ name })
  }
  const stored = async (tag: string): Promise<AnyDocument> => {
    const thing = await thingBy(tag)
    const all = await other.all('equipment')
    const found = all.find(({ id }) => id === thing?.id)
    if (!found) throw new Error('There is no such thing.')
    return found
  }
  const [chains, camera] = [await stored('NEW-771'), await stored('NEW-772')]
  const renamed = { ...chains, name: 'Down markers', stamp: other.stamp() }
  const gone = { ...camera, stamp: other.stamp(), _deleted: true }
  await other.push('equipment', [{ assumedMasterState: chains, newDocumentState: renamed }])
  await other.push('equipment', [{ assumedMasterState: camera, newDocumentState: gone }])

  await page.goto(new URL('/my-changes', server.url()).href)
  const since = page.getByRole('region', { name: 'Changed or deleted since' }).getByRole('listitem')
  const changed = since.filter({ hasText: 'NEW-771' })
  await changed.getByText('Down markers').first().waitFor()
  const deleted = since.filter({ hasText: 'NEW-772' })
  await deleted.getByText('It was deleted since').waitFor()
  await deleted.getByText('Pylon camera').first().waitFor()
  await deleted.getByRole('button', { name: 'Copy' }).waitFor()
  expect(await deleted.getByRole('button', { name: 'Put mine back' }).count()).toBe(0)

  await changed.getByRole('button', { name: 'Put mine back' }).click()
  await expect.poll(async () => (await thingBy('NEW-771'))?.name, PATIENT).toBe('Chain set')
  await confirmed(page)
  await changed.waitFor({ state: 'detached' })
})
