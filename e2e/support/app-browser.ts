import type { BrowserContext, Page } from 'playwright-core'
import type { SignIn, TestServer } from './server.ts'
import { openSharedDevice } from './shared-browser.ts'

/** A browser with the built client in which nobody has signed in yet. */
export interface AppBrowser {
  readonly context: BrowserContext
  /** A page of the app in a new tab, as large as a laptop's window. */
  open(path: string): Promise<Page>
  close(): Promise<void>
}

export async function openAppBrowser(server: TestServer): Promise<AppBrowser> {
  const context = await openSharedDevice()
  // Two cores are shared by a server, its Postgres and browsers.
  context.setDefaultTimeout(60_000)
  return {
    context,
    async open(path) {
      const page = await context.newPage()
      await page.setViewportSize({ width: 1280, height: 900 })
      await page.goto(new URL(path, server.url()).href)
      return page
    },
    close: () => context.close(),
  }
}

/** Fills in the form as a person does. */
export async function fillSignIn(
  page: Page,
  { tenant, email, password }: Omit<SignIn, 'role'>,
): Promise<void> {
  await page.getByLabel('School', { exact: true }).fill(tenant)
  await page.getByLabel('E-mail address').fill(email)
  await page.getByLabel('Password', { exact: true }).fill(password)
}

export async function submitSignIn(page: Page): Promise<void> {
  await page.getByRole('button', { name: 'Sign in' }).click()
}

/** Signs in, waits until the whole school is on the device, and goes to a page. */
export async function signedInPage(browser: AppBrowser, signIn: SignIn, path = '/sync'): Promise<Page> {
  const page = await browser.open('/sync')
  await fillSignIn(page, signIn)
  await submitSignIn(page)
  await page.waitForURL(/\/sync$/)
  await loaded(page)
  if (path !== '/sync') await page.goto(new URL(path, page.url()).href)
  return page
}

/** On the sync page: every collection was read once, and nothing waits. */
export async function loaded(page: Page): Promise<void> {
  const table = page.getByRole('table', { name: 'On this device' })
  await table.waitFor()
  await table.getByText('Not yet').first().waitFor({ state: 'detached', timeout: 120_000 })
  await confirmed(page)
}

/** The server has everything that was done on this device. */
export async function confirmed(page: Page): Promise<void> {
  await page.getByRole('link', { name: /^Confirmed/ }).waitFor({ timeout: 120_000 })
}
