import { existsSync } from 'node:fs'
import { type BrowserContext, chromium } from 'playwright-core'

/** Of every Chromium that tests start. */
export const flags = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
]

export function executable(): string {
  const found = [process.env.CHROME_PATH, '/usr/bin/chromium', '/usr/bin/google-chrome'].find(
    (path) => path !== undefined && existsSync(path),
  )
  if (!found) throw new Error('No Chromium was found. Set CHROME_PATH.')
  return found
}

/** The same without a window's frame, where there is one: it costs less. */
export function headlessExecutable(): string {
  const path = process.env.CHROME_HEADLESS_PATH
  return path !== undefined && existsSync(path) ? path : executable()
}

/** Of every device. */
export const settings = {
  permissions: ['background-sync'],
  viewport: { width: 412, height: 915 },
  serviceWorkers: 'allow',
} as const

/** A first sync on a busy machine takes its time; what is waited for is that it comes. */
export const PATIENCE_MS = 120_000

/** A device: a browser with a profile of its own. `profile` is a folder; the same one again is the same device. */
export async function openDevice(
  profile: string,
  options: { readonly permissions?: readonly string[]; readonly args?: readonly string[] } = {},
): Promise<BrowserContext> {
  const context = await chromium.launchPersistentContext(profile, {
    executablePath: executable(),
    headless: true,
    args: [...flags, ...(options.args ?? [])],
    ...settings,
    permissions: [...(options.permissions ?? settings.permissions)],
  })
  context.setDefaultTimeout(PATIENCE_MS)
  return context
}
