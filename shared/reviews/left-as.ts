import { type AnyDocument, type Definition, fieldEntries } from '../collections/definition.ts'
import type { Field } from '../collections/field.ts'
import { asJson, type Json, sameJson } from '../json.ts'
import { contentsOf, mergeFieldsOf, projectionOf } from '../merge-document/contents.ts'
import { encodedGroup } from '../merge-document/limits.ts'
import { normalizeValue } from '../validate.ts'
import type { Effect } from './decision.ts'
import { COUNTS, isCount, isMoved } from './moved-fields.ts'
import type { FieldValues } from './planned.ts'

/** What people and the ledger made of a document: what is lost where a decision that made it, or had it back, is undone. */
export function contentOf(definition: Definition, document: AnyDocument): FieldValues {
  const merged = encodedGroup(definition) ? projectionOf(contentsOf(mergeFieldsOf(document))) : {}
  const whole: Readonly<Record<string, unknown>> = { ...document, ...EMPTY, ...merged }
  const content: Record<string, Json> = {}
  for (const [name, field] of contentFields(definition)) {
    const value = asJson(normalizeValue(field, whole[name]))
    if (value !== null) content[name] = value
  }
  return content
}

const EMPTY = { notes: undefined, tags: undefined, custom: undefined }

function contentFields(definition: Definition): readonly (readonly [string, Field])[] {
  const groups = Object.values(definition.groups)
  const kept = new Set(groups.flatMap(({ stampField, encodedField }) => [stampField, encodedField]))
  return fieldEntries(definition).filter(([name, field]) =>
    field.server ? isCount(name) : name !== 'id' && name !== 'stamp' && !kept.has(name),
  )
}

/** The field in which a document that a decision made, or had back, is not as the decision left it; undefined: in none. */
export function changedSince(
  definition: Definition,
  effect: Effect,
  effects: readonly Effect[],
  document: AnyDocument,
): string | undefined {
  const { collection, documentId, after, left = after } = effect
  if (!left) return 'id'
  const later = effects.filter(
    (one) => one.kind === 'update' && one.collection === collection && one.documentId === documentId,
  )
  const expected = Object.assign({}, left, ...later.map((one) => one.after))
  const was = contentOf(definition, { ...expected, id: documentId, stamp: '' })
  const is = contentOf(definition, document)
  const none = (name: string) => (isCount(name) ? 0 : null)
  const changed = Object.keys({ ...was, ...is }).find(
    (name) => !sameJson(was[name] ?? none(name), is[name] ?? none(name)),
  )
  if (changed === undefined || !isMoved(changed)) return changed
  return isCount(changed) ? COUNTS[0] : 'status'
}
