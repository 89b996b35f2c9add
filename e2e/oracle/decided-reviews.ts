import { typed } from '../../shared/collections/definition.ts'
import { type Review, reviews } from '../../shared/collections/reviews.ts'
import { isJsonObject, type Json } from '../../shared/json.ts'
import {
  type Decision,
  type DecisionAction,
  decisionsOf,
  type Effect,
} from '../../shared/reviews/decision.ts'
import type { StoredSchool } from './stored-school.ts'

/** A decision that was carried out, with what its review says that it changed. */
export interface Applied {
  readonly decision: Decision
  readonly effects: readonly Effect[]
}

/** A review as its list of decisions tells its story. */
export interface DecidedReview {
  readonly review: Review
  readonly decisions: readonly Decision[]
  /** Without words, which change nothing. */
  readonly applied: readonly Applied[]
  /** What ended it and was not undone. */
  readonly standing: Applied | undefined
  readonly undone: readonly { readonly what: Applied; readonly by: Applied }[]
}

const WORDS: readonly DecisionAction[] = ['ask', 'answer']
const LEAVE_OPEN: readonly DecisionAction[] = [...WORDS, 'assign', 'defer', 'undo']

export function decidedReviews(school: Pick<StoredSchool, 'of'>): readonly DecidedReview[] {
  return school
    .of('reviews')
    .map(({ document }) => storyOf(typed(reviews, document)))
    .filter(({ decisions }) => decisions.length > 0)
}

function storyOf(review: Review): DecidedReview {
  const decisions = decisionsOf(review)
  const applied = decisions
    .filter(({ outcome, action }) => outcome === 'applied' && !WORDS.includes(action))
    .map((decision): Applied => ({ decision, effects: effectsOf(review, decision.id) }))
  const undone: { what: Applied; by: Applied }[] = []
  let standing: Applied | undefined
  for (const one of applied) {
    if (one.decision.action === 'undo' && standing) {
      undone.push({ what: standing, by: one })
      standing = undefined
    } else if (!LEAVE_OPEN.includes(one.decision.action)) standing = one
  }
  return { review, decisions, applied, standing, undone }
}

/** As they lie there, whatever they are: what a reader of the product makes of them is not asked. */
function effectsOf({ effects }: Review, decisionId: string): readonly Effect[] {
  const own = isJsonObject(effects) ? effects[decisionId] : undefined
  return Array.isArray(own) ? own.map(effectIn) : []
}

function effectIn(value: Json): Effect {
  if (!isJsonObject(value)) throw new Error(`${JSON.stringify(value)} is no effect.`)
  const { collection, documentId, kind, before, after } = value
  const known = (['update', 'create', 'delete', 'restore'] as const).find((one) => one === kind)
  if (!known) throw new Error(`${JSON.stringify(value)} is no effect.`)
  return {
    collection: String(collection),
    documentId: String(documentId),
    kind: known,
    ...(isJsonObject(before) ? { before } : {}),
    ...(isJsonObject(after) ? { after } : {}),
  }
}

/** Ids of the ledger's entries that decisions made and that were taken back since, and of those that took them back. */
export function entriesTakenBack(stories: readonly DecidedReview[]): ReadonlySet<string> {
  return new Set(
    stories.flatMap(({ undone }) => undone.flatMap(({ what, by }) => [...entriesOf(what), ...entriesOf(by)])),
  )
}

export function entriesOf({ effects }: Applied): readonly string[] {
  return effects.flatMap(({ collection, kind, documentId }) =>
    collection === 'transactions' && kind === 'create' ? [documentId] : [],
  )
}
