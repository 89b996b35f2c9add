import type { Definition } from '../collections/definition.ts'
import type { Review } from '../collections/reviews.ts'
import type { Link } from '../custody-chain.ts'
import type { Decision } from './decision.ts'
import { type Plan, planDecision } from './plan-decision.ts'
import type { Problem } from './planned.ts'
import type { Decider, Known, World } from './world.ts'

/** A world that answers later: a device's local database. */
export interface Source {
  definition(collection: string): Definition | undefined
  document(collection: string, id: string): Promise<Known | undefined>
  ledger(equipmentId: string): Promise<readonly Link[]>
  withTag(tagCode: string): Promise<readonly string[]>
  openDeletions(documentId: string): Promise<readonly string[]>
  rejections(documentId: string): Promise<readonly Review[]>
}

/** A plan looks up what it finds named in what it looked up before; more steps than this it never takes. */
const MOST_ROUNDS = 12

/** Plans a decision over what a source knows: what the plan asks for is read, until it asks for nothing new. */
export async function planAhead(
  review: Review,
  decision: Decision,
  source: Source,
  by: Decider,
): Promise<Plan | Problem> {
  const documents = createCache((key) => {
    const [collection = '', id = ''] = key.split(' ')
    return source.document(collection, id)
  }, undefined)
  const ledgers = createCache((id) => source.ledger(id), [])
  const tags = createCache((code) => source.withTag(code), [])
  const deletions = createCache((id) => source.openDeletions(id), [])
  const rejections = createCache((id) => source.rejections(id), [])
  const world: World = {
    definition: (collection) => source.definition(collection),
    document: (collection, id) => documents.get(`${collection} ${id}`),
    ledger: (equipmentId) => ledgers.get(equipmentId),
    withTag: (tagCode) => tags.get(tagCode),
    openDeletions: (documentId) => deletions.get(documentId),
    rejections: (documentId) => rejections.get(documentId),
  }
  const caches = [documents, ledgers, tags, deletions, rejections]
  for (let round = 1; ; round += 1) {
    const plan = planDecision(review, decision, world, by)
    const read = await Promise.all(caches.map((cache) => cache.readWanted()))
    if (!read.includes(true) || round === MOST_ROUNDS) return plan
  }
}

function createCache<Value>(read: (key: string) => Promise<Value>, unread: Value) {
  const known = new Map<string, Value>()
  const wanted = new Set<string>()
  return {
    get(key: string): Value {
      if (known.has(key)) return known.get(key) ?? unread
      wanted.add(key)
      return unread
    },
    /** Resolves to whether there was anything to read. */
    async readWanted(): Promise<boolean> {
      const keys = [...wanted]
      wanted.clear()
      const values = await Promise.all(keys.map((key) => read(key)))
      keys.forEach((key, index) => {
        const value = values[index]
        known.set(key, value === undefined ? unread : value)
      })
      return keys.length > 0
    },
  }
}
