import { collectionNames } from '../../shared/registry.ts'
import type { PushFault, SyncTurn } from './device-sync.ts'
import type { World } from './world.ts'

/** A network that loses, repeats and cuts. */
export function faultyTurn({ random }: Pick<World, 'random'>): SyncTurn {
  const fault = (): PushFault | undefined => {
    const dice = random.next()
    if (dice < 0.08) return 'dropped'
    if (dice < 0.2) return 'answer-lost'
    return dice < 0.3 ? 'twice' : undefined
  }
  const collections = random.shuffled(collectionNames).slice(0, 2 + random.int(collectionNames.length - 1))
  return { random, fault, collections }
}

export function quietTurn({ random }: Pick<World, 'random'>): SyncTurn {
  return { random, fault: () => undefined, collections: collectionNames }
}
