import type { AnyDocument, Definition } from '../collections/definition.ts'
import type { Review } from '../collections/reviews.ts'
import { isJsonObject, type Json, sameJson } from '../json.ts'
import { type Contents, contentsOf, mergeFieldsOf, projectionOf } from '../merge-document/contents.ts'
import { encodedGroup } from '../merge-document/limits.ts'
import { threeWay } from '../merge-document/three-way.ts'
import { validateField } from '../validate.ts'
import type { Decision, Side } from './decision.ts'
import type { FieldValues } from './planned.ts'

const PARTS = ['notes', 'tags', 'custom'] as const

/**
 * Of notes, tags and custom fields a decision sets what its side changed, on top of what is stored by now: what others wrote
 * since stays. Of a custom field that both changed the value holds that was decided for. Other fields are left as they are,
 * and so is what is not valid: it is refused as it was sent.
 */
export function onTopOfStored(
  definition: Definition,
  stored: AnyDocument,
  base: unknown,
  values: FieldValues,
): FieldValues {
  const wanted = mergeable(definition, values)
  if (wanted.length === 0) return values
  const [from, now] = [contentsIn(base), contentsIn(stored)]
  const sent = contentsOf({ ...projectionOf(from), ...partsIn(values, wanted) })
  const { contents, lost } = threeWay(from, now, sent)
  const custom = new Map(contents.custom)
  for (const key of lost) {
    const value = sent.custom.get(key)
    if (value !== undefined) custom.set(key, value)
  }
  return withParts(values, wanted, { ...contents, custom }, stored)
}

/**
 * The same for values that were entered: what whoever entered them changed of what was seen. Where a decision does not say what
 * that was, it is what the review showed; where it shows nothing, the values are set as they are said.
 */
export function onTopOfSeen(
  definition: Definition,
  stored: AnyDocument,
  shown: Json | undefined,
  { seen }: Pick<Decision, 'seen'>,
  values: FieldValues,
): FieldValues {
  const known = seen ?? (isJsonObject(shown) ? shown : undefined)
  return known ? onTopOfStored(definition, stored, known, values) : values
}

/** Whether a field is one of those that decisions set on top of what is stored. */
export function isMerged(definition: Definition, name: string): boolean {
  return PARTS.some((part) => part === name) && encodedGroup(definition) !== undefined
}

/** The same for a value that lost to another: only what the two sides disagree on is set, as `side` has it. */
export function overOther(
  definition: Definition,
  stored: AnyDocument,
  review: Review,
  side: Side,
  values: FieldValues,
): FieldValues {
  const wanted = mergeable(definition, values)
  if (wanted.length === 0) return values
  const other = contentsIn(side === 'server' ? review.device : review.server)
  const now = contentsIn(stored)
  const chosen = contentsOf(partsIn(values, wanted))
  const custom = new Map(now.custom)
  for (const key of contested(review)) {
    const value = chosen.custom.get(key)
    if (value === undefined) custom.delete(key)
    else custom.set(key, value)
  }
  return withParts(values, wanted, { ...threeWay(other, now, chosen).contents, custom }, stored)
}

/** Custom fields for which the two sides of a review have different values, and of which both know. */
function contested({ base, device, server }: Review): readonly string[] {
  const [from, ours, theirs] = [base, device, server].map((version) => contentsIn(version).custom)
  const apart = [...(ours?.keys() ?? [])].filter(
    (key) => theirs?.has(key) && !sameJson(ours?.get(key), theirs.get(key)),
  )
  const both = apart.filter(
    (key) => !sameJson(from?.get(key), ours?.get(key)) && !sameJson(from?.get(key), theirs?.get(key)),
  )
  return both.length > 0 ? both : apart
}

type Part = (typeof PARTS)[number]

function mergeable(definition: Definition, values: FieldValues): readonly Part[] {
  const limits = encodedGroup(definition)?.limits
  if (!limits) return []
  return PARTS.filter((part) => {
    const value = values[part]
    return value !== undefined && (value === null || !validateField(part, limits[part], value))
  })
}

function contentsIn(version: unknown): Contents {
  const known = typeof version === 'object' && version !== null ? version : {}
  return contentsOf(mergeFieldsOf({ ...known }))
}

/** What values say of some parts; a part that is null is empty. */
function partsIn(values: FieldValues, parts: readonly Part[]) {
  const { notes, tags, custom } = mergeFieldsOf(values)
  const said = { notes: notes ?? '', tags: tags ?? [], custom: custom ?? {} }
  return Object.fromEntries(parts.map((part) => [part, said[part]]))
}

function withParts(
  values: FieldValues,
  parts: readonly Part[],
  contents: Contents,
  stored: AnyDocument,
): FieldValues {
  const { notes = null, tags = null, custom = null } = projectionOf(contents)
  const merged: Record<Part, Json> = { notes, tags: tags && [...tags], custom: custom && { ...custom } }
  const others = Object.entries(values).filter(([name]) => !parts.some((part) => part === name))
  const changed = parts.filter((part) => !sameJson(stored[part] ?? null, merged[part]))
  return { ...Object.fromEntries(others), ...Object.fromEntries(changed.map((part) => [part, merged[part]])) }
}
