import { mayCreate } from '../access.ts'
import { type AnyDocument, type Definition, fieldEntries, typed } from '../collections/definition.ts'
import { type Equipment, equipment } from '../collections/equipment.ts'
import type { Review } from '../collections/reviews.ts'
import { isUuid } from '../ids.ts'
import { isJsonObject, type Json, type JsonObject, sameJson } from '../json.ts'
import { changedFields } from '../merge.ts'
import { MAX_DOCUMENT_LENGTH } from '../protocol.ts'
import { validateDocument } from '../validate.ts'
import type { Decision } from './decision.ts'
import { isFollowed } from './followed.ts'
import { entryTo, LEDGER, THINGS, withoutAbsent } from './ledger-entry.ts'
import { onTopOfSeen, onTopOfStored } from './merge-fields.ts'
import { MARK, planRemoval } from './plan-deletion.ts'
import { planUpdate, settable, takenTag, takesWrites, valuesOf } from './plan-fields.ts'
import { chosenValues, type Merged } from './plan-overwritten.ts'
import { planEntry } from './plan-rejected-entry.ts'
import { type FieldValues, isProblem, type Planned, problem } from './planned.ts'
import { undoneEntries } from './undone.ts'
import { whereaboutsFrom, whereaboutsOf } from './whereabouts.ts'
import { behindAlias, type Decider, type Known, type World } from './world.ts'

/** A write that was refused: it is made after all, as the manager's who decides, whole or in part, or as it was corrected. */
export function planRejected(review: Review, decision: Decision, world: World, by: Decider): Planned {
  if (decision.action === 'take-server') return []
  const definition = world.definition(review.collection)
  const sent = sentOf(review)
  if (!definition || !takesWrites(definition)) return problem('not-for-kind')
  const known = isUuid(review.documentId) ? behindAlias(world, definition.name, review.documentId) : undefined
  if (sent?._deleted === true) {
    if (decision.action !== 'take-device') return problem('not-for-kind')
    return known && !known.deleted ? planRemoval(definition, known.document, by) : []
  }
  const merged = mergedWith(definition, review, decision, known?.document)
  const chosen = decision.action === 'take-device' ? {} : chosenValues(review, decision, merged)
  if (isProblem(chosen)) return chosen
  if (!sent || !isUuid(review.documentId)) return problem('value-invalid', 'id')
  if (definition.name === LEDGER)
    return planEntry(definition, review, { ...sent, ...chosen }, decision, world, by)
  if (!known) return planCreation(definition, review, { ...sent, ...chosen }, decision, world, by)
  const values =
    decision.action === 'take-device'
      ? onTopOfStored(definition, known.document, review.base, changesOf(definition, review, sent))
      : withoutServerSide(decision, chosen)
  const change = planUpdate(definition, known.document, values, world, by)
  if (isProblem(change)) return change
  const move = movesAgain(review, decision, known)
    ? planMove(review, sent, known.document, decision, world)
    : []
  if (isProblem(move)) return move
  if (!known.deleted) return [...change, ...move]
  if (!mayCreate(definition, by.role)) return problem('not-allowed')
  const back = {
    collection: definition.name,
    documentId: known.document.id,
    kind: 'restore',
    // Whoever asked for its deletion has been answered by that: the mark does not come back with it.
    fields: known.document[MARK] === true ? { [MARK]: null } : {},
  } as const
  return [back, ...change, ...move]
}

/** What was sent is set on top of what is there, and so is what it was at first: without what changed it up to the refusal. */
function mergedWith(
  definition: Definition,
  review: Review,
  decision: Decision,
  stored: AnyDocument | undefined,
): Merged {
  if (!stored) return { picked: (_side, values) => values, entered: (values) => values }
  return {
    picked(side, values) {
      if (side === 'device') return onTopOfStored(definition, stored, review.base, values)
      return side === 'base' ? onTopOfSeen(definition, stored, review.server, {}, values) : values
    },
    entered: (values) => onTopOfSeen(definition, stored, review.server, decision, values),
  }
}

/** What was sent, where it can be read as a document at all. */
function sentOf({ device, documentId }: Review): (JsonObject & { readonly id: string }) | undefined {
  return isJsonObject(device) && device.id === documentId ? { ...device, id: documentId } : undefined
}

/** What the author changed against what the author knew; where that was nothing, all that was said. */
function changesOf(definition: Definition, { base }: Review, sent: JsonObject): FieldValues {
  const known = isJsonObject(base) ? base : {}
  const changed = fieldEntries(definition)
    .map(([name]) => name)
    .filter((name) => settable(definition, name) && !sameJson(known[name] ?? null, sent[name] ?? null))
  return valuesOf(sent, changed)
}

/** Of a field that is picked from the server's side nothing is written: what is stored stays. */
function withoutServerSide({ fields }: Decision, values: FieldValues): FieldValues {
  return Object.fromEntries(Object.entries(values).filter(([name]) => fields?.[name] !== 'server'))
}

/** A change of where a thing is enters the ledger, under the id by which the author's device names it [S1]. */
function planMove(
  review: Review,
  sent: JsonObject,
  stored: AnyDocument,
  decision: Decision,
  world: World,
): Planned {
  if (review.collection !== THINGS) return []
  const thing = typed(equipment, stored)
  const { base } = review
  const known = isJsonObject(base) ? { ...base, id: stored.id, stamp: stored.stamp } : stored
  const moved = changedFields(equipment, 'status', known, { ...sent, id: stored.id, stamp: stored.stamp })
  if (thing.kind === 'bulk' || moved.length === 0) return []
  const undone = undoneEntries(review)
  if (world.ledger(thing.id).some(({ id }) => id === sent.custodyId && !undone.has(id))) return []
  return moveTo(review, sent, thing, decision, world)
}

/**
 * A move is the author's write taken as it was. One that a decision made and an undo took away is made again with the thing that is
 * had back; a thing that was made by its author was moved by whatever made it.
 */
function movesAgain(review: Review, { action }: Decision, { deleted }: Known): boolean {
  if (!deleted) return action === 'take-device'
  const wasMade = review.base === undefined
  return undoneEntries(review).size > 0 && (action === 'take-device' || wasMade)
}

function moveTo(
  review: Review,
  sent: JsonObject,
  thing: Pick<Equipment, 'id' | 'status' | 'holderId' | 'locationId' | 'dueAt' | 'custodyId'>,
  decision: Decision,
  world: World,
): Planned {
  const state = whereaboutsFrom(sent, world)
  if (isProblem(state)) return state
  if (sameJson(state, whereaboutsOf(thing))) return []
  const move = entryTo({ decision, by: authorOf(review, decision) }, 0, thing, state)
  const { custodyId } = sent
  const named =
    isUuid(custodyId) && !world.document(LEDGER, custodyId) && !isFollowed(world, thing.id, custodyId)
  return [{ ...move, documentId: named ? custodyId : move.documentId }]
}

/** Whose act it was: the ledger names the author, the review who allowed it. */
function authorOf({ authorId, deviceId }: Review, { by }: Decision) {
  return { userId: authorId ?? by ?? '', deviceId: deviceId ?? '', role: 'USER' } as const
}

function planCreation(
  definition: Definition,
  review: Review,
  sent: JsonObject,
  decision: Decision,
  world: World,
  by: Decider,
): Planned {
  if (!mayCreate(definition, by.role)) return problem('not-allowed')
  const own: Record<string, Json | undefined> = {}
  for (const [name, field] of fieldEntries(definition)) {
    const value = sent[name]
    if (!field.server && settable(definition, name) && value !== undefined && value !== null)
      own[name] = value
  }
  const isThing = definition.name === THINGS
  // How many there are is counted in the ledger, from what was counted first.
  if (isThing && sent.kind === 'bulk') own.quantity = sent.quantity
  const fields = withoutAbsent({ ...own, ...(isThing ? { status: 'available' } : {}) })
  const { quantity: _counted, ...checked } = fields
  const made = { ...checked, id: review.documentId, stamp: STAMP }
  const [issue] = validateDocument(definition, made)
  if (issue) return problem('value-invalid', issue.field)
  if (JSON.stringify(made).length > MAX_DOCUMENT_LENGTH) return problem('value-invalid')
  const taken = takenTag(world, review.documentId, fields.tagCode)
  if (taken) return taken
  const create = {
    collection: definition.name,
    documentId: review.documentId,
    kind: 'create',
    fields,
  } as const
  if (!isThing || sent.kind === 'bulk' || sent.status === 'available') return [create]
  const move = moveTo(review, sent, { id: review.documentId, status: 'available' }, decision, world)
  return isProblem(move) ? move : [create, ...move]
}

/** Stands in for the stamp that the write gets when it is made. */
const STAMP = '0000000000000-0000-plan'
