import type { Json, JsonObject } from '../../../../../shared/json.ts'
import type { Side } from '../../../../../shared/reviews/decision.ts'
import type { Choice } from '../../../reviews/decide.ts'

/**
 * Where a field's value comes from: a version, or what was entered (null: none). `seen` is what stood there when it was entered, of
 * fields in which what others write meanwhile stays.
 */
export type Pick = { readonly side: Side } | { readonly value: Json; readonly seen?: Json }
export type Picks = Readonly<Record<string, Pick>>

/** Every field from one version. */
export function allFrom(side: Side, fields: readonly string[]): Picks {
  return Object.fromEntries(fields.map((field) => [field, { side }]))
}

/**
 * What the picks amount to; undefined while a field has none. What is taken whole from one side is said so; with a value that
 * was entered it is an edit, which names the sides of the other fields.
 */
export function choiceOf(fields: readonly string[], picks: Picks): Choice | undefined {
  const picked = fields.flatMap((field) => (picks[field] ? [{ field, pick: picks[field] }] : []))
  if (picked.length === 0 || picked.length < fields.length) return undefined
  const sides = picked.flatMap(({ field, pick }) => ('side' in pick ? [[field, pick.side] as const] : []))
  const entered = picked.flatMap(({ field, pick }) => ('side' in pick ? [] : [{ field, ...pick }]))
  if (entered.length > 0) {
    const value: JsonObject = Object.fromEntries(entered.map((one) => [one.field, one.value]))
    const seen: JsonObject = Object.fromEntries(
      entered.flatMap((one) => (one.seen === undefined ? [] : [[one.field, one.seen]])),
    )
    return {
      action: 'edit',
      ...(sides.length > 0 ? { fields: Object.fromEntries(sides) } : {}),
      value,
      ...(Object.keys(seen).length > 0 ? { seen } : {}),
    }
  }
  if (sides.every(([, side]) => side === 'server')) return { action: 'take-server' }
  if (sides.every(([, side]) => side === 'device')) return { action: 'take-device' }
  return { action: 'pick', fields: Object.fromEntries(sides) }
}
