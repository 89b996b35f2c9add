import { mayUpdate } from '../../../../../shared/access.ts'
import type { AnyDocument, Definition } from '../../../../../shared/collections/definition.ts'
import type { Review } from '../../../../../shared/collections/reviews.ts'
import { isJsonObject, type Json, sameJson } from '../../../../../shared/json.ts'
import { encodedGroup } from '../../../../../shared/merge-document/limits.ts'
import type { PushRow } from '../../../../../shared/protocol.ts'
import { type CollectionName, isCollectionName, registry } from '../../../../../shared/registry.ts'
import { settable } from '../../../../../shared/reviews/plan-fields.ts'
import type { Role } from '../../../../../shared/roles.ts'
import { normalizeValue, validateDocument } from '../../../../../shared/validate.ts'
import { lostFields, reviewReason } from '../../../reviews/review-reason.ts'
import { pickableFields } from '../settle/pickable-fields.ts'
import { changedKeys, commonBase, putBack } from './put-back.ts'

/** What somebody wrote of a document and is not what is stored; null: they had removed it. */
export interface LostWrite {
  readonly collection: CollectionName
  readonly documentId: string
  readonly values: Readonly<Record<string, Json>>
  /** What of notes, tags and custom fields stood there before: others' words beside it are not a part of what was lost. */
  readonly bases: Readonly<Record<string, Json>>
  /** It was deleted since: what the person sent of it last, by which it is still called. */
  readonly deleted?: AnyDocument
}

/**
 * What of a review was this person's and lost: the author's values, or those that were stored before of whoever else it
 * concerns. Undefined where no fields of a document did.
 */
export function lostIn(review: Review, userId: string): LostWrite | undefined {
  const { collection, documentId } = review
  if (!isCollectionName(collection)) return undefined
  const side = review.authorId === userId ? 'device' : 'server'
  const overwritten = review.kind === 'overwritten'
  const version = overwritten ? review[side] : review.device
  const fields = overwritten ? lostFields(reviewReason(review), side) : pickableFields(review)
  if (!isJsonObject(version) || fields.length === 0) return undefined
  const base = isJsonObject(review.base) ? review.base : {}
  const merged = mergedFields(registry[collection])
  const values = fields.map((field) => [
    field,
    merged.includes(field) ? mergedValue(field, base, version) : (version[field] ?? null),
  ])
  const bases = fields
    .filter((field) => merged.includes(field))
    .map((field) => [field, mergedValue(field, version, base)])
  return { collection, documentId, values: Object.fromEntries(values), bases: Object.fromEntries(bases) }
}

/** The fields of which both sides' words stay, other than the document that holds them. */
function mergedFields(definition: Definition): readonly string[] {
  const encoded = encodedGroup(definition)
  return Object.keys(definition.fields).filter(
    (field) =>
      encoded !== undefined &&
      definition.fields[field]?.group === encoded.name &&
      field !== encoded.group.encodedField,
  )
}

/** A side's value without the keys in which it is as the other. */
function mergedValue(
  field: string,
  other: Readonly<Record<string, unknown>>,
  side: Readonly<Record<string, unknown>>,
): Json {
  const value = asJson(side[field])
  return field === 'custom' && value !== null ? changedKeys(asJson(other[field]), value) : value
}

/** How documents that this device sent are now, on this device. */
export interface Since {
  current(collection: CollectionName, id: string): AnyDocument | undefined
  /** Whether somebody else deleted it: neither out of sight, nor a part of another record. */
  deleted(collection: CollectionName, id: string): boolean
}

interface Sent {
  readonly state: AnyDocument
  readonly values: Record<string, Json>
  readonly merged: Merged | undefined
  /** The person deleted it, and knows. */
  readonly ended: boolean
}

/**
 * What this device wrote of each document and is not stored any more: the last value of each field that a form writes, of what was
 * created here of each that was filled in. Rows in the order in which they were answered, then those that are not yet: what
 * the person changed later is not lost.
 */
export function changedSince(
  rows: readonly { readonly collection: CollectionName; readonly row: PushRow }[],
  since: Since,
): readonly LostWrite[] {
  const sent = new Map<string, Sent & { readonly collection: CollectionName }>()
  for (const { collection, row } of rows) {
    const key = `${collection} ${row.newDocumentState.id}`
    sent.set(key, { collection, ...sentBy(registry[collection], row, sent.get(key)) })
    restate(row.newDocumentState, sent)
  }
  return [...sent.values()].flatMap(({ collection, state, values, merged, ended }): LostWrite[] => {
    const now = since.current(collection, state.id)
    if (!now) {
      if (ended || Object.keys(values).length === 0 || !since.deleted(collection, state.id)) return []
      return [{ collection, documentId: state.id, values, bases: {}, deleted: state }]
    }
    const definition: Definition = registry[collection]
    const own = merged ? mergedFields(definition) : []
    const back = merged ? putBack(merged.base, merged.sent, now) : {}
    const gone: [string, Json][] = []
    const bases: [string, Json][] = []
    for (const [field, value] of Object.entries(values)) {
      if (!merged || !own.includes(field)) {
        const stored = asJson(normalized(definition, field, value))
        if (!sameJson(now[field] ?? null, stored)) gone.push([field, value])
      } else if (field in back) {
        gone.push([field, mergedValue(field, merged.base, merged.sent)])
        bases.push([field, mergedValue(field, merged.sent, merged.base)])
      }
    }
    if (gone.length === 0) return []
    return [
      {
        collection,
        documentId: state.id,
        values: Object.fromEntries(gone),
        bases: Object.fromEntries(bases),
      },
    ]
  })
}

/** What a person wrote of a document up to and with this row. */
function sentBy(definition: Definition, row: PushRow, before: Sent | undefined): Sent {
  const { assumedMasterState, newDocumentState: state } = row
  if (state._deleted)
    return before ? { ...before, ended: true } : { state, values: {}, merged: undefined, ended: true }
  const base: Readonly<Record<string, unknown>> = assumedMasterState ?? {}
  const values = { ...before?.values }
  for (const field of Object.keys(definition.fields)) {
    if (!settable(definition, field) || sameJson(base[field] ?? null, state[field] ?? null)) continue
    values[field] = asJson(state[field])
  }
  const together = before?.merged ? commonBase(before.merged, base) : base
  const merged = mergedFields(definition).length > 0 ? { base: together, sent: state } : undefined
  return { state, values, merged, ended: false }
}

/** A condition that the person's own ledger entry states takes the place of the one that a form wrote. */
function restate(
  { equipmentId, condition }: Readonly<Record<string, unknown>>,
  sent: ReadonlyMap<string, Sent>,
): void {
  const thing = typeof equipmentId === 'string' ? sent.get(`equipment ${equipmentId}`) : undefined
  if (thing && condition !== undefined && Object.hasOwn(thing.values, 'condition'))
    thing.values.condition = asJson(condition)
}

function normalized({ fields }: Definition, name: string, value: Json): unknown {
  const field = fields[name]
  return field ? normalizeValue(field, value) : value
}

interface Merged {
  readonly base: Readonly<Record<string, unknown>>
  readonly sent: Readonly<Record<string, unknown>>
}

/** Whether what was lost can be written again onto what is there now, and what that changes. */
export type Restoration =
  | { readonly changes: Readonly<Record<string, Json>> }
  | { readonly obstacle: 'deleted' | 'gone' | 'same' | 'role' | 'invalid' }

export function restorationOf(
  { collection, values, bases, deleted }: LostWrite,
  current: AnyDocument | undefined,
  role: Role,
): Restoration {
  // An edit of what is deleted is refused [S4]: it comes back by a manager's decision alone.
  if (!current) return { obstacle: deleted ? 'deleted' : 'gone' }
  const definition: Definition = registry[collection]
  const whole = Object.entries(values).filter(
    ([field, value]) => !(field in bases) && !sameJson(current[field] ?? null, value),
  )
  const mine = Object.fromEntries(Object.entries(values).filter(([field]) => field in bases))
  const back = Object.entries(putBack(bases, mine, current)).filter(([field]) => field in bases)
  const changes = [...whole, ...back]
  if (changes.length === 0) return { obstacle: 'same' }
  const allowed = changes.every(([name]) => {
    const field = settable(definition, name)
    return field !== undefined && mayUpdate(definition, role, field.group)
  })
  if (!allowed) return { obstacle: 'role' }
  const next: Record<string, unknown> = { ...current }
  for (const [field, value] of changes) {
    if (value === null) Reflect.deleteProperty(next, field)
    else next[field] = value
  }
  return validateDocument(definition, next).length > 0
    ? { obstacle: 'invalid' }
    : { changes: Object.fromEntries(changes) }
}

function asJson(value: unknown): Json {
  const text = JSON.stringify(value)
  return text === undefined ? null : JSON.parse(text)
}
