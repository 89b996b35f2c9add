import type { BrowserContext, Page } from 'playwright-core'
import { collectionNames } from '../../shared/registry.ts'
import type { Role } from '../../shared/roles.ts'
import type { TestServer } from './server-process.ts'

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

export interface SignInOptions {
  readonly size?: typeof PHONE
  readonly tenant?: string
}

/** Signs in on a device that is open, and goes on when its first sync is done. */
export async function signInOn(
  context: BrowserContext,
  server: TestServer,
  role: Role,
  options: SignInOptions = {},
): Promise<SignedInDevice> {
  const page = context.pages()[0] ?? (await context.newPage())
  await page.setViewportSize(options.size ?? DESKTOP)
  const device = deviceOn(context, page, server)
  const { goto } = device
  const { tenant, email, password } = server.signIn(options.tenant ?? 'northridge', role)

  // The sync page says of each collection when it was last in step with the server.
  await goto('/sync')
  await page.locator('input[name=school]').fill(tenant)
  await page.locator('input[name=email]').fill(email)
  await page.locator('input[name=password]').fill(password)
  await page.keyboard.press('Enter')
  // Whoever leaves the page before is not signed in.
  await page.waitForURL(/\/sync$/)
  await page.evaluate(() => navigator.serviceWorker.ready)
  const table = page.getByRole('table')
  while (
    (await table.getByRole('row').count()) <= collectionNames.length ||
    (await table.getByText('Not yet').count()) > 0
  )
    await page.waitForTimeout(200)

  return device
}

/** What a test does with a device whose page is open. */
export function deviceOn(context: BrowserContext, page: Page, server: TestServer): SignedInDevice {
  const faults: string[] = []
  page.on('pageerror', (error) => faults.push(error.message))
  page.on('console', (message) => {
    if (message.type() === 'error' && /Content Security Policy|Uncaught/.test(message.text()))
      faults.push(message.text())
  })
  return {
    context,
    page,
    faults,
    async goto(path) {
      await page.goto(new URL(path, server.url()).href)
    },
    async confirmed() {
      await page.getByRole('link', { name: /^Confirmed/ }).waitFor()
    },
    online: (on) => context.setOffline(!on),
    close: () => context.close(),
  }
}
