import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { BrowserContext, Page } from 'playwright-core'
import type { Role } from '../../shared/roles.ts'
import type { TestServer } from './server.ts'
import { openSharedDevice } from './shared-browser.ts'

/** A manager's laptop: the built client, signed in to Northridge, its first sync done. */
export interface DeskDevice {
  readonly context: BrowserContext
  readonly folder: string
  /** A page of the app in a new tab. */
  open(path: string): Promise<Page>
  close(): Promise<void>
}

export async function openDesk(
  server: TestServer,
  options: { readonly role?: Role } = {},
): Promise<DeskDevice> {
  const folder = await mkdtemp(join(tmpdir(), 'etrax-desk-'))
  const context = await openSharedDevice()
  // A machine that builds and tests at once is slow; what is waited for comes all the same.
  context.setDefaultTimeout(90_000)
  const { tenant, email, password } = server.signIn('northridge', options.role ?? 'EQUIPMENT_MANAGER')

  async function open(path: string): Promise<Page> {
    const page = await context.newPage()
    await page.setViewportSize({ width: 1280, height: 900 })
    await page.goto(new URL(path, server.url()).href)
    return page
  }

  const page = await open('/settings')
  await page.locator('input[name=school]').fill(tenant)
  await page.locator('input[name=email]').fill(email)
  await page.locator('input[name=password]').fill(password)
  await page.keyboard.press('Enter')
  await page.getByRole('heading', { name: 'Settings' }).waitFor()
  await confirmed(page)
  await page.evaluate(() => navigator.serviceWorker.ready)
  await page.close()

  return {
    context,
    folder,
    open,
    async close() {
      await context.close()
      await rm(folder, { recursive: true, force: true })
    },
  }
}

/** Everything that was saved has been taken by the server. */
export async function confirmed(page: Page): Promise<void> {
  await page.getByRole('link', { name: /^Confirmed/ }).waitFor({ timeout: 120_000 })
}
