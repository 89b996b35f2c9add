import type { AnyDocument } from '../collections/definition.ts'
import type { Review, ReviewKind } from '../collections/reviews.ts'
import { isUuid } from '../ids.ts'
import { isJsonObject, type Json, type JsonObject } from '../json.ts'
import { isManager, type Role } from '../roles.ts'

/** What can be decided on a review. */
export const DECISION_ACTIONS = [
  'take-server',
  'take-device',
  'pick',
  'edit',
  'retag',
  'reverse',
  'reject',
  'assign',
  'defer',
  'ask',
  'answer',
  'undo',
] as const
export type DecisionAction = (typeof DECISION_ACTIONS)[number]

export const SIDES = ['base', 'device', 'server'] as const
export type Side = (typeof SIDES)[number]

/** What whoever settles a review says; as it is appended to `decisions` on a device, and sent to the API. */
export interface DecisionDraft {
  /** Names the decision, so that the same one counts once. */
  readonly id: string
  readonly action: DecisionAction
  /** The review's version that was seen; of two decisions on one version the second is overtaken. */
  readonly version: number
  /** `pick`, `edit`: from which side a field is taken. */
  readonly fields?: Readonly<Record<string, Side>>
  /**
   * - `edit`: the fields' new values, null: none
   * - `retag`: `{ tagCode }` of the second thing
   * - `take-device` of a fork: `{ transactionId }` of the end that holds, where more than one other is there
   * - `assign`: `{ assigneeId }`, null: nobody
   * - `defer`: `{ until }`, an instant (ISO 8601)
   */
  readonly value?: JsonObject
  /**
   * `edit`: the notes, tags and custom fields that were there when their new values were made, null: none. What came beside them
   * since stays.
   */
  readonly seen?: JsonObject
  /** In words: why it is rejected, what is asked or answered. */
  readonly reason?: string
  /** The device's time (ISO 8601). */
  readonly at: string
}

/** A field's value before and after; null: none. */
export interface Effect {
  readonly collection: string
  readonly documentId: string
  readonly kind: 'update' | 'create' | 'delete' | 'restore'
  readonly before?: Readonly<Record<string, Json>>
  readonly after?: Readonly<Record<string, Json>>
  /** `restore`: what the document was when it came back; an undo takes it away only where it is still that. */
  readonly left?: Readonly<Record<string, Json>>
}

/**
 * - `applied`: it counts
 * - `overtaken`: another decision on the same version came first, this one changed nothing
 * - `refused`: it could not be carried out, for the reason in `code`; this one changed nothing
 */
export type Outcome = 'applied' | 'overtaken' | 'refused'

/** A decision with what the server adds when it comes there; without an outcome it is on its way. */
export interface Decision extends DecisionDraft {
  readonly by?: string
  readonly deviceId?: string
  readonly receivedAt?: string
  readonly outcome?: Outcome
  readonly code?: DecisionProblem
  /** Which value is at fault, where it is refused for one. */
  readonly field?: string
}

/** Why a decision is refused. Stable: screens translate them. */
export const DECISION_PROBLEMS = [
  'not-for-kind',
  'not-allowed',
  'already-decided',
  'nothing-to-undo',
  'changed-since',
  'document-gone',
  'value-missing',
  'value-invalid',
  'code-taken',
  'already-entered',
  'evidence-changed',
  'earlier-missing',
] as const
export type DecisionProblem = (typeof DECISION_PROBLEMS)[number]

/** Decisions that end a review; the others leave it open. */
const ENDING: readonly DecisionAction[] = [
  'take-server',
  'take-device',
  'pick',
  'edit',
  'retag',
  'reverse',
  'reject',
]

export function ends(action: DecisionAction): boolean {
  return ENDING.includes(action)
}

const ALWAYS: readonly DecisionAction[] = ['reject', 'assign', 'defer', 'ask', 'answer', 'undo']

const BY_KIND: Readonly<Record<ReviewKind, readonly DecisionAction[]>> = {
  overwritten: ['take-server', 'take-device', 'pick', 'edit'],
  'custody-fork': ['take-server', 'take-device', 'edit', 'retag', 'reverse'],
  overdraw: ['take-server', 'take-device', 'edit', 'reverse'],
  'duplicate-tag': ['take-server', 'take-device', 'edit', 'retag'],
  deletion: ['take-server', 'take-device'],
  rejected: ['take-server', 'take-device', 'pick', 'edit'],
}

/** The actions that make sense for a kind of review, in the order in which they are offered. */
export function actionsFor(kind: ReviewKind): readonly DecisionAction[] {
  return [...BY_KIND[kind], ...ALWAYS]
}

/** Managers decide; an author answers what was asked. */
export function mayDecide(role: Role, action: DecisionAction, isAuthor: boolean): boolean {
  if (action === 'answer') return isAuthor
  return isManager(role)
}

const MAX_REASON = 2_000
/** Of an edited document's fields, as JSON. */
const MAX_VALUE = 100_000
const INSTANT = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}(\.\d{1,9})?(Z|[+-]\d{2}:\d{2})$/

/** What is wrong with a decision by itself, by field; undefined: it is one. */
export function draftProblem(value: unknown): { readonly field: string } | undefined {
  if (!isJsonObject(value)) return { field: 'decisions' }
  const { id, action, version, fields, value: content, seen, reason, at } = value
  if (!isUuid(id)) return { field: 'id' }
  if (!DECISION_ACTIONS.some((one) => one === action)) return { field: 'action' }
  if (typeof version !== 'number' || !Number.isSafeInteger(version) || version < 0)
    return { field: 'version' }
  if (typeof at !== 'string' || !INSTANT.test(at) || Number.isNaN(Date.parse(at))) return { field: 'at' }
  if (reason !== undefined && (typeof reason !== 'string' || reason.length > MAX_REASON))
    return { field: 'reason' }
  if (content !== undefined && !isJsonObject(content)) return { field: 'value' }
  const isTalk = action === 'ask' || action === 'answer' || action === 'undo' || action === 'reject'
  if (content !== undefined && (isTalk || !isShort(content))) return { field: 'value' }
  if (seen !== undefined && !(action === 'edit' && isJsonObject(seen) && isShort(seen)))
    return { field: 'seen' }
  if (fields === undefined) return undefined
  const sides = isJsonObject(fields) ? Object.values(fields) : [undefined]
  return sides.every((side) => SIDES.some((one) => one === side)) ? undefined : { field: 'fields' }
}

function isShort(value: JsonObject): boolean {
  return JSON.stringify(value).length <= MAX_VALUE
}

/** Whether every answer has its question: nobody talks on unasked. */
export function areAsked(
  kept: readonly DecisionDraft[],
  drafts: readonly Pick<DecisionDraft, 'action'>[],
): boolean {
  const count = (list: readonly Pick<DecisionDraft, 'action'>[], wanted: DecisionAction) =>
    list.filter(({ action }) => action === wanted).length
  const answers = count(drafts, 'answer')
  return answers === 0 || count(kept, 'answer') + answers <= count(kept, 'ask') + count(drafts, 'ask')
}

/** What of a list's entry is the sender's to say; undefined: it is no decision. */
export function draftOf(entry: JsonObject): DecisionDraft | undefined {
  if (!isDecision(entry)) return undefined
  const { id, action, version, fields, value, seen, reason, at } = entry
  return {
    id,
    action,
    version,
    ...(fields === undefined ? {} : { fields }),
    ...(value === undefined ? {} : { value }),
    ...(seen === undefined ? {} : { seen }),
    ...(reason === undefined ? {} : { reason }),
    at,
  }
}

/** What a decision that was applied changed, as its review keeps it; who reads no effects gets none. */
export function effectsIn(review: Pick<Review, 'effects'>, { id }: Pick<Decision, 'id'>): readonly Effect[] {
  const { effects } = review
  const own = isJsonObject(effects) ? effects[id] : undefined
  return Array.isArray(own) ? own.filter(isEffect) : []
}

const EFFECT_KINDS: readonly Effect['kind'][] = ['update', 'create', 'delete', 'restore']

function isEffect(value: Json): value is Json & Effect {
  if (!isJsonObject(value)) return false
  const { collection, documentId, kind, before = {}, after = {}, left = {} } = value
  return (
    typeof collection === 'string' &&
    typeof documentId === 'string' &&
    EFFECT_KINDS.some((one) => one === kind) &&
    isJsonObject(before) &&
    isJsonObject(after) &&
    isJsonObject(left)
  )
}

/** The decisions of a review, in their order. */
export function decisionsOf(review: Pick<Review, 'decisions'> | AnyDocument): readonly Decision[] {
  const { decisions } = review
  if (!Array.isArray(decisions)) return []
  return decisions.filter(isDecision)
}

function isDecision(value: unknown): value is Decision {
  return draftProblem(value) === undefined
}
