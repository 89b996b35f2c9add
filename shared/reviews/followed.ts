import { isLink, previousOf } from '../custody-chain.ts'
import type { World } from './world.ts'

/**
 * Whether entries of a thing follow one that is not in its ledger: its device went on from it before it was known to be refused.
 * Entered now, behind what is stored, under the id that they name, it would follow on itself.
 */
export function isFollowed(world: World, equipmentId: string, entryId: string): boolean {
  return world.ledger(equipmentId).some((link) => isLink(link) && previousOf(link).includes(entryId))
}
