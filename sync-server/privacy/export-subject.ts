import { strToU8, zipSync } from 'fflate'
import Papa from 'papaparse'
import type { Definition } from '../../shared/collections/definition.ts'
import type { Database } from '../db/database.ts'
import { quoteIdentifier } from '../db/identifiers.ts'
import { documentJson, documentSql } from '../sync/document-sql.ts'
import { type Tenant, withTenant } from '../tenancy/with-tenant.ts'
import type { DataSubject } from './data-subject.ts'
import { type ErasurePlan, readErasurePlan } from './erasure-plan.ts'
import { createNamedParts } from './named-parts.ts'
import { PERSONAL_TABLES } from './personal-tables.ts'

export type ExportedRow = Readonly<Record<string, unknown>>

/** All that a school holds on somebody, by table. */
export interface SubjectExport {
  readonly school: string
  readonly exportedAt: string
  readonly people: readonly string[]
  readonly users: readonly string[]
  readonly tables: Readonly<Record<string, readonly ExportedRow[]>>
}

export interface ExportCollections {
  readonly people: Definition
  readonly users: Definition
  readonly equipment: Definition
  readonly transactions: Definition
  readonly reviews: Definition
}

/** Which rows of a collection are somebody's: `$1` the ids of people, `$2` those of users, as lists of texts. */
const CONDITIONS: Readonly<Record<keyof ExportCollections, string>> = {
  people: 'id = ANY($1::text[]::uuid[]) AND cardinality($2::text[]) >= 0',
  users: 'id = ANY($2::text[]::uuid[]) AND cardinality($1::text[]) >= 0',
  equipment: 'holder_id = ANY($1::text[]::uuid[]) AND cardinality($2::text[]) >= 0 AND NOT deleted',
  transactions: `from_holder_id = ANY($1::text[]::uuid[]) OR to_holder_id = ANY($1::text[]::uuid[])
    OR actor_id = ANY($2::text[]::uuid[])`,
  reviews: `(document_id = ANY($1::text[]) OR document_id = ANY($2::text[])
    OR author_id = ANY($2::text[]::uuid[])) AND NOT deleted`,
}

/** Reads it in one moment's state of the school. */
export async function exportSubject(
  database: Database,
  tenant: Tenant,
  subject: DataSubject,
  collections: ExportCollections,
): Promise<SubjectExport> {
  const { people, users } = subject
  const tables: Record<string, readonly ExportedRow[]> = {}
  await withTenant(
    database,
    tenant,
    async (tx) => {
      const plan = await readErasurePlan(tx, subject)
      const named = createNamedParts(subject)
      const ids = [[...people], [...users]]
      for (const name of documentTables) {
        const definition = collections[name]
        const rows = await tx.unsafe<{ json: string }[]>(
          `SELECT ${documentJson(definition, ['merge'])} AS json FROM ${documentSql(definition).table}
           WHERE ${CONDITIONS[name]} ORDER BY id`,
          ids,
        )
        const own = rows.map(({ json }): ExportedRow => JSON.parse(json))
        // Of documents of others, where an erasure would look for them, what names them and nothing else.
        const others = await tx.unsafe<{ json: string }[]>(
          `SELECT ${documentJson(definition, ['merge'])} AS json FROM ${documentSql(definition).table}
           WHERE id = ANY($1::text[]::uuid[]) AND NOT id = ANY($2::text[]::uuid[]) ORDER BY id`,
          [elsewhere(plan, name), own.map(({ id }) => String(id))],
        )
        tables[name] = [...own, ...others.flatMap(({ json }) => named(JSON.parse(json)))]
      }
      for (const { table, user, exported } of PERSONAL_TABLES.filter(({ schema }) => schema === 'school'))
        tables[table] = await tx.unsafe<ExportedRow[]>(selection(table, user, exported), [[...users]])
      // What others did with what is held of them.
      const about = await tx.unsafe<ExportedRow[]>(
        selection('audit', 'document_id', auditColumns(), 'text'),
        [[...people, ...users]],
      )
      tables.audit = [...(tables.audit ?? []), ...about]
    },
    { mode: 'snapshot' },
  )
  for (const { table, user, exported } of PERSONAL_TABLES.filter(({ schema }) => schema === 'platform'))
    tables[table] = await database.unsafe<ExportedRow[]>(
      `${selection(`etrax_system.${table}`, user, exported)} AND tenant_id = $2`,
      [[...users], tenant.id],
    )
  return { school: tenant.name, exportedAt: new Date().toISOString(), people, users, tables }
}

function elsewhere(plan: ErasurePlan, name: keyof ExportCollections): string[] {
  return name === 'equipment' || name === 'transactions' || name === 'reviews' ? [...plan[name]] : []
}

const documentTables = ['people', 'users', 'equipment', 'transactions', 'reviews'] as const

function auditColumns(): readonly string[] {
  return PERSONAL_TABLES.find(({ table }) => table === 'audit')?.exported ?? []
}

/** The names are of our own list; quoted all the same. */
function selection(
  table: string,
  column: string,
  exported: readonly string[],
  type: 'uuid' | 'text' = 'uuid',
): string {
  const columns = exported.map(quoteIdentifier).join(', ')
  return `SELECT ${columns} FROM ${table.split('.').map(quoteIdentifier).join('.')}
    WHERE ${quoteIdentifier(column)} = ANY($1::text[]::${type}[])`
}

/** One archive: all of it as JSON, and each table that has rows as CSV, in which nothing is taken for a formula. */
export function zipOf(exported: SubjectExport): Uint8Array {
  const files: Record<string, Uint8Array> = { 'data.json': strToU8(JSON.stringify(exported, undefined, 2)) }
  for (const [table, rows] of Object.entries(exported.tables))
    if (rows.length > 0) files[`${table}.csv`] = strToU8(csvOf(rows))
  return zipSync(files, { level: 6 })
}

export function csvOf(rows: readonly ExportedRow[]): string {
  const columns = [...new Set(rows.flatMap((row) => Object.keys(row)))]
  return csvText([columns, ...rows.map((row) => columns.map((name) => row[name]))])
}

/** RFC 4180; what a spreadsheet would take for a formula begins with an apostrophe. */
export function csvText(rows: readonly (readonly unknown[])[]): string {
  const cells = rows.map((row) => row.map(cellOf))
  return `${Papa.unparse(cells, { newline: '\r\n', escapeFormulae: true })}\r\n`
}

function cellOf(value: unknown): string | number | boolean {
  if (value === undefined || value === null) return ''
  if (typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean') return value
  return JSON.stringify(value)
}
