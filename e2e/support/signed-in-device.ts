import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { BrowserContext, Page } from 'playwright-core'
import { collectionNames } from '../../shared/registry.ts'
import type { Role } from '../../shared/roles.ts'
import { openDevice } from './browser.ts'
import type { TestServer } from './server.ts'

/** Somebody's own browser: the built client, signed in, its first sync done. */
export interface SignedInDevice {
  readonly context: BrowserContext
  readonly page: Page
  /** What the page called wrong, in order: uncaught errors and refused styles or scripts. */
  readonly faults: readonly string[]
  /** Goes to a path of the client by its address, as a bookmark does. */
  goto(path: string): Promise<void>
  online(on: boolean): Promise<void>
  /** Waits until the server has everything. */
  confirmed(): Promise<void>
  close(): Promise<void>
}

export const PHONE = { width: 390, height: 844 }
export const DESKTOP = { width: 1440, height: 900 }

export async function signInDevice(
  server: TestServer,
  role: Role,
  options: { readonly size?: typeof PHONE; readonly tenant?: string } = {},
): Promise<SignedInDevice> {
  const folder = await mkdtemp(join(tmpdir(), 'etrax-device-'))
  const context = await openDevice(join(folder, 'profile'))
  const page = context.pages()[0] ?? (await context.newPage())
  await page.setViewportSize(options.size ?? DESKTOP)
  const faults: string[] = []
  page.on('pageerror', (error) => faults.push(error.message))
  page.on('console', (message) => {
    if (message.type() === 'error' && /Content Security Policy|Uncaught/.test(message.text()))
      faults.push(message.text())
  })
  const { tenant, email, password } = server.signIn(options.tenant ?? 'northridge', role)

  const goto = async (path: string) => {
    await page.goto(new URL(path, server.url()).href)
  }
  const confirmed = async () => {
    await page.getByRole('link', { name: /^Confirmed/ }).waitFor()
  }

  await goto('/equipment')
  await page.locator('input[name=school]').fill(tenant)
  await page.locator('input[name=email]').fill(email)
  await page.locator('input[name=password]').fill(password)
  await page.keyboard.press('Enter')
  await page.getByRole('heading', { level: 1 }).waitFor()
  await page.evaluate(() => navigator.serviceWorker.ready)
  // The sync page says of each collection when it was last in step with the server.
  await goto('/sync')
  const table = page.getByRole('table')
  while (
    (await table.getByRole('row').count()) <= collectionNames.length ||
    (await table.getByText('Not yet').count()) > 0
  )
    await page.waitForTimeout(50)

  return {
    context,
    page,
    faults,
    goto,
    confirmed,
    online: (on) => context.setOffline(!on),
    async close() {
      await context.close()
      await rm(folder, { recursive: true, force: true })
    },
  }
}
