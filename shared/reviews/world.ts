import type { AnyDocument, Definition } from '../collections/definition.ts'
import type { Review } from '../collections/reviews.ts'
import type { Link } from '../custody-chain.ts'
import type { Role } from '../roles.ts'

/** A document as it is stored, with its deletion mark. */
export interface Known {
  readonly document: AnyDocument
  readonly deleted: boolean
}

/**
 * What a decision is planned against: on the server the commit's documents, on a device its local database. What one side
 * does not know is absent there, and the plan is its best guess.
 */
export interface World {
  definition(collection: string): Definition | undefined
  document(collection: string, id: string): Known | undefined
  /** The ledger entries of a thing. */
  ledger(equipmentId: string): readonly Link[]
  /** Ids of the live things that carry this tag code. */
  withTag(tagCode: string): readonly string[]
  /** Ids of the open reviews of deletions of a document. */
  openDeletions(documentId: string): readonly string[]
  /** The reviews of refused writes of a document, decided or not. */
  rejections(documentId: string): readonly Review[]
}

/** Who decides, and on which device. */
export interface Decider {
  readonly userId: string
  readonly role: Role
  readonly deviceId: string
}

const MOST_ALIASES = 10

/** The document, or the one that it became part of; undefined where there is none. It may be deleted. */
export function behindAlias(world: World, collection: string, id: string): Known | undefined {
  let at = world.document(collection, id)
  for (let step = 0; step < MOST_ALIASES && at?.deleted; step += 1) {
    const { mergedInto } = at.document
    if (typeof mergedInto !== 'string') return at
    at = world.document(collection, mergedInto)
  }
  return at
}

/** The same where it is live. */
export function liveDocument(world: World, collection: string, id: string): AnyDocument | undefined {
  const known = behindAlias(world, collection, id)
  return known && !known.deleted ? known.document : undefined
}
