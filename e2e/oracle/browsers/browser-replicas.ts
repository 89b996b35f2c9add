import { setTimeout as delay } from 'node:timers/promises'
import { type CollectionName, collectionNames } from '../../../shared/registry.ts'
import { createEvidence, type Evidence } from '../evidence.ts'
import { replicaDifferences, type ShownReplica } from '../replica-check.ts'
import { readStoredSchool } from '../stored-school.ts'
import { quietTurn } from '../sync-turns.ts'
import type { World } from '../world.ts'
import type { BrowserDevice } from './browser-device.ts'
import { signInWhereAsked } from './heal-browsers.ts'

const LONGEST_WAIT_MS = 60_000
const LOOK_MS = 250

/**
 * What is stored once all devices and browsers show it: what the last device sent comes to browsers by the stream, and a browser may
 * learn only now that its session is over, or that the school was put back, and send something then. Where one never shows it, what
 * it shows otherwise is named.
 */
export async function settledEvidence(
  world: World,
): Promise<{ readonly evidence: Evidence; readonly differences: readonly string[] }> {
  let until = Date.now() + LONGEST_WAIT_MS
  for (;;) {
    for (const browser of world.browsers)
      if (await signInWhereAsked(world, browser)) until = Date.now() + LONGEST_WAIT_MS
    for (const device of world.devices) await device.sync(quietTurn(world))
    const evidence = createEvidence(await readStoredSchool(world))
    const shown = [...world.devices, ...(await Promise.all(world.browsers.map(replicaOf)))]
    const differences = shown.flatMap((replica) => replicaDifferences(replica, evidence))
    // Without browsers nothing comes by itself.
    if (differences.length === 0 || world.browsers.length === 0 || Date.now() > until)
      return { evidence, differences }
    await delay(LOOK_MS)
  }
}

async function replicaOf(browser: BrowserDevice): Promise<ShownReplica> {
  const held = new Map<CollectionName, Awaited<ReturnType<BrowserDevice['held']>>>()
  for (const name of collectionNames) held.set(name, await browser.held(name))
  return {
    name: browser.name,
    userId: browser.member.account.userId,
    schemaVersion: undefined,
    all: (name) => held.get(name) ?? [],
  }
}
