import { MAX_STAMP_LENGTH, STAMP_PATTERN } from './clock.ts'
import type { AnyDocument, Definition } from './collections/definition.ts'
import type { Field } from './collections/field.ts'
import { UUID_PATTERN } from './ids.ts'

/** The part of JSON Schema 2020-12 that is used here. */
export interface JsonSchema {
  readonly type?: string | readonly string[]
  readonly title?: string
  readonly format?: string
  readonly pattern?: string
  readonly minLength?: number
  readonly maxLength?: number
  readonly minimum?: number
  readonly maximum?: number
  readonly multipleOf?: number
  readonly maxItems?: number
  readonly maxProperties?: number
  readonly enum?: readonly string[]
  readonly items?: JsonSchema
  readonly properties?: Readonly<Record<string, JsonSchema>>
  readonly additionalProperties?: boolean | JsonSchema
  readonly required?: readonly string[]
  readonly readOnly?: boolean
}

function fieldSchema(field: Field): JsonSchema {
  switch (field.type) {
    case 'id':
      return { type: 'string', format: 'uuid', pattern: UUID_PATTERN, maxLength: 36 }
    case 'text':
      return { type: 'string', maxLength: field.maxLength, ...(field.required ? { minLength: 1 } : {}) }
    case 'stamp':
      return { type: 'string', pattern: STAMP_PATTERN, maxLength: MAX_STAMP_LENGTH }
    case 'time':
      return { type: 'string', format: 'date-time', maxLength: 35 }
    case 'date':
      return { type: 'string', format: 'date', maxLength: 10 }
    case 'integer':
      return { type: 'integer', minimum: field.minimum, maximum: field.maximum }
    case 'boolean':
      return { type: 'boolean' }
    case 'choice':
      return { type: 'string', enum: field.choices }
    case 'ids':
      return {
        type: 'array',
        maxItems: field.maxItems,
        items: { type: 'string', format: 'uuid', pattern: UUID_PATTERN },
      }
    case 'texts':
      return {
        type: 'array',
        maxItems: field.maxItems,
        items: { type: 'string', maxLength: field.maxLength },
      }
    case 'texts-by-key':
      return {
        type: 'object',
        maxProperties: field.maxItems,
        additionalProperties: { type: 'string', maxLength: field.maxLength },
      }
    case 'values-by-key':
      return {
        type: 'object',
        maxProperties: field.maxItems,
        additionalProperties: { type: ['string', 'number', 'boolean'] },
      }
    case 'json':
      return {}
  }
}

/** The schema of a live document on the wire and in the API. */
export function documentSchema(definition: Definition): JsonSchema {
  const properties: Record<string, JsonSchema> = {}
  for (const [name, field] of Object.entries(definition.fields)) {
    properties[name] = { ...fieldSchema(field), ...(field.server ? { readOnly: true } : {}) }
  }
  return {
    title: definition.name,
    type: 'object',
    properties,
    required: requiredFields(definition),
    additionalProperties: false,
  }
}

function requiredFields(definition: Definition): string[] {
  return Object.entries(definition.fields)
    .filter(([, field]) => field.required)
    .map(([name]) => name)
}

/** The schema of a collection in RxDB on a device. Its documents are in the local form ({@link toLocal}). */
export function deviceSchema(definition: Definition) {
  const properties: Record<string, object> = {}
  for (const [name, field] of Object.entries(definition.fields)) properties[name] = deviceFieldSchema(field)
  const blanked = blankedFields(definition)
  return {
    title: definition.name,
    version: definition.version,
    primaryKey: 'id',
    type: 'object',
    properties,
    required: [...new Set([...requiredFields(definition), ...blanked])],
    indexes: definition.indexes.map((fields) => [...fields]),
    additionalProperties: false,
  } as const
}

function deviceFieldSchema(field: Field): object {
  const base = {
    id: { type: 'string', maxLength: 36 },
    stamp: { type: 'string', maxLength: MAX_STAMP_LENGTH },
  }
  switch (field.type) {
    case 'id':
      return base.id
    case 'stamp':
      return base.stamp
    case 'text':
      return { type: 'string', maxLength: field.maxLength }
    case 'time':
      return { type: 'string', maxLength: 30 }
    case 'date':
      return { type: 'string', maxLength: 10 }
    case 'integer':
      return { type: 'integer', minimum: field.minimum, maximum: field.maximum, multipleOf: 1 }
    case 'boolean':
      return { type: 'boolean' }
    case 'choice':
      return { type: 'string', maxLength: 40 }
    case 'ids':
    case 'texts':
      return { type: 'array', items: { type: 'string' } }
    case 'texts-by-key':
    case 'values-by-key':
      return { type: 'object', additionalProperties: true }
    case 'json':
      return {}
  }
}

/** Optional fields that a device keeps as '' when absent, because IndexedDB indexes no absent value. */
export function blankedFields(definition: Definition): readonly string[] {
  return Object.entries(definition.fields)
    .filter(([, field]) => field.indexed && !field.required)
    .map(([name]) => name)
}

/** A wire document in the form in which a device stores it. */
export function toLocal<D extends AnyDocument>(definition: Definition, document: D): D {
  const missing = blankedFields(definition).filter((name) => document[name] === undefined)
  return missing.length === 0
    ? document
    : { ...document, ...Object.fromEntries(missing.map((name) => [name, ''])) }
}

/** The reverse of {@link toLocal}. */
export function toWire<D extends AnyDocument>(definition: Definition, document: D): D {
  const blank = blankedFields(definition).filter((name) => document[name] === '')
  if (blank.length === 0) return document
  const wire = { ...document }
  for (const name of blank) Reflect.deleteProperty(wire, name)
  return wire
}

/**
 * A schema-valid document that says nothing but its id: required fields blanked, stamp blank. What left the reader's sight
 * [L2] and what there is nothing to show of [P4] look like this.
 */
export function blankTombstone(definition: Definition, id: string): AnyDocument & { _deleted: true } {
  const blank: Record<string, unknown> = {}
  for (const [name, field] of Object.entries(definition.fields)) {
    if (field.required) blank[name] = blankValue(field)
  }
  return { ...blank, id, stamp: '', _deleted: true }
}

function blankValue(field: Field): unknown {
  switch (field.type) {
    case 'integer':
      return Math.max(0, field.minimum)
    case 'boolean':
      return false
    case 'choice':
      return field.choices[0]
    case 'ids':
    case 'texts':
      return []
    case 'texts-by-key':
    case 'values-by-key':
    case 'json':
      return {}
    default:
      return ''
  }
}
