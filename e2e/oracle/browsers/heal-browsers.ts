import { setTimeout as delay } from 'node:timers/promises'
import type { World } from '../world.ts'
import type { BrowserDevice } from './browser-device.ts'

/** Far more than a browser needs, so that a failure says what it waited for. */
const LONGEST_WAIT_MS = 120_000
const LOOK_MS = 100
/** How likely a browser is told that there is a network; else it finds out when it tries again [D4]. */
const TOLD = 0.95

/** Every browser has its network, of which most are told, and a tab again. Nobody asks for a sync. */
export async function healBrowsers({ browsers, random }: World): Promise<void> {
  for (const browser of browsers) {
    browser.faulty(false)
    if (random.chance(TOLD)) await browser.connect('offline')
    await browser.connect('online')
    if (browser.tabs() === 0) await browser.open()
  }
}

/** Waits until nothing in any browser is unsent. Returns what did not come to rest. */
export async function untilBrowsersQuiet(world: World): Promise<readonly string[]> {
  const restless = await Promise.all(world.browsers.map((browser) => untilQuiet(world, browser)))
  return restless.flat()
}

/** A restore may have lost the session: then its person is asked for the password, and the work waits [D6]. Resolves to whether. */
export async function signInWhereAsked({ script }: World, browser: BrowserDevice): Promise<boolean> {
  const { signInNeeded } = await browser.standing()
  if (signInNeeded === undefined) return false
  await browser.signIn()
  script.push(`${browser.name} signs in again (${signInNeeded})`)
  return true
}

async function untilQuiet(world: World, browser: BrowserDevice): Promise<readonly string[]> {
  const until = Date.now() + LONGEST_WAIT_MS
  for (;;) {
    const isNew = await signInWhereAsked(world, browser)
    if (isNew) await delay(LOOK_MS)
    const { unsent, state } = await browser.standing()
    if (!isNew && unsent === 0 && (state === 'confirmed' || state === 'attention')) return []
    if (Date.now() > until)
      return [`${browser.name} still has ${unsent} unsent, and is ${state}: ${await browser.account()}`]
    await delay(LOOK_MS)
  }
}
