import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import type { BrowserContext } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { openDevice } from './support/browser.ts'
import { scanByHand } from './support/hand-scanner.ts'
import { startTestServer, type TestServer } from './support/server.ts'
import { createPicks } from './support/station-picks.ts'

/** A build that is never made anew: what is done here with its pages stays as it was then. */
const CLIENT = fileURLToPath(new URL('old-clients/schema-0', import.meta.url))

let server: TestServer
let folder: string
let device: BrowserContext
beforeAll(async () => {
  server = await startTestServer({ ETRAX_CLIENT: CLIENT })
  folder = await mkdtemp(join(tmpdir(), 'etrax-old-client-'))
  device = await openDevice(join(folder, 'profile'))
})
afterAll(async () => {
  await device?.close()
  await server?.remove()
  await rm(folder, { recursive: true, force: true })
})

test('[L5] a client of schema 0 signs in, checks out without a network, and its work arrives once', async () => {
  const spoken = new Set<string | undefined>()
  device.on('request', (request) => {
    if (/\/sync\/v1\/\w+\/(push|pull)/.test(request.url())) spoken.add(request.headers()['x-schema-version'])
  })
  const picks = createPicks(server)
  const person = await picks.person()
  const [thing] = await picks.free(1)
  const { tenant, email, password } = server.signIn('northridge', 'COACH')
  const address = (path: string) => new URL(path, server.url()).href

  const page = await device.newPage()
  await page.goto(address('/sync'))
  await page.locator('input[name=school]').fill(tenant)
  await page.locator('input[name=email]').fill(email)
  await page.locator('input[name=password]').fill(password)
  await page.keyboard.press('Enter')
  await page.locator('[data-sync-word=confirmed]').waitFor()
  await page.evaluate(() => navigator.serviceWorker.ready)

  await device.setOffline(true)
  await page.goto(address('/station'))
  await page.getByRole('heading', { name: 'Station' }).waitFor()
  await scanByHand(page, person.badge)
  await page.getByRole('heading', { name: person.name }).waitFor()
  await scanByHand(page, thing!.code)
  await page.locator('.outcome[data-result=success]', { hasText: 'Issued' }).waitFor()
  await page.goto(address('/sync'))
  await page.locator('[data-sync-word=saved]').waitFor()

  await device.setOffline(false)
  await page.locator('[data-sync-word=confirmed]').waitFor()
  const issued = await server.rows(
    'northridge',
    'transactions',
    `equipment_id = '${thing!.id}' and type = 'check_out' and to_holder_id = '${person.id}'`,
  )
  expect(issued).toHaveLength(1)
  const [moved] = await server.rows('northridge', 'equipment', `id = '${thing!.id}'`)
  expect(moved).toMatchObject({ status: 'checked_out', holder_id: person.id, custody_id: issued[0]?.id })
  // Pages of another client would show nothing of this one.
  expect([...spoken]).toEqual(['0'])
})
