import type { Subject } from '../../../shared/access.ts'
import type { AnyDocument, Definition } from '../../../shared/collections/definition.ts'
import type { Field } from '../../../shared/collections/field.ts'
import { columnName } from '../../../shared/columns.ts'
import { EtraxError } from '../../../shared/errors.ts'
import type { Seeing } from '../../../shared/seeing.ts'
import type { Database } from '../../db/database.ts'
import { quoteIdentifier } from '../../db/identifiers.ts'
import { documentJson, documentSql } from '../../sync/document-sql.ts'
import { sightOf } from '../../sync/sight-sql.ts'
import { type Tenant, withTenant } from '../../tenancy/with-tenant.ts'
import { type Filter, formatCursor, type ListQuery, orderName, SEARCHED } from './list-query.ts'

/** A live document as its reader sees it. */
export interface Found {
  readonly document: AnyDocument
  /** Changes with each write: the document's ETag. */
  readonly seq: number
}

/** Where documents are read, and by what they are cut to what their reader may read [P6]. */
export interface Reading {
  readonly database: Database
  readonly seeing: Seeing
}

/** Without the deletion mark, which no live document's reader needs. */
const restJson = (json: string) => `left(${json}, -${',"_deleted":false}'.length}) || '}'`

/** A document that the subject may read; undefined where there is none, or none for them. */
export async function findDocument(
  { database, seeing }: Reading,
  tenant: Tenant,
  definition: Definition,
  subject: Subject,
  id: string,
): Promise<Found | undefined> {
  const sight = sightOf(definition, subject, 2)
  const json = restJson(documentJson(definition, sight.hidden))
  const text = `select ${json} as json, seq from ${documentSql(definition).table}
    where id = $1 and not deleted and ${sight.condition}`
  const [row] = await withTenant(
    database,
    tenant,
    (tx) => tx.unsafe<{ json: string; seq: number }[]>(text, [id, ...sight.parameters], { prepare: true }),
    { mode: 'snapshot' },
  )
  if (!row) return undefined
  const document: AnyDocument = JSON.parse(row.json)
  return { document: seeing.seen(definition, subject, undefined, document), seq: row.seq }
}

/** A page of documents as the JSON text of the answer: `{ documents, cursor? }`. */
export async function listDocuments(
  { database, seeing }: Reading,
  tenant: Tenant,
  definition: Definition,
  subject: Subject,
  query: ListQuery,
): Promise<string> {
  const { text, parameters } = listStatement(definition, subject, query)
  const rows = await withTenant(
    database,
    tenant,
    (tx) => tx.unsafe<{ id: string; key: string; json: string }[]>(text, parameters),
    { mode: 'snapshot' },
  ).catch((error: unknown) => {
    // A cursor that was made up may hold what is no value of the field.
    const isValue = error instanceof Error && 'code' in error && String(error.code).startsWith('22')
    throw isValue
      ? new EtraxError('malformed-request', 'The cursor cannot be used.', { cause: error })
      : error
  })
  const page = rows.slice(0, query.limit)
  const last = page.at(-1)
  const cursor =
    rows.length > page.length && last ? formatCursor(orderName(query), last.key, last.id) : undefined
  const seenText = (json: string) => {
    const document: AnyDocument = JSON.parse(json)
    return JSON.stringify(seeing.seen(definition, subject, undefined, document))
  }
  const cuts = seeing.cuts(definition, subject.role)
  const documents = page.map(({ json }) => (cuts ? seenText(json) : json)).join(',')
  return `{"documents":[${documents}]${cursor === undefined ? '' : `,"cursor":"${cursor}"`}}`
}

/** Names in the text are the definition's; all that a request brought is a parameter. */
function listStatement(definition: Definition, subject: Subject, query: ListQuery) {
  const sight = sightOf(definition, subject, 1)
  const parameters: (string | string[] | number)[] = [...sight.parameters]
  const add = (value: string | string[] | number) => `$${parameters.push(value)}`
  const conditions = ['not deleted', sight.condition]
  for (const filter of query.filters) conditions.push(filterCondition(definition, filter, add))
  if (query.search !== undefined) {
    const fields = SEARCHED.filter((name) => name in definition.fields && !sight.hidden.includes(name))
    conditions.push(fields.length === 0 ? 'false' : foundIn(fields, query.search, add))
  }
  const { expression, type } = sortKey(query.sort, definition.fields[query.sort])
  if (query.after) {
    const place = `(${add(query.after.key)}::text::${type}, ${add(query.after.id)}::uuid)`
    conditions.push(`(${expression}, id) ${query.descending ? '<' : '>'} ${place}`)
  }
  const direction = query.descending ? 'desc' : 'asc'
  const json = restJson(documentJson(definition, sight.hidden))
  const text = `select id, (${expression})::text as key, ${json} as json
    from ${documentSql(definition).table} where ${conditions.join(' and ')}
    order by ${expression} ${direction}, id ${direction} limit ${add(query.limit + 1)}::int`
  return { text, parameters }
}

/** What is searched for stands for itself, its signs included. */
function foundIn(fields: readonly string[], search: string, add: (value: string) => string): string {
  const pattern = add(`%${search.replace(/[\\%_]/g, '\\$&')}%`)
  return `(${fields.map((name) => `${column(name)} ilike ${pattern}`).join(' or ')})`
}

function column(field: string): string {
  return quoteIdentifier(columnName(field))
}

function filterCondition(
  definition: Definition,
  { field, test, value }: Filter,
  add: (value: string) => string,
): string {
  const type = sqlTypeOf(definition.fields[field])
  const parameter = `${add(value)}::text::${type}`
  switch (test) {
    case 'contains':
      return `${column(field)} @> array[${parameter}]`
    case 'from':
      return `${column(field)} >= ${parameter}`
    case 'to':
      return `${column(field)} <= ${parameter}`
    case 'equals':
      return `${column(field)} = ${parameter}`
  }
}

/** Absent values come first, so that every row has a place that a cursor can name. */
function sortKey(name: string, field: Field | undefined): { expression: string; type: string } {
  const type = sqlTypeOf(field)
  if (field?.required) return { expression: column(name), type }
  const least: Record<string, string> = {
    uuid: '00000000-0000-0000-0000-000000000000',
    text: '',
    timestamptz: '-infinity',
    date: '-infinity',
    bigint: '-9223372036854775808',
    boolean: 'false',
  }
  return { expression: `coalesce(${column(name)}, '${least[type]}'::${type})`, type }
}

function sqlTypeOf(field: Field | undefined): string {
  switch (field?.type) {
    case 'id':
      return 'uuid'
    case 'time':
      return 'timestamptz'
    case 'date':
      return 'date'
    case 'integer':
      return 'bigint'
    case 'boolean':
      return 'boolean'
    default:
      return 'text'
  }
}
