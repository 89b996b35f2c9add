import type { ReviewKind } from '../../shared/collections/reviews.ts'
import { isJsonObject, type Json, sameJson } from '../../shared/json.ts'
import { isCollectionName } from '../../shared/registry.ts'
import type { Effect } from '../../shared/reviews/decision.ts'
import type { Applied, DecidedReview } from './decided-reviews.ts'
import { countsAfter, whereaboutsAfter } from './entry-outcome.ts'
import type { Evidence } from './evidence.ts'
import { forkedAfter } from './forked-after.ts'
import { takingBackDifference } from './taken-back.ts'

/** What is set on top of what others wrote, and not in its place. */
const MERGED = ['notes', 'tags', 'custom']
const MARK = 'pendingDeletion'

/** What of a decision's effects is not what the kind of its review and the answer ask for [R4] [R5]. */
export function effectDifferences(story: DecidedReview, applied: Applied, evidence: Evidence): string[] {
  const { decision, effects } = applied
  const asked =
    decision.action === 'undo'
      ? takingBackDifference(story, applied)
      : ANSWERS[story.review.kind]({ ...story, ...applied, evidence, entries: entriesIn(effects) })
  return [asked, moveDifference(effects)].flatMap((what) =>
    what === undefined ? [] : [`${decision.action} ${decision.id} ${what}`],
  )
}

type Done = DecidedReview &
  Applied & {
    readonly evidence: Evidence
    readonly entries: readonly Readonly<Record<string, Json>>[]
  }

/** The ledger's entries that a decision made. */
export function entriesIn(effects: readonly Effect[]): readonly Readonly<Record<string, Json>>[] {
  return effects.flatMap(({ collection, kind, after }) =>
    collection === 'transactions' && kind === 'create' && after ? [after] : [],
  )
}

/** After each entry its thing is where the entry leaves it. */
function moveDifference(effects: readonly Effect[]): string | undefined {
  for (const [at, { collection, kind, after = {} }] of effects.entries()) {
    const left = collection === 'transactions' && kind === 'create' ? whereaboutsAfter(after) : undefined
    const thing = effects[at + 1]
    if (!left || thing?.collection !== 'equipment' || thing.kind !== 'update') continue
    // What stays as it was is no effect.
    for (const [field, value] of Object.entries(left)) {
      const is = thing.after?.[field]
      if (is !== undefined && !sameJson(is, value)) return `leaves ${field} ${is}, its entry ${value}`
    }
  }
  return undefined
}

const ANSWERS: Readonly<Record<ReviewKind, (done: Done) => string | undefined>> = {
  overwritten: (done) => (changesNothing(done) ? nothing(done) : setOtherwise(done)),
  overdraw({ decision: { action, value }, entries, review, effects, evidence }) {
    if (action === 'edit') {
      const counted = effects.findLast(({ after }) => after?.quantity !== undefined)?.after?.quantity
      return counted === undefined || counted === value?.quantity ? undefined : `counts ${counted}`
    }
    if (action === 'reverse') {
      const [id = ''] = review.transactionIds ?? []
      const drawn = evidence.find('transactions', id)?.document ?? {}
      return countsAfter([drawn, ...entries]).every((left) => left === 0)
        ? undefined
        : 'leaves something of the entry'
    }
    if (action !== 'take-device') return effects.length === 0 ? undefined : 'changes something'
    const [owned, out] = countsAfter(entries)
    return owned >= 0 && out >= 0 ? undefined : 'makes the counts smaller'
  },
  'custody-fork': forkDifference,
  'duplicate-tag'(done) {
    const { review, decision, effects, evidence } = done
    if (changesNothing(done)) return nothing(done)
    const [field = 'tagCode'] = review.fields ?? []
    const otherId = isJsonObject(review.reason) ? String(review.reason.otherId) : ''
    const isOther = decision.action === 'take-device'
    const names = evidence.names('equipment', isOther ? otherId : review.documentId)
    const isGiven = decision.action === 'retag' || decision.action === 'edit'
    const code = isGiven ? (decision.value?.[field] ?? null) : null
    const wrong = effects.some(
      ({ kind, documentId, after }) =>
        kind !== 'update' || !names.includes(documentId) || !sameJson(after, { [field]: code }),
    )
    return wrong ? `makes ${JSON.stringify(effects)}` : undefined
  },
  deletion({ review, decision: { action }, effects }) {
    const revives = isJsonObject(review.reason) && review.reason.code === 'transaction-of-deleted'
    const goes = action === (revives ? 'take-server' : 'take-device')
    const wrong = effects.some(
      ({ kind, after }) =>
        !(goes ? kind === 'delete' : kind === 'update' && sameJson(after, { [MARK]: null })),
    )
    return wrong ? `makes ${JSON.stringify(effects)}` : undefined
  },
  rejected(done) {
    const { review, effects, entries } = done
    if (changesNothing(done) || done.decision.action === 'take-server') return nothing(done)
    if (isJsonObject(review.device) && review.device._deleted === true)
      return effects.every(({ kind }) => kind === 'delete') ? undefined : 'does not delete'
    if (review.collection === 'transactions' && entries.length > 1) return 'enters it more than once'
    return setOtherwise(done)
  },
}

/** Who puts off, hands on or turns down changes nothing. */
function changesNothing({ decision: { action } }: Done): boolean {
  return action === 'assign' || action === 'defer' || action === 'reject'
}

function nothing({ effects }: Done): string | undefined {
  return effects.length === 0 ? undefined : `makes ${JSON.stringify(effects)}`
}

/** What is told at a field of the versions, or was typed. Where a thing is follows from the ledger. */
function setOtherwise({ review, decision, effects, evidence }: Done): string | undefined {
  const { action, value = {}, fields = {} } = decision
  const names = isCollectionName(review.collection)
    ? evidence.names(review.collection, review.documentId)
    : []
  const side = action === 'take-server' ? 'server' : 'device'
  for (const { collection, documentId, kind, after = {} } of effects) {
    if (collection !== review.collection || !names.includes(documentId) || kind === 'restore') continue
    for (const [field, is] of Object.entries(after)) {
      if (MERGED.includes(field) || isOfLedger(field)) continue
      const version = review[fields[field] ?? side]
      const told = isJsonObject(version) ? (version[field] ?? null) : null
      if (!sameJson(is, Object.hasOwn(value, field) ? (value[field] ?? null) : told))
        return `sets ${field} to ${JSON.stringify(is)}`
    }
  }
  return undefined
}

const OF_LEDGER = ['status', 'holderId', 'locationId', 'dueAt', 'custodyId', 'quantity', 'quantityOut']
const OF_FOLLOWING = ['previousId', 'previousIds', 'actorId', 'deviceId', 'occurredAt', 'equipmentId']

function isOfLedger(field: string): boolean {
  return OF_LEDGER.includes(field) || OF_FOLLOWING.includes(field)
}

function forkDifference(done: Done): string | undefined {
  const { review, decision, entries, effects, evidence } = done
  if (changesNothing(done)) return nothing(done)
  const { action, value = {} } = decision
  const [first] = entries
  if (!first) return 'enters nothing'
  const left = whereaboutsAfter(action === 'retag' ? first : (entries.at(-1) ?? first))
  const stays = () => {
    const thing = effects.find(({ collection, kind }) => collection === 'equipment' && kind === 'update')
    const moved = ['status', 'holderId'].filter((field) => thing?.after?.[field] !== undefined)
    return moved.length === 0 ? undefined : `changes ${moved.join()}`
  }
  const entry = (id: Json | undefined) => evidence.find('transactions', String(id))?.document ?? {}
  if (action === 'take-server') return stays()
  if (action === 'edit') {
    const wanted = { status: value.status ?? null, holderId: value.holderId ?? null }
    return sameJson(left, wanted) ? undefined : `leaves it ${JSON.stringify(left)}`
  }
  if (action === 'reverse') {
    const before = forkedAfter(review, evidence)
    const was = before && whereaboutsAfter(before)
    return !was || sameJson(left, was) ? undefined : `leaves it ${JSON.stringify(left)}`
  }
  if (action === 'take-device') {
    const chosen = value.transactionId
    return chosen === undefined || sameJson(left, whereaboutsAfter(entry(chosen)))
      ? undefined
      : `leaves it ${JSON.stringify(left)}`
  }
  const second = effects.find(({ collection, kind }) => collection === 'equipment' && kind === 'create')
  return second?.after?.tagCode === value.tagCode ? stays() : 'makes no second thing'
}
