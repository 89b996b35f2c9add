import { type Browser, type BrowserContext, chromium } from 'playwright-core'
import { afterAll } from 'vitest'
import { flags, headlessExecutable, PATIENCE_MS, settings } from './browser.ts'

let shared: Promise<Browser> | undefined

afterAll(async () => {
  await (await shared)?.close()
})

/**
 * A device that is a context of the file's one browser: with storage and workers of its own, and begun in a moment. What it stores
 * lies in memory, and the browser wakes no worker of it: whoever looks at a disk or at background sync opens a device with a
 * profile (`openDevice`).
 */
export async function openSharedDevice(): Promise<BrowserContext> {
  shared ??= chromium.launch({ executablePath: headlessExecutable(), headless: true, args: [...flags] })
  const context = await (await shared).newContext({ ...settings, permissions: [...settings.permissions] })
  context.setDefaultTimeout(PATIENCE_MS)
  // As a browser has one from its start.
  await context.newPage()
  return context
}
