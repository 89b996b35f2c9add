import { mayUpdate } from '../../../../../shared/access.ts'
import type { AnyDocument, Definition } from '../../../../../shared/collections/definition.ts'
import type { Review } from '../../../../../shared/collections/reviews.ts'
import { isJsonObject, type Json, sameJson } from '../../../../../shared/json.ts'
import type { PushRow } from '../../../../../shared/protocol.ts'
import { type CollectionName, isCollectionName, registry } from '../../../../../shared/registry.ts'
import { settable } from '../../../../../shared/reviews/plan-fields.ts'
import type { Role } from '../../../../../shared/roles.ts'
import { validateDocument } from '../../../../../shared/validate.ts'
import { reviewReason } from '../../../reviews/review-reason.ts'
import { pickableFields } from '../settle/pickable-fields.ts'

/** What somebody wrote of a document and is not what is stored; null: they had removed it. */
export interface LostWrite {
  readonly collection: CollectionName
  readonly documentId: string
  readonly values: Readonly<Record<string, Json>>
}

/** What of a review's author or of who is concerned lost; undefined where no fields of a document did. */
export function lostIn(review: Review): LostWrite | undefined {
  const { collection, documentId } = review
  if (!isCollectionName(collection)) return undefined
  const { lostSide, lostFields } = reviewReason(review)
  const overwritten = review.kind === 'overwritten'
  const version = overwritten ? review[lostSide] : review.device
  const fields = overwritten ? lostFields : pickableFields(review)
  if (!isJsonObject(version) || fields.length === 0) return undefined
  const values = Object.fromEntries(fields.map((field) => [field, version[field] ?? null]))
  return { collection, documentId, values }
}

/**
 * What this device sent of each document and is not stored any more: the last value it sent of each field that a form writes.
 * Rows in the order in which they were answered.
 */
export function changedSince(
  rows: readonly { readonly collection: CollectionName; readonly row: PushRow }[],
  current: (collection: CollectionName, id: string) => AnyDocument | undefined,
): readonly LostWrite[] {
  const sent = new Map<string, { collection: CollectionName; id: string; values: Record<string, Json> }>()
  for (const { collection, row } of rows) {
    const { assumedMasterState: base, newDocumentState: state } = row
    if (!base || state._deleted) continue
    const definition: Definition = registry[collection]
    const key = `${collection} ${state.id}`
    const values = sent.get(key)?.values ?? {}
    for (const field of Object.keys(definition.fields)) {
      if (!settable(definition, field) || sameJson(base[field] ?? null, state[field] ?? null)) continue
      values[field] = asJson(state[field])
    }
    sent.set(key, { collection, id: state.id, values })
  }
  return [...sent.values()].flatMap(({ collection, id, values }): LostWrite[] => {
    const now = current(collection, id)
    if (!now) return []
    const gone = Object.entries(values).filter(([field, value]) => !sameJson(now[field] ?? null, value))
    return gone.length === 0 ? [] : [{ collection, documentId: id, values: Object.fromEntries(gone) }]
  })
}

/** Whether what was lost can be written again onto what is there now, and what that changes. */
export type Restoration =
  | { readonly changes: Readonly<Record<string, Json>> }
  | { readonly obstacle: 'gone' | 'same' | 'role' | 'invalid' }

export function restorationOf(
  { collection, values }: LostWrite,
  current: AnyDocument | undefined,
  role: Role,
): Restoration {
  if (!current) return { obstacle: 'gone' }
  const definition: Definition = registry[collection]
  const changes = Object.entries(values).filter(([field, value]) => !sameJson(current[field] ?? null, value))
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
