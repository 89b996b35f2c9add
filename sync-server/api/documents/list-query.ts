import { hiddenFields } from '../../../shared/access.ts'
import type { Definition } from '../../../shared/collections/definition.ts'
import type { Field } from '../../../shared/collections/field.ts'
import { EtraxError } from '../../../shared/errors.ts'
import { isUuid } from '../../../shared/ids.ts'
import type { Role } from '../../../shared/roles.ts'
import { isStorableText, validateField } from '../../../shared/validate.ts'

export const MOST_LISTED = 500
const USUALLY_LISTED = 50

export interface Filter {
  readonly field: string
  readonly test: 'equals' | 'contains' | 'from' | 'to'
  readonly value: string
}

/** A request for a page of documents, every part of it checked against the definition. */
export interface ListQuery {
  readonly filters: readonly Filter[]
  /** Looked for inside {@link SEARCHED} fields. */
  readonly search: string | undefined
  readonly sort: string
  readonly descending: boolean
  readonly limit: number
  /** Where the page before ended. */
  readonly after: { readonly key: string; readonly id: string } | undefined
}

/** Texts by which things and people are found, in collections that have them. */
export const SEARCHED = [
  'name',
  'tagCode',
  'serial',
  'manufacturer',
  'model',
  'jerseyNumber',
  'badgeCode',
] as const

const PLAIN: readonly Field['type'][] = ['id', 'text', 'choice', 'time', 'date', 'integer', 'boolean']
const LISTS: readonly Field['type'][] = ['ids', 'texts']
const RANGES: readonly Field['type'][] = ['time', 'date', 'integer']

/** What a role may filter and sort by: fields that it reads, of types that compare. */
export function comparableFields(definition: Definition, role: Role): readonly string[] {
  const hidden = hiddenFields(definition, { role })
  return Object.entries(definition.fields)
    .filter(([name, { type }]) => !hidden.includes(name) && (PLAIN.includes(type) || LISTS.includes(type)))
    .map(([name]) => name)
}

/** @throws EtraxError `malformed-request` that names the parameter */
export function parseListQuery(
  definition: Definition,
  role: Role,
  query: Readonly<Record<string, string>>,
): ListQuery {
  const { limit, cursor, sort: sortText, q, ...filters } = query
  const descending = sortText?.startsWith('-') ?? false
  const sort = sortText === undefined ? 'id' : sortText.replace(/^-/, '')
  const comparable = comparableFields(definition, role)
  const sortType = definition.fields[sort]?.type
  if (!comparable.includes(sort) || sortType === undefined || !PLAIN.includes(sortType)) throw refused('sort')
  if (q !== undefined && (q.length > 200 || !isStorableText(q))) throw refused('q')
  return {
    filters: Object.entries(filters).map(([name, value]) => parseFilter(definition, comparable, name, value)),
    search: q || undefined,
    sort,
    descending,
    limit: parseLimit(limit),
    after: cursor === undefined ? undefined : parseCursor(cursor, orderName({ sort, descending })),
  }
}

function parseFilter(
  definition: Definition,
  comparable: readonly string[],
  name: string,
  value: string,
): Filter {
  const [fieldName = '', bound] = name.split('.')
  const field = definition.fields[fieldName]
  if (!field || !comparable.includes(fieldName)) throw refused(name)
  if (bound !== undefined && (!RANGES.includes(field.type) || (bound !== 'from' && bound !== 'to')))
    throw refused(name)
  if (!isFilterValue(fieldName, field, value)) throw refused(name)
  return { field: fieldName, test: bound ?? (LISTS.includes(field.type) ? 'contains' : 'equals'), value }
}

function isFilterValue(name: string, field: Field, text: string): boolean {
  if (field.type === 'boolean') return text === 'true' || text === 'false'
  if (field.type === 'integer') return /^-?\d{1,15}$/.test(text)
  const value = LISTS.includes(field.type) ? [text] : text
  return validateField(name, field, value) === undefined
}

function parseLimit(text: string | undefined): number {
  if (text === undefined) return USUALLY_LISTED
  if (!/^\d{1,3}$/.test(text) || Number(text) < 1 || Number(text) > MOST_LISTED) throw refused('limit')
  return Number(text)
}

/** The order of a list, as a cursor keeps it. */
export function orderName({ sort, descending }: Pick<ListQuery, 'sort' | 'descending'>): string {
  return `${descending ? '-' : ''}${sort}`
}

/** Opaque to whoever passes it on: which order, the last document's place in it, and its id. */
export function formatCursor(order: string, key: string, id: string): string {
  return Buffer.from(JSON.stringify([order, key, id])).toString('base64url')
}

function parseCursor(cursor: string, wanted: string): { key: string; id: string } {
  let parsed: unknown
  try {
    parsed = JSON.parse(Buffer.from(cursor, 'base64url').toString())
  } catch (error) {
    throw refused('cursor', error)
  }
  const [order, key, id]: unknown[] = Array.isArray(parsed) ? parsed : []
  if (order !== wanted || typeof key !== 'string' || !isStorableText(key) || !isUuid(id))
    throw refused('cursor')
  return { key, id }
}

function refused(parameter: string, cause?: unknown): EtraxError {
  return new EtraxError(
    'malformed-request',
    `The parameter ${parameter.slice(0, 100)} is not one that can be used here.`,
    {
      cause,
    },
  )
}
