import type { BrowserContext, Page } from 'playwright-core'
import type { Role } from '../../shared/roles.ts'
import type { TestServer } from './server.ts'
import { openSharedDevice } from './shared-browser.ts'
import { DESKTOP, deviceOn, type SignedInDevice, type SignInOptions, signInOn } from './sign-in-on.ts'

/** Devices of this file that nobody uses now, by who has signed in. */
const idle = new Map<string, BrowserContext[]>()

/**
 * Somebody who has signed in on a device of the file's one browser. A device that an earlier test closed, with nothing unsent,
 * is taken again: its first sync is done. What a test says of a device's beginning it says of one that it opens itself.
 */
export async function signInDevice(
  server: TestServer,
  role: Role,
  options: SignInOptions = {},
): Promise<SignedInDevice> {
  const who = `${server.url().origin} ${options.tenant ?? 'northridge'} ${role}`
  const known = idle.get(who)?.pop()
  const device = known
    ? await goOn(known, server, options)
    : await signInOn(await openSharedDevice(), server, role, options)
  return {
    ...device,
    async close() {
      const clean = await isClean(device)
      if (clean) idle.set(who, [...(idle.get(who) ?? []), device.context])
      else await device.context.close()
    },
  }
}

async function goOn(
  context: BrowserContext,
  server: TestServer,
  options: SignInOptions,
): Promise<SignedInDevice> {
  const page = await context.newPage()
  for (const other of context.pages()) if (other !== page) await other.close()
  await page.setViewportSize(options.size ?? DESKTOP)
  const device = deviceOn(context, page, server)
  await device.goto('/sync')
  await device.confirmed()
  return device
}

/** Whether the next test finds nothing of this one on the device: no unsent work, no draft, no choice of how it looks. */
async function isClean({ context, page, goto }: SignedInDevice): Promise<boolean> {
  try {
    await context.setOffline(false)
    await goto('/sync')
    await page.getByRole('link', { name: /^Confirmed/ }).waitFor({ timeout: 5_000 })
    await forgetChoices(page)
    return true
  } catch {
    // Signed out, offline for good, or with work that waits for a person: the next test gets another device.
    return false
  }
}

async function forgetChoices(page: Page): Promise<void> {
  await page.evaluate(() => {
    // All but who works here, which the client keeps for itself.
    for (const key of Object.keys(localStorage)) if (key !== 'etrax.here') localStorage.removeItem(key)
    sessionStorage.clear()
  })
}
