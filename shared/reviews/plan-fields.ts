import { mayUpdate } from '../access.ts'
import type { AnyDocument, Definition } from '../collections/definition.ts'
import type { Field } from '../collections/field.ts'
import { type Json, sameJson } from '../json.ts'
import { normalizeValue, validateDocument, validateField } from '../validate.ts'
import type { FieldValues, Planned, Problem } from './planned.ts'
import { problem } from './planned.ts'
import type { Decider, World } from './world.ts'

/**
 * Whether documents of a collection are made and deleted by writes at all. Of the others a refused write can't be made after all: an
 * account is changed by the users' own page, and a refused decision is made again on the review that it was about.
 */
export function takesWrites({ access }: Definition): boolean {
  return access.create.length > 0 || access.remove.length > 0
}

/** A field that a decision may set by itself: not the server's, and none whose change is judged by a transaction. */
export function settable(definition: Definition, name: string): Field | undefined {
  const field = Object.hasOwn(definition.fields, name) ? definition.fields[name] : undefined
  if (!field || field.server) return undefined
  const group = definition.groups[field.group]
  if (!group || group.judgedBy !== undefined || name === group.stampField || name === group.encodedField)
    return undefined
  return group.policy === 'server' || group.policy === 'append-only' ? undefined : field
}

/** Sets fields of a live document, as whoever decides may. */
export function planUpdate(
  definition: Definition,
  document: AnyDocument,
  values: FieldValues,
  world: World,
  by: Decider,
): Planned {
  const fields: Record<string, Json> = {}
  for (const [name, value] of Object.entries(values)) {
    const field = settable(definition, name)
    if (!field || (value !== null && validateField(name, field, value))) return problem('value-invalid', name)
    if (sameJson(document[name], normalizeValue(field, value))) continue
    if (!mayUpdate(definition, by.role, field.group)) return problem('not-allowed', name)
    fields[name] = value
  }
  if (Object.keys(fields).length === 0) return []
  const next = withFields(document, fields)
  const [issue] = validateDocument(definition, next)
  if (issue) return problem('value-invalid', issue.field)
  const taken = takenTag(world, document.id, fields.tagCode)
  if (taken) return taken
  return [{ collection: definition.name, documentId: document.id, kind: 'update', fields }]
}

/** The document with these fields; null: without. */
export function withFields(document: AnyDocument, fields: FieldValues): AnyDocument {
  const next: { id: string; stamp: string; [field: string]: unknown } = { ...document }
  for (const [name, value] of Object.entries(fields)) {
    if (value === null) Reflect.deleteProperty(next, name)
    else next[name] = value
  }
  return next
}

/** Two things never get one code by a decision. */
export function takenTag(world: World, documentId: string, tagCode: Json | undefined): Problem | undefined {
  if (typeof tagCode !== 'string') return undefined
  const others = world.withTag(tagCode).filter((id) => id !== documentId)
  return others.length > 0 ? problem('code-taken', 'tagCode') : undefined
}

const MAX_TAG = 500

/** What is wrong with the code for a thing that is to get one. */
export function tagProblem(world: World, tagCode: Json | undefined, documentId = ''): Problem | undefined {
  if (tagCode === undefined || tagCode === null || tagCode === '') return problem('value-missing', 'tagCode')
  if (typeof tagCode !== 'string' || tagCode.length > MAX_TAG) return problem('value-invalid', 'tagCode')
  return takenTag(world, documentId, tagCode)
}

/** A side's values of some fields, for those that it has none null. */
export function valuesOf(version: unknown, fields: readonly string[]): FieldValues {
  const known = isVersion(version) ? version : {}
  return Object.fromEntries(fields.map((field) => [field, known[field] ?? null]))
}

function isVersion(version: unknown): version is Readonly<Record<string, Json>> {
  return typeof version === 'object' && version !== null && !Array.isArray(version)
}
