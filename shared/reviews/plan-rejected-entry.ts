import { mayCreate } from '../access.ts'
import { type AnyDocument, type Definition, fieldEntries, typed } from '../collections/definition.ts'
import { type Equipment, equipment } from '../collections/equipment.ts'
import type { Review } from '../collections/reviews.ts'
import { type Transaction, transactions } from '../collections/transactions.ts'
import { custodyAfter, movesCustody } from '../custody.ts'
import type { Json, JsonObject } from '../json.ts'
import { normalizeDocument, validateDocument } from '../validate.ts'
import type { Decision } from './decision.ts'
import { isFollowed } from './followed.ts'
import { LEDGER, madeId, THINGS, withoutAbsent } from './ledger-entry.ts'
import { type Planned, type Problem, problem } from './planned.ts'
import { tellSame } from './same-entry.ts'
import { standingEntries, undoneEntries } from './undone.ts'
import { isHolder } from './whereabouts.ts'
import { type Decider, liveDocument, type World } from './world.ts'

/**
 * A ledger entry that was refused is entered after all, in its author's name: it tells what the author did. It follows on what is
 * stored now, so that it never parts the chain; under its own id, unless what is stored follows that already.
 */
export function planEntry(
  definition: Definition,
  review: Review,
  sent: JsonObject,
  decision: Decision,
  world: World,
  by: Decider,
): Planned {
  const known = world.document(LEDGER, review.documentId) !== undefined
  const entered = standingEntry(review, world)
  const own: Record<string, Json | undefined> = {}
  for (const [name, field] of fieldEntries(definition)) {
    const value = sent[name]
    if (!field.server && name !== 'id' && name !== 'stamp' && value !== null) own[name] = value
  }
  const { equipmentId } = sent
  const document = typeof equipmentId === 'string' ? liveDocument(world, THINGS, equipmentId) : undefined
  if (!document) return problem('document-gone')
  const thing = typed(equipment, document)
  const follows = thing.kind === 'serialized'
  const fields = withoutAbsent({
    ...own,
    equipmentId: thing.id,
    previousId: follows ? thing.custodyId : own.previousId,
    previousIds: undefined,
    actorId: review.authorId ?? by.userId,
    deviceId: review.deviceId ?? by.deviceId,
    occurredAt: own.occurredAt ?? review.occurredAt ?? new Date(decision.at).toISOString(),
  })
  const made = { ...fields, id: review.documentId, stamp: STAMP }
  const [issue] = validateDocument(definition, made)
  if (issue) return problem('value-invalid', issue.field)
  if (!mayCreate(definition, by.role, made)) return problem('not-allowed', 'type')
  if (entered) return tellSame(entered, made) ? [] : problem('already-entered')
  const wrong = entryProblem(typed(transactions, normalizeDocument(definition, made)), thing, world)
  // What was entered and taken back since is entered anew: the ledger keeps both entries that there are.
  const isNew = known || (follows && isFollowed(world, thing.id, review.documentId))
  const documentId = isNew ? madeId(decision, 0) : review.documentId
  return wrong ?? [{ collection: LEDGER, documentId, kind: 'create', fields }]
}

/**
 * The entry by which the ledger tells already what was refused here: its author sent it again, or a decision entered it, on this
 * review or on another one of the same entry. One that was taken back tells nothing.
 */
function standingEntry(review: Review, world: World): AnyDocument | undefined {
  const { documentId } = review
  const all = [review, ...world.rejections(documentId).filter(({ id }) => id !== review.id)]
  const undone = new Set(all.flatMap((one) => [...undoneEntries(one)]))
  return [documentId, ...all.flatMap(standingEntries)]
    .filter((id) => !undone.has(id))
    .flatMap((id) => world.document(LEDGER, id)?.document ?? [])[0]
}

function entryProblem(entry: Transaction, thing: Equipment, world: World): Problem | undefined {
  const { type, toHolderId, quantity } = entry
  const goesOut = type === 'check_out' || type === 'transfer'
  if (toHolderId === undefined ? goesOut : !isHolder(world, toHolderId))
    return problem(toHolderId === undefined ? 'value-missing' : 'value-invalid', 'toHolderId')
  if (thing.kind === 'bulk') {
    const counts = type === 'adjust' ? (quantity ?? 0) !== 0 : (quantity ?? 1) >= 1
    return counts ? undefined : problem('value-invalid', 'quantity')
  }
  if (type === 'adjust') return problem('value-invalid', 'type')
  // A return of what is in, a retirement of what is retired: it is so already.
  const idle = movesCustody(type) && type !== 'transfer' && custodyAfter(entry)?.status === thing.status
  return idle ? problem('value-invalid', 'type') : undefined
}

/** Stands in for the stamp that the write gets when it is made. */
const STAMP = '0000000000000-0000-plan'
