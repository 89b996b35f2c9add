import type { Json, JsonObject } from '../json.ts'

export type FieldType =
  | 'id'
  | 'text'
  | 'stamp'
  | 'time'
  | 'date'
  | 'integer'
  | 'boolean'
  | 'choice'
  | 'ids'
  | 'texts'
  | 'texts-by-key'
  | 'values-by-key'
  | 'json'

/**
 * One field of a collection. `time` is an ISO 8601 instant in UTC with milliseconds, `date` is `YYYY-MM-DD`, `integer` fits
 * a double exactly. The phantom `value` carries the TypeScript type only.
 */
export interface Field<Value = unknown, Required extends boolean = boolean> {
  readonly type: FieldType
  readonly required: Required
  /** The group whose conflict policy the field follows. */
  readonly group: string
  /** Longest text, longest element of a list, or largest JSON text; in UTF-16 units. */
  readonly maxLength: number
  /** Most elements of a list or keys of a map. */
  readonly maxItems: number
  readonly minimum: number
  readonly maximum: number
  readonly choices: readonly string[]
  /** Set by the server; what a sender puts there is not compared and not taken. */
  readonly server: boolean
  /** Indexed on the device and in Postgres. */
  readonly indexed: boolean
  /** The version of the set of collections in which the field came; older readers do not get it [L5]. */
  readonly since: number
  readonly value?: Value
}

export interface FieldOptions {
  readonly group?: string
  readonly maxLength?: number
  readonly maxItems?: number
  readonly minimum?: number
  readonly maximum?: number
  readonly server?: boolean
  readonly indexed?: boolean
  readonly since?: number
}

export interface FieldBuilder<Value> extends Field<Value, false> {
  /** The same field, one that a live document always has. */
  readonly needed: Field<Value, true>
}

function field<Value>(
  type: FieldType,
  options: FieldOptions,
  choices: readonly string[] = [],
): FieldBuilder<Value> {
  const built = {
    type,
    group: options.group ?? 'catalogue',
    maxLength: options.maxLength ?? 200,
    maxItems: options.maxItems ?? 100,
    minimum: options.minimum ?? 0,
    maximum: options.maximum ?? 1_000_000_000,
    choices,
    server: options.server ?? false,
    indexed: options.indexed ?? false,
    since: options.since ?? 0,
  }
  return { ...built, required: false, needed: { ...built, required: true } }
}

export const id = (options: FieldOptions = {}) => field<string>('id', options)
export const text = (options: FieldOptions = {}) => field<string>('text', options)
export const stamp = (options: FieldOptions = {}) => field<string>('stamp', options)
export const time = (options: FieldOptions = {}) => field<string>('time', options)
export const date = (options: FieldOptions = {}) => field<string>('date', options)
export const integer = (options: FieldOptions = {}) => field<number>('integer', options)
export const boolean = (options: FieldOptions = {}) => field<boolean>('boolean', options)
export const ids = (options: FieldOptions = {}) => field<readonly string[]>('ids', options)
/** A set of texts: sorted, without repetition. */
export const texts = (options: FieldOptions = {}) => field<readonly string[]>('texts', options)
export const textsByKey = (options: FieldOptions = {}) =>
  field<{ readonly [key: string]: string }>('texts-by-key', options)
/** Texts, numbers and booleans by key. */
export const valuesByKey = (options: FieldOptions = {}) =>
  field<{ readonly [key: string]: string | number | boolean }>('values-by-key', options)
export const jsonObject = (options: FieldOptions = {}) => field<JsonObject>('json', options)
export const jsonValue = (options: FieldOptions = {}) => field<Json>('json', options)
export const choice = <const Choices extends readonly string[]>(
  choices: Choices,
  options: FieldOptions = {},
) => field<Choices[number]>('choice', options, choices)
