import type { Json, JsonObject } from '../../../../../shared/json.ts'
import type { Side } from '../../../../../shared/reviews/decision.ts'
import type { Choice } from '../../../reviews/decide.ts'
import type { Versions } from '../compare-versions.ts'

/** Where a field's value comes from: a version, or what was entered (null: none). */
export type Pick = { readonly side: Side } | { readonly value: Json }
export type Picks = Readonly<Record<string, Pick>>

/** Every field from one version. */
export function allFrom(side: Side, fields: readonly string[]): Picks {
  return Object.fromEntries(fields.map((field) => [field, { side }]))
}

/**
 * What the picks amount to; undefined while a field has none. What is taken whole from one side is said so, and a value that
 * was entered makes all of it an edit that names every field's value.
 */
export function choiceOf(fields: readonly string[], picks: Picks, versions: Versions): Choice | undefined {
  const picked = fields.flatMap((field) => (picks[field] ? [{ field, pick: picks[field] }] : []))
  if (picked.length === 0 || picked.length < fields.length) return undefined
  const sides = picked.flatMap(({ field, pick }) => ('side' in pick ? [{ field, side: pick.side }] : []))
  if (sides.length < picked.length) {
    const value: JsonObject = Object.fromEntries(
      picked.map(({ field, pick }) => [
        field,
        'side' in pick ? (versions[pick.side]?.[field] ?? null) : pick.value,
      ]),
    )
    return { action: 'edit', value }
  }
  if (sides.every(({ side }) => side === 'server')) return { action: 'take-server' }
  if (sides.every(({ side }) => side === 'device')) return { action: 'take-device' }
  return { action: 'pick', fields: Object.fromEntries(sides.map(({ field, side }) => [field, side])) }
}
