import { isStamp } from './clock.ts'
import { type AnyDocument, type Definition, fieldEntries } from './collections/definition.ts'
import type { Field } from './collections/field.ts'
import { isUuid } from './ids.ts'
import { isJsonObject } from './json.ts'

/** Why a value is refused. Stable: screens translate them. */
export type IssueCode =
  | 'required'
  | 'unknown-field'
  | 'wrong-type'
  | 'too-long'
  | 'too-many'
  | 'out-of-range'
  | 'not-a-choice'
  | 'malformed'
  | 'not-text'
  | 'history-too-long'

export interface Issue {
  readonly field: string
  readonly code: IssueCode
  /** The limit that was passed, where there is one. */
  readonly limit?: number
}

const MAX_DEPTH = 20
const dateForm = /^[0-9]{4}-[0-9]{2}-[0-9]{2}$/
const timeForm =
  /^[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}(\.[0-9]{1,9})?(Z|[+-][0-9]{2}:[0-9]{2})$/

/** Text that Postgres and every device store unchanged: well-formed Unicode without NUL. */
export function isStorableText(text: string): boolean {
  return text.isWellFormed() && !text.includes('\u0000')
}

/** All that is wrong with a live document; empty when it may be stored. Deletion marks are not fields. */
export function validateDocument(
  definition: Definition,
  document: Readonly<Record<string, unknown>>,
): Issue[] {
  const issues: Issue[] = []
  for (const [name, field] of fieldEntries(definition)) {
    const value = Object.hasOwn(document, name) ? document[name] : undefined
    if (field.server) continue
    if (value === undefined || value === null) {
      if (field.required) issues.push({ field: name, code: 'required' })
      continue
    }
    const issue = validateField(name, field, value)
    if (issue) issues.push(issue)
  }
  for (const name of Object.keys(document)) {
    if (!Object.hasOwn(definition.fields, name) && name !== '_deleted')
      issues.push({ field: name, code: 'unknown-field' })
  }
  return issues
}

export function validateField(name: string, field: Field, value: unknown): Issue | undefined {
  const issue = (code: IssueCode, limit?: number): Issue => ({
    field: name,
    code,
    ...(limit === undefined ? {} : { limit }),
  })
  switch (field.type) {
    case 'text':
      return (
        checkText(value, field, issue) ?? (field.required && value === '' ? issue('required') : undefined)
      )
    case 'id':
      return isUuid(value) ? undefined : issue(typeof value === 'string' ? 'malformed' : 'wrong-type')
    case 'stamp':
      return isStamp(value) ? undefined : issue(typeof value === 'string' ? 'malformed' : 'wrong-type')
    case 'time':
      return typeof value !== 'string'
        ? issue('wrong-type')
        : instant(value) === undefined
          ? issue('malformed')
          : undefined
    case 'date':
      return typeof value !== 'string' ? issue('wrong-type') : isDate(value) ? undefined : issue('malformed')
    case 'integer':
      if (typeof value !== 'number' || !Number.isSafeInteger(value)) return issue('wrong-type')
      if (value < field.minimum) return issue('out-of-range', field.minimum)
      return value > field.maximum ? issue('out-of-range', field.maximum) : undefined
    case 'boolean':
      return typeof value === 'boolean' ? undefined : issue('wrong-type')
    case 'choice':
      if (typeof value !== 'string') return issue('wrong-type')
      return field.choices.includes(value) ? undefined : issue('not-a-choice')
    case 'ids':
    case 'texts':
      return checkList(value, field, issue)
    case 'texts-by-key':
    case 'values-by-key':
      return checkMap(value, field, issue)
    case 'json':
      return checkJson(value, field, issue)
  }
}

type MakeIssue = (code: IssueCode, limit?: number) => Issue

function checkText(value: unknown, field: Field, issue: MakeIssue): Issue | undefined {
  if (typeof value !== 'string') return issue('wrong-type')
  if (value.length > field.maxLength) return issue('too-long', field.maxLength)
  return isStorableText(value) ? undefined : issue('not-text')
}

function checkList(value: unknown, field: Field, issue: MakeIssue): Issue | undefined {
  if (!Array.isArray(value)) return issue('wrong-type')
  if (value.length > field.maxItems) return issue('too-many', field.maxItems)
  for (const item of value) {
    if (field.type === 'ids' && !isUuid(item))
      return issue(typeof item === 'string' ? 'malformed' : 'wrong-type')
    const wrong = checkText(item, field, issue)
    if (wrong) return wrong
  }
  return undefined
}

function checkMap(value: unknown, field: Field, issue: MakeIssue): Issue | undefined {
  if (!isJsonObject(value)) return issue('wrong-type')
  const entries = Object.entries(value)
  if (entries.length > field.maxItems) return issue('too-many', field.maxItems)
  for (const [key, item] of entries) {
    if (key.length > 100) return issue('too-long', 100)
    if (!isStorableText(key) || key === '__proto__') return issue('not-text')
    if (typeof item === 'string') {
      const wrong = checkText(item, field, issue)
      if (wrong) return wrong
    } else if (field.type === 'texts-by-key' || (typeof item !== 'boolean' && !Number.isFinite(item))) {
      return issue('wrong-type')
    }
  }
  return undefined
}

function checkJson(value: unknown, field: Field, issue: MakeIssue): Issue | undefined {
  if (!isPlainJson(value, 0)) return issue('wrong-type')
  return JSON.stringify(value).length > field.maxLength ? issue('too-long', field.maxLength) : undefined
}

function isPlainJson(value: unknown, depth: number): boolean {
  if (depth > MAX_DEPTH) return false
  if (typeof value === 'string') return isStorableText(value)
  if (typeof value === 'number') return Number.isFinite(value)
  if (typeof value === 'boolean' || value === null) return true
  if (Array.isArray(value)) return value.every((item) => isPlainJson(item, depth + 1))
  if (!isJsonObject(value)) return false
  return Object.entries(value).every(
    ([key, item]) => isStorableText(key) && key !== '__proto__' && isPlainJson(item, depth + 1),
  )
}

const MONTH_DAYS = [31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31]

/** A day of the Gregorian calendar from the year 1 on. */
function isDate(value: string): boolean {
  if (!dateForm.test(value)) return false
  const year = Number(value.slice(0, 4))
  const month = Number(value.slice(5, 7))
  const day = Number(value.slice(8, 10))
  const leap = year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0)
  const days = month === 2 && leap ? 29 : (MONTH_DAYS[month - 1] ?? 0)
  return year > 0 && day > 0 && day <= days
}

/** The instant in its one stored form (ISO 8601, UTC, milliseconds), or undefined where the text is none. */
export function instant(value: string): string | undefined {
  if (!timeForm.test(value) || !isDate(value.slice(0, 10))) return undefined
  const ms = Date.parse(value)
  if (Number.isNaN(ms)) return undefined
  const iso = new Date(ms).toISOString()
  return iso.length === 24 && iso >= '0001-01-02' ? iso : undefined
}

/**
 * A valid document in the one form in which it is stored and compared: instants in UTC with milliseconds, sets sorted,
 * absent fields left out. Fields that are not of the definition are left out as well.
 */
export function normalizeDocument(definition: Definition, document: AnyDocument): AnyDocument {
  const normal: { id: string; stamp: string; [field: string]: unknown } = {
    id: document.id,
    stamp: document.stamp,
  }
  for (const [name, field] of fieldEntries(definition)) {
    const value = normalizeValue(field, document[name])
    if (value !== undefined) normal[name] = value
  }
  return normal
}

function isText(value: unknown): boolean {
  return typeof value === 'string'
}

/** A valid value in its one form, and one that is not as it is; undefined where there is none. */
export function normalizeValue(field: Field, value: unknown): unknown {
  if (value === null) return undefined
  if (field.type === 'time' && typeof value === 'string') return instant(value) ?? value
  if (field.type === 'texts' && Array.isArray(value) && value.every(isText)) return [...new Set(value)].sort()
  return value
}
