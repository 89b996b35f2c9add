import type { AnyDocument } from '../../../shared/collections/definition.ts'
import type { CollectionName } from '../../../shared/registry.ts'
import { isRole } from '../../../shared/roles.ts'
import type { Deed } from '../../support/harness-page/deeds.ts'
import { short } from '../operation.ts'
import type { World } from '../world.ts'
import type { BrowserDevice } from './browser-device.ts'
import type { Sight } from './browser-operation.ts'
import { browserOperationsWith } from './browser-operations.ts'

const ON_SCREEN: readonly CollectionName[] = ['equipment', 'people', 'teams', 'reviews', 'users']
const MOST_ATTEMPTS = 5

export interface Planned {
  /** In a few words, for the script. */
  readonly what: string
  readonly deed: Deed
}

/** What somebody at a browser wants to do next, by what is on its screen. */
export async function planDeeds(
  world: World,
  browser: BrowserDevice,
  count: number,
): Promise<readonly Planned[]> {
  const sight = await lookAt(world, browser)
  return Array.from({ length: count }, () => planOne(sight)).filter((planned) => planned !== undefined)
}

async function lookAt(world: World, browser: BrowserDevice): Promise<Sight> {
  const all = new Map<CollectionName, readonly AnyDocument[]>()
  for (const collection of ON_SCREEN) all.set(collection, await browser.held(collection))
  const { userId } = browser.member.account
  const role = all.get('users')?.find(({ id }) => id === userId)?.role
  return {
    userId,
    role: isRole(role) ? role : browser.member.role,
    world,
    random: world.random,
    device: { all: (collection) => all.get(collection) ?? [] },
  }
}

function planOne(sight: Sight): Planned | undefined {
  const own = browserOperationsWith(sight.world.decisions).filter(({ roles }) => roles.includes(sight.role))
  for (let attempt = 0; attempt < MOST_ATTEMPTS; attempt += 1) {
    const operation = sight.random.weighted(own)
    const deed = operation.plan(sight)
    if (deed) return { deed, what: `${operation.name} ${objectOf(deed)}`.trim() }
  }
  return undefined
}

function objectOf(deed: Deed): string {
  if ('lines' in deed) return deed.lines.map(({ equipmentId }) => short(equipmentId)).join(' ')
  if (deed.does === 'decide') return `${short(deed.decision.reviewId)} ${deed.decision.choice.action}`
  if (deed.does === 'update') return `${short(deed.id)} ${Object.keys(deed.changes).join()}`
  return deed.does === 'remove' ? short(deed.id) : ''
}
