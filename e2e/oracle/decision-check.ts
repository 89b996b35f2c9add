import { parseStamp } from '../../shared/clock.ts'
import { transactions } from '../../shared/collections/transactions.ts'
import { isJsonObject, sameJson } from '../../shared/json.ts'
import { fieldsOf } from '../../shared/merge.ts'
import { type Applied, type DecidedReview, entriesOf } from './decided-reviews.ts'
import { effectDifferences } from './decision-effects.ts'
import type { Evidence } from './evidence.ts'

/**
 * Whether what managers decided was done, once, and nothing else: each review tells its decisions in an order that can be, stands
 * as the last of them says, and what it says to have changed is what the kind of review and the answer ask for, and lies in
 * the ledger and in the audit.
 */
export function decisionDifferences(evidence: Evidence): readonly string[] {
  const stories = evidence.decided
  return [
    ...stories.flatMap((story) => {
      const { kind, id, documentId } = story.review
      return [
        ...orderDifferences(story),
        ...stateDifferences(story),
        ...story.applied.flatMap((applied) => effectDifferences(story, applied, evidence)),
        ...story.applied.flatMap((applied) => entryDifferences(applied, evidence)),
      ].map((what) => `the ${kind} review ${id} of ${documentId}: ${what}`)
    }),
    ...auditedDecisions(stories, evidence),
    ...auditedWrites(stories, evidence),
    ...acceptedTwice(stories, evidence),
  ]
}

/** [R2] Of two decisions on one version the first one counts; what did not count changed nothing. */
function orderDifferences({ review, decisions, applied }: DecidedReview): readonly string[] {
  const differences: string[] = []
  let version = -1
  for (const { decision } of applied) {
    if (decision.version <= version) differences.push(`${decision.id} counts on a version that is decided`)
    version = decision.version
  }
  if (review.version <= version) differences.push(`it is at ${review.version}, and ${version} was decided`)
  for (const [at, { id, outcome, version: seen }] of decisions.entries()) {
    const isFirst = !applied.some(
      ({ decision }) => decision.version >= seen && decisions.indexOf(decision) < at,
    )
    if (outcome === 'overtaken' && isFirst) differences.push(`${id} is overtaken by nothing`)
    const { effects } = review
    if (outcome !== 'applied' && isJsonObject(effects) && effects[id] !== undefined)
      differences.push(`${id} was ${outcome} and changed something`)
  }
  return differences
}

/** Of a fork the ledger says whether it is settled, and `ledger-check.ts` looks. */
function stateDifferences({ review, standing, undone, applied }: DecidedReview): readonly string[] {
  const { kind, state, resolution, reason } = review
  const named = isJsonObject(resolution) ? resolution.id : undefined
  if (named !== undefined && named !== standing?.decision.id) return [`it names ${named} as its end`]
  if (kind === 'custody-fork') return []
  if (standing) {
    if (state !== 'resolved') return [`it is ${state}, and ${standing.decision.action} stands`]
    return named === standing.decision.id ? [] : ['it does not name what ended it']
  }
  const bySelf = isJsonObject(reason) && reason.settled !== undefined
  const wanted = kind === 'overwritten' || bySelf ? 'settled' : 'open'
  if (applied.length === 0 && undone.length === 0 && kind === 'overwritten') return []
  return state === wanted ? [] : [`it is ${state}, and nothing stands`]
}

/** Each entry that a decision made stands in the ledger as its review tells, and was entered once. */
function entryDifferences(applied: Applied, evidence: Evidence): readonly string[] {
  return applied.effects.flatMap(({ collection, kind, documentId, after = {} }) => {
    if (collection !== 'transactions' || kind !== 'create') return []
    const stored = evidence.find('transactions', documentId)
    if (!stored || stored.deleted) return [`${documentId} is in no ledger`]
    const entered = evidence
      .auditOf('transactions', documentId)
      .filter(({ action }) => action === 'create').length
    const differing = fieldsOf(transactions, 'entry').filter((field) => {
      if (field === 'id' || field === 'stamp') return false
      if (field === 'equipmentId')
        return !evidence.names('equipment', String(after[field])).includes(String(stored.document[field]))
      return !sameJson(stored.document[field], after[field])
    })
    return [
      ...differing.map((field) => `${documentId} has another ${field} in the ledger`),
      ...(entered === 1 ? [] : [`${documentId} was entered ${entered} times`]),
    ]
  })
}

/** The audit has each decision once, and what became of it. */
function auditedDecisions(stories: readonly DecidedReview[], { audit }: Evidence): readonly string[] {
  const told = new Map<string, number>()
  for (const { action, document_id, detail } of audit) {
    const name = `${document_id} ${detail.decision} ${detail.outcome}`
    if (action === 'decide') told.set(name, (told.get(name) ?? 0) + 1)
  }
  const wanted = stories.flatMap(({ review, decisions }) =>
    decisions.map(({ id, outcome }) => `${review.id} ${id} ${outcome}`),
  )
  const differences = wanted.flatMap((name) => {
    const count = told.get(name) ?? 0
    told.delete(name)
    return count === 1 ? [] : [`the audit has ${count} times: ${name}`]
  })
  return [...differences, ...[...told.keys()].map((name) => `the audit has a decision of no review: ${name}`)]
}

const SERVER = 'server'

/** The audit has as many writes by decisions as their reviews tell: what the ledger's entries move is no write of its own. */
function auditedWrites(stories: readonly DecidedReview[], evidence: Evidence): readonly string[] {
  const wanted = new Map<string, number>()
  for (const { applied } of stories)
    for (const { effects } of applied)
      for (const [at, { collection, documentId, kind }] of effects.entries()) {
        const before = effects[at - 1]
        const isMoved = kind === 'update' && before?.kind === 'create' && before.collection === 'transactions'
        const name = `${kind} ${collection} ${documentId}`
        if (!isMoved) wanted.set(name, (wanted.get(name) ?? 0) + 1)
      }
  for (const { action, collection, document_id, detail } of evidence.audit) {
    if (action === 'review' || parseStamp(detail.stamp ?? '')?.deviceId !== SERVER) continue
    const name = `${action} ${collection} ${document_id}`
    wanted.set(name, (wanted.get(name) ?? 0) - 1)
  }
  return [...wanted].flatMap(([name, left]) =>
    left === 0 ? [] : [`decisions and the audit differ by ${left}: ${name}`],
  )
}

/** A refused entry that was accepted is told once by the ledger, whatever the number of reviews that hold it. */
function acceptedTwice(stories: readonly DecidedReview[], evidence: Evidence): readonly string[] {
  const refused = stories.filter(
    ({ review }) => review.kind === 'rejected' && review.collection === 'transactions',
  )
  return [...new Set(refused.map(({ review }) => review.documentId))].flatMap((id) => {
    const own = refused.filter(({ review }) => review.documentId === id)
    const back = new Set(own.flatMap(({ undone }) => undone.flatMap(({ what }) => [...entriesOf(what)])))
    const made = own.flatMap(({ standing }) => (standing ? entriesOf(standing) : []))
    const all = new Set([...made, ...(evidence.find('transactions', id) ? [id] : [])])
    const left = [...all].filter((entry) => !back.has(entry))
    return left.length > 1 ? [`the refused entry ${id} is in the ledger ${left.length} times`] : []
  })
}
