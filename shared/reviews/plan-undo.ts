import { typed } from '../collections/definition.ts'
import { EQUIPMENT_STATUSES, equipment } from '../collections/equipment.ts'
import type { Review } from '../collections/reviews.ts'
import { transactions } from '../collections/transactions.ts'
import { movesCustody } from '../custody.ts'
import { isJsonObject, type Json, sameJson } from '../json.ts'
import { type Decision, decisionsOf, type Effect, effectsIn } from './decision.ts'
import { entryTo, inverseOfCount, LEDGER, THINGS, type Whereabouts } from './ledger-entry.ts'
import { changedSince } from './left-as.ts'
import { isMoved } from './moved-fields.ts'
import { MARK, markAgain } from './plan-deletion.ts'
import {
  type FieldValues,
  isProblem,
  type Planned,
  type PlannedWrite,
  type Problem,
  problem,
} from './planned.ts'
import { isHolder, whereaboutsOf } from './whereabouts.ts'
import { type Decider, liveDocument, type World } from './world.ts'

/** The decision that ended a review; undefined: none did, or it was undone. */
export function standingDecision(review: Review): Decision | undefined {
  const { resolution } = review
  const id = isJsonObject(resolution) ? resolution.id : undefined
  return decisionsOf(review).find((decision) => decision.id === id && decision.outcome === 'applied')
}

/**
 * Takes back what a decision did: the ledger by entries the other way, documents only where they still are as it left them.
 */
export function planUndo(review: Review, decision: Decision, world: World, by: Decider): Planned {
  const undone = standingDecision(review)
  if (!undone) return problem('nothing-to-undo')
  const effects = effectsIn(review, undone)
  const context = { decision, by }
  const entries: PlannedWrite[] = []
  const writes: PlannedWrite[] = []
  for (const effect of effects) {
    if (effect.collection === LEDGER) {
      const inverse = inverseEntries(effect, effects, entries.length, context, world)
      if (isProblem(inverse)) return inverse
      entries.push(...inverse)
    } else {
      const inverse = inverseWrite(effect, effects, world)
      if (isProblem(inverse)) return inverse
      writes.unshift(...inverse)
    }
  }
  const marked = review.kind === 'deletion' ? markAgain(review, world) : []
  return [...entries, ...writes, ...marked]
}

function inverseEntries(
  { documentId, after }: Effect,
  effects: readonly Effect[],
  index: number,
  context: { readonly decision: Decision; readonly by: Decider },
  world: World,
): Planned {
  const entry = typed(transactions, { ...after, id: documentId, stamp: '' })
  const document = liveDocument(world, THINGS, entry.equipmentId)
  if (!document) return problem('changed-since', 'equipmentId')
  const thing = typed(equipment, document)
  if (thing.kind === 'bulk') return inverseOfCount(context, index, entry)
  // What an entry only says stays said.
  if (!movesCustody(entry.type)) return []
  // Of entries that follow one another the last is taken back, to where the thing was before the first.
  if (followedIn(effects, documentId)) return []
  if (thing.custodyId !== documentId) return problem('changed-since', 'status')
  const before = whereaboutsBefore(beforeMoves(effects, thing.id), thing)
  if (!before) return problem('changed-since', 'status')
  // Who had it may have been deleted since, as who had nothing.
  if (
    before.holderId !== undefined &&
    before.holderId !== thing.holderId &&
    !isHolder(world, before.holderId)
  )
    return problem('changed-since', 'holderId')
  return [entryTo(context, index, thing, before)]
}

function followedIn(effects: readonly Effect[], entryId: string): boolean {
  return effects.some(({ collection, after }) => {
    const ids = collection === LEDGER ? after?.previousIds : undefined
    return Array.isArray(ids) && ids.includes(entryId)
  })
}

/** What a thing was before a decision moved it, however often; undefined: it did not. */
function beforeMoves(effects: readonly Effect[], thingId: string): FieldValues | undefined {
  const moves = effects.filter(
    ({ collection, documentId, after }) =>
      collection === THINGS && documentId === thingId && after?.custodyId !== undefined,
  )
  if (moves.length === 0) return undefined
  return Object.assign({}, ...moves.toReversed().map(({ before }) => before))
}

/** Where the thing was; what the entry did not change is as it is now. */
function whereaboutsBefore(before: FieldValues | undefined, thing: Whereabouts): Whereabouts | undefined {
  if (!before) return undefined
  const at = (field: 'status' | 'holderId' | 'locationId' | 'dueAt') => {
    const value = Object.hasOwn(before, field) ? before[field] : thing[field]
    return typeof value === 'string' ? value : undefined
  }
  const status = EQUIPMENT_STATUSES.find((one) => one === at('status'))
  const [holderId, locationId, dueAt] = [at('holderId'), at('locationId'), at('dueAt')]
  if (!status) return undefined
  return whereaboutsOf({
    status,
    ...(holderId === undefined ? {} : { holderId }),
    ...(locationId === undefined ? {} : { locationId }),
    ...(dueAt === undefined ? {} : { dueAt }),
  })
}

function inverseWrite(
  effect: Effect,
  effects: readonly Effect[],
  world: World,
): readonly PlannedWrite[] | Problem {
  const { collection, documentId, kind, after = {}, before = {} } = effect
  const known = world.document(collection, documentId)
  if (kind === 'delete') {
    if (!known?.deleted || known.document.mergedInto !== undefined) return problem('changed-since')
    return [{ collection, documentId, kind: 'restore', fields: before }]
  }
  if (!known || known.deleted) return problem('changed-since')
  if (kind !== 'update') {
    const definition = world.definition(collection)
    const field = definition && changedSince(definition, effect, effects, known.document)
    if (field !== undefined) return problem('changed-since', field)
    return [{ collection, documentId, kind: 'delete', fields: {} }]
  }
  const set = Object.entries(after).filter(([field]) => !isMoved(field) && field !== MARK)
  for (const [field, value] of set)
    if (!sameJson(known.document[field] ?? null, value)) return problem('changed-since', field)
  if (set.length === 0) return []
  const fields: Record<string, Json> = {}
  for (const [field] of set) fields[field] = before[field] ?? null
  return [{ collection, documentId, kind: 'update', fields }]
}
