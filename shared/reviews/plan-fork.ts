import { typed } from '../collections/definition.ts'
import { type Equipment, equipment } from '../collections/equipment.ts'
import type { Review } from '../collections/reviews.ts'
import { transactions } from '../collections/transactions.ts'
import { custodyAfter } from '../custody.ts'
import { type Fork, forksOf, type Link } from '../custody-chain.ts'
import type { JsonObject } from '../json.ts'
import type { Decision } from './decision.ts'
import { type EntryContext, entryTo, madeId, THINGS, type Whereabouts } from './ledger-entry.ts'
import { tagProblem } from './plan-fields.ts'
import { isProblem, type Planned, type PlannedWrite, type Problem, problem } from './planned.ts'
import { undoneEntries, withoutUndone } from './undone.ts'
import { isHolder, whereaboutsFrom, whereaboutsOf } from './whereabouts.ts'
import { type Decider, liveDocument, type World } from './world.ts'

/** What is settled: the branches that part, and every end that a resolution has to name [S2]. */
export interface Contest {
  readonly fork: Fork
  /** Where each branch leaves the thing; those that a decision chooses among. */
  readonly ends: readonly Link[]
  readonly previousIds: readonly string[]
}

/** The fork that a review is about, as its chain stands; what was decided and undone is no part of it. */
export function contestOf(
  review: Pick<Review, 'decisions' | 'effects' | 'transactionIds'>,
  chain: readonly Link[],
): Contest | undefined {
  const undone = undoneEntries(review)
  const known = new Set(review.transactionIds ?? [])
  // A fork within a branch of another has its sides among the other's ends: the review of the outer one names more.
  const fork = forksOf(withoutUndone(chain, undone))
    .filter(({ sides }) => sides.filter((side) => known.has(side.id)).length > 1)
    .toSorted((a, b) => b.sides.length + b.ends.length - a.sides.length - a.ends.length)[0]
  if (!fork) return undefined
  const since = forksOf(chain).find(({ previousId }) => previousId === fork.previousId)?.ends ?? []
  const later = since.filter((end) => !undone.has(end.id))
  const ends = [...fork.ends, ...later.filter((end) => fork.ends.every(({ id }) => id !== end.id))]
  return {
    fork,
    ends,
    previousIds: [...new Set([...ends, ...since].map((end) => end.id))].sort(),
  }
}

/** Two devices moved one thing: every decision is one ledger entry that names all ends, or several where there are very many. */
export function planFork(review: Review, decision: Decision, world: World, by: Decider): Planned {
  const document = liveDocument(world, review.collection, review.documentId)
  if (!document) return problem('document-gone')
  const thing = typed(equipment, document)
  const contest = contestOf(review, world.ledger(thing.id))
  if (!contest) return problem('document-gone')
  const context = { decision, by }
  // What the thing names is followed too, also where the ledger does not have it: the decision moves it from there.
  const current = thing.custodyId === undefined ? [] : [thing.custodyId]
  const previousIds = [...new Set([...contest.previousIds, ...current])].sort()
  const resolve = (state: Whereabouts) => joinEnds(context, thing, state, previousIds)
  const stays = whereaboutsOf(thing)
  if (decision.action === 'take-server') return resolve(stays)
  if (decision.action === 'reverse') {
    const before = stateBefore(contest.fork, world.ledger(thing.id))
    return goneHolder(world, thing, before) ?? resolve(before)
  }
  if (decision.action === 'edit') {
    const state = whereaboutsFrom(decision.value ?? {}, world)
    return isProblem(state) ? state : resolve(state)
  }
  const end = otherEnd(contest, thing, decision.value)
  if (isProblem(end)) return end
  const state = custodyAfter(end)
  if (!state) return problem('value-invalid', 'transactionId')
  const gone = goneHolder(world, thing, state)
  if (gone) return gone
  if (decision.action === 'take-device') return resolve(whereaboutsOf(state))
  return planSecondThing(context, thing, state, resolve(stays), world)
}

/** A thing goes to nobody who is not there any more; where it is it may stay. */
function goneHolder(world: World, thing: Equipment, { holderId }: Whereabouts): Problem | undefined {
  if (holderId === undefined || holderId === thing.holderId || isHolder(world, holderId)) return undefined
  return problem('document-gone', 'holderId')
}

/** So many ends are named by one entry. */
const MOST_NAMED = transactions.fields.previousIds.maxItems

/** Ends beyond those that one entry can name are named by a next one, which follows it and changes nothing else. */
function joinEnds(
  context: EntryContext,
  thing: Equipment,
  state: Whereabouts,
  ends: readonly string[],
): readonly PlannedWrite[] {
  const entries = [entryTo(context, 0, thing, state, ends.slice(0, MOST_NAMED))]
  for (let at = MOST_NAMED; at < ends.length; at += MOST_NAMED - 1) {
    const before = madeId(context.decision, entries.length - 1)
    const named = [before, ...ends.slice(at, at + MOST_NAMED - 1)].sort()
    const there = { id: thing.id, ...whereaboutsOf(state), custodyId: before }
    entries.push(entryTo(context, entries.length, there, state, named))
  }
  return entries
}

/** The end that was chosen, or the only one that leaves the thing elsewhere than it is now. */
function otherEnd({ ends }: Contest, thing: Equipment, value: JsonObject | undefined): Link | Problem {
  const chosen = value?.transactionId
  if (chosen !== undefined)
    return ends.find(({ id }) => id === chosen) ?? problem('value-invalid', 'transactionId')
  const [only, ...more] = ends.filter((end) => {
    const after = custodyAfter(end)
    return after?.status !== thing.status || after.holderId !== thing.holderId
  })
  if (!only || more.length > 0) return problem('value-missing', 'transactionId')
  return only
}

/** Where the thing was before the branches parted; by what they say themselves where the entry before is not known. */
function stateBefore(fork: Fork, chain: readonly Link[]): Whereabouts {
  const before = chain.find(({ id }) => id === fork.previousId)
  const state = before && custodyAfter(before)
  if (state) return whereaboutsOf(state)
  const holderId = fork.sides.find((side) => side.fromHolderId !== undefined)?.fromHolderId
  return holderId === undefined ? { status: 'available' } : { status: 'checked_out', holderId }
}

/** There are two real things: the first stays where it is, the other end's is entered as a thing of its own. */
function planSecondThing(
  context: EntryContext,
  thing: Equipment,
  state: Whereabouts,
  resolution: readonly PlannedWrite[],
  world: World,
): Planned {
  const tagCode = context.decision.value?.tagCode
  const wrong = tagProblem(world, tagCode)
  if (wrong) return wrong
  const { kind, name, categoryId, manufacturer, model, size, jerseyNumber, teamId, homeLocationId } = thing
  const { purchaseDate, purchasePriceCents, warrantyUntil, recertifyBy, retireBy } = thing
  const copied = {
    ...{ kind, name, categoryId, manufacturer, model, size, jerseyNumber, teamId, homeLocationId },
    ...{ purchaseDate, purchasePriceCents, warrantyUntil, recertifyBy, retireBy },
  }
  const documentId = madeId(context.decision, 1)
  const second: PlannedWrite = {
    collection: THINGS,
    documentId,
    kind: 'create',
    fields: {
      ...Object.fromEntries(
        Object.entries(copied).flatMap(([field, value]) => (value === undefined ? [] : [[field, value]])),
      ),
      tagCode: String(tagCode),
      status: 'available',
    },
  }
  const fresh = { id: documentId, status: 'available' } as const
  const index = resolution.length
  const there = state.status === 'available' ? [] : [entryTo(context, index, fresh, whereaboutsOf(state))]
  return [...resolution, second, ...there]
}
