import { setTimeout as delay } from 'node:timers/promises'
import { type CollectionName, collectionNames } from '../../../shared/registry.ts'
import { createEvidence, type Evidence } from '../evidence.ts'
import { replicaDifferences, type ShownReplica } from '../replica-check.ts'
import { readStoredSchool } from '../stored-school.ts'
import type { World } from '../world.ts'
import type { BrowserDevice } from './browser-device.ts'

const LONGEST_WAIT_MS = 60_000
const LOOK_MS = 250

/**
 * What is stored once all browsers show it: what the last device sent comes to them by the stream. Where one never does, what
 * it shows otherwise is named.
 */
export async function settledEvidence(
  world: World,
): Promise<{ readonly evidence: Evidence; readonly differences: readonly string[] }> {
  const until = Date.now() + LONGEST_WAIT_MS
  for (;;) {
    const evidence = createEvidence(await readStoredSchool(world))
    const shown = await Promise.all(world.browsers.map(replicaOf))
    const differences = shown.flatMap((replica) => replicaDifferences(replica, evidence))
    if (differences.length === 0 || Date.now() > until) return { evidence, differences }
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
