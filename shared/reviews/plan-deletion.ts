import { removalRight } from '../access.ts'
import type { AnyDocument, Definition } from '../collections/definition.ts'
import type { Review } from '../collections/reviews.ts'
import { isJsonObject } from '../json.ts'
import type { Decision } from './decision.ts'
import { type Planned, type PlannedWrite, problem, writes } from './planned.ts'
import { type Decider, liveDocument, type World } from './world.ts'

/**
 * A deletion that was not silent: the document goes, or stays without its mark. The device's side is the deletion; of a
 * transaction of a deleted thing it is that the thing lives [S4].
 */
export function planDeletion(review: Review, decision: Decision, world: World, by: Decider): Planned {
  const definition = world.definition(review.collection)
  if (!definition) return problem('not-for-kind')
  const document = liveDocument(world, review.collection, review.documentId)
  const side = revives(review) ? 'take-server' : 'take-device'
  if (decision.action === side) return document ? planRemoval(definition, document, by) : []
  // Who turns a deletion down has the document stay, as far as it is there.
  if (!document) return decision.action === 'reject' ? [] : problem('document-gone')
  // Who else asks for its deletion is not answered by this: the mark stays as long as one is open.
  const open = world.openDeletions(document.id).filter((id) => id !== review.id)
  return open.length > 0 ? [] : writes(withoutMark(definition, document))
}

function revives({ reason }: Review): boolean {
  return isJsonObject(reason) && reason.code === 'transaction-of-deleted'
}

/** The deletion of a live document, as whoever decides may. */
export function planRemoval(definition: Definition, document: AnyDocument, by: Decider): Planned {
  if (removalRight(definition, by.role) !== 'apply') return problem('not-allowed')
  return [{ collection: definition.name, documentId: document.id, kind: 'delete', fields: {} }]
}

/** A request that is open again has its document's mark, also where that had stayed for another request that is answered now. */
export function markAgain(review: Review, world: World): readonly PlannedWrite[] {
  const definition = world.definition(review.collection)
  const document = liveDocument(world, review.collection, review.documentId)
  if (!definition || !Object.hasOwn(definition.fields, MARK) || !document || document[MARK] === true)
    return []
  return [{ collection: definition.name, documentId: document.id, kind: 'update', fields: { [MARK]: true } }]
}

/** The field that says that somebody asked for a document's deletion. */
export const MARK = 'pendingDeletion'

function withoutMark({ name }: Definition, document: AnyDocument): PlannedWrite | undefined {
  if (document[MARK] !== true) return undefined
  return { collection: name, documentId: document.id, kind: 'update', fields: { [MARK]: null } }
}
