import { strToU8, Zip, ZipDeflate } from 'fflate'
import type { Definition } from '../../shared/collections/definition.ts'
import type { Database } from '../db/database.ts'
import { quoteIdentifier } from '../db/identifiers.ts'
import { documentJson, documentSql } from '../sync/document-sql.ts'
import { type Tenant, withTenant } from '../tenancy/with-tenant.ts'
import { csvText, type ExportedRow } from './export-subject.ts'
import { PERSONAL_TABLES } from './personal-tables.ts'

const PAGE = 500

/** Rows of one table, page by page; none: the end. */
interface Source {
  readonly name: string
  readonly columns: readonly string[]
  pages(): AsyncGenerator<readonly ExportedRow[]>
}

/**
 * A whole school as one archive, made while it is read: for each table a file of JSON lines and one of CSV without formulas. No
 * hash, key or token is in it. Each page is of its own moment: what is written meanwhile may be in a later file and not in an
 * earlier one.
 */
export async function* exportSchool(
  database: Database,
  tenant: Tenant,
  definitions: readonly Definition[],
): AsyncGenerator<Uint8Array> {
  const made: Uint8Array[] = []
  let failure: Error | undefined
  const zip = new Zip((error, chunk) => {
    if (error) failure = error
    else made.push(chunk)
  })
  const taken = function* () {
    if (failure) throw failure
    yield* made.splice(0)
  }
  const sources = [
    ...definitions.map((definition) => documentSource(database, tenant, definition)),
    ...PERSONAL_TABLES.filter(({ schema }) => schema === 'school').map(({ table, exported }) =>
      tableSource(database, tenant, table, exported),
    ),
  ]
  const about = new ZipDeflate('school.json', { level: 6 })
  zip.add(about)
  const { id, slug, name, timeZone } = tenant
  about.push(
    strToU8(JSON.stringify({ id, slug, name, timeZone, exportedAt: new Date().toISOString() }, undefined, 2)),
    true,
  )
  yield* taken()
  for (const source of sources) {
    for (const format of ['jsonl', 'csv'] as const) {
      const file = new ZipDeflate(`${source.name}.${format}`, { level: 6 })
      zip.add(file)
      if (format === 'csv') file.push(strToU8(csvText([source.columns])))
      for await (const rows of source.pages()) {
        file.push(strToU8(format === 'csv' ? csvRows(rows, source.columns) : linesOf(rows)))
        yield* taken()
      }
      file.push(new Uint8Array(), true)
      yield* taken()
    }
  }
  zip.end()
  yield* taken()
}

const linesOf = (rows: readonly ExportedRow[]) => rows.map((row) => `${JSON.stringify(row)}\n`).join('')

function csvRows(rows: readonly ExportedRow[], columns: readonly string[]): string {
  return csvText(rows.map((row) => columns.map((name) => row[name])))
}

function documentSource(database: Database, tenant: Tenant, definition: Definition): Source {
  const { table } = documentSql(definition)
  const json = documentJson(definition, ['merge'])
  const text = `SELECT id, ${json} AS json FROM ${table} WHERE id > $1 ORDER BY id LIMIT ${PAGE}`
  return {
    name: definition.name,
    columns: Object.keys(definition.fields).filter((field) => field !== 'merge'),
    async *pages() {
      let after = '00000000-0000-0000-0000-000000000000'
      for (;;) {
        const rows = await withTenant(
          database,
          tenant,
          (tx) => tx.unsafe<{ id: string; json: string }[]>(text, [after]),
          { mode: 'snapshot' },
        )
        if (rows.length > 0) yield rows.map(({ json }): ExportedRow => JSON.parse(json))
        if (rows.length < PAGE) return
        after = rows.at(-1)?.id ?? after
      }
    },
  }
}

function tableSource(database: Database, tenant: Tenant, table: string, exported: readonly string[]): Source {
  const columns = exported.map(quoteIdentifier).join(', ')
  const text = `SELECT ${columns} FROM ${quoteIdentifier(table)} ORDER BY 1, 2 LIMIT ${PAGE} OFFSET $1`
  return {
    name: table,
    columns: exported,
    async *pages() {
      for (let offset = 0; ; offset += PAGE) {
        const rows = await withTenant(database, tenant, (tx) => tx.unsafe<ExportedRow[]>(text, [offset]), {
          mode: 'snapshot',
        })
        if (rows.length > 0) yield rows
        if (rows.length < PAGE) return
      }
    },
  }
}
