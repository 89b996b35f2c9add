import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { openDevice } from '../../../e2e/support/browser.ts'
import type { Harness } from '../../../e2e/support/harness-page/harness.ts'
import type { Room } from './room.ts'

declare global {
  interface Window {
    harness: Harness
  }
}

export interface FirstSync {
  /** From signing in until all is on the device and the catalogue can be searched. */
  readonly ms: number
  /** What storing the same documents alone takes, in the same browser. */
  readonly storedAloneMs: number
  readonly documents: number
}

/** A first sync on a new device, and the same documents put into its local database without a server. */
export async function firstSyncOf(room: Room): Promise<FirstSync> {
  const profile = await mkdtemp(join(tmpdir(), 'etrax-bench-device-'))
  const context = await openDevice(profile)
  try {
    const page = await context.newPage()
    await page.goto(room.bareUrl)
    await page.waitForFunction(() => window.harness !== undefined && window.harness.session() !== 'restoring')
    const ms = await page.evaluate(
      async (form) => {
        const start = performance.now()
        await window.harness.signIn(form)
        const there = () => {
          const { firstSync, collections } = window.harness.status()
          return firstSync === undefined && collections.length > 0 && window.harness.catalogue.loaded()
        }
        while (!there()) await new Promise((resolve) => setTimeout(resolve, 5))
        return performance.now() - start
      },
      room.server.signIn('northridge', 'EQUIPMENT_MANAGER'),
    )
    const stored = await page.evaluate(() => window.harness.storeAgain())
    return { ms, storedAloneMs: stored.ms, documents: stored.documents }
  } finally {
    await context.close()
    await rm(profile, { recursive: true, force: true })
  }
}
