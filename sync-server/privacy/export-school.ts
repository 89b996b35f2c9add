import { strToU8, Zip, ZipDeflate } from 'fflate'
import type { Definition } from '../../shared/collections/definition.ts'
import type { Database } from '../db/database.ts'
import { quoteIdentifier } from '../db/identifiers.ts'
import { documentJson, documentSql } from '../sync/document-sql.ts'
import { type Tenant, withTenant } from '../tenancy/with-tenant.ts'
import { csvText, type ExportedRow } from './export-subject.ts'
import { PERSONAL_TABLES } from './personal-tables.ts'

const PAGE = 500

/** What a school has beside documents and what is somebody's; nothing that proves anything to the server. */
const OWN_TABLES = [
  {
    table: 'stations',
    columns: [
      'id',
      'lock_seconds',
      'enrolment',
      'enrolled_at',
      'last_seen_at',
      'created_at',
      'revoked_at',
      'handed_in_at',
    ],
  },
  { table: 'school_settings', columns: ['name', 'value', 'changed_at', 'changed_by'] },
  { table: 'retention', columns: ['kind', 'days', 'changed_at'] },
  { table: 'entry_clocks', columns: ['entry_id', 'off_ms'] },
  { table: 'sync_state', columns: ['epoch', 'seq', 'audit_seq', 'audit_head'] },
  { table: 'audit_anchors', columns: ['through', 'hash', 'newest_at', 'removed_at'] },
  // Whole, so that its chain can be followed without the server.
  {
    table: 'audit',
    columns: [
      'n',
      'at',
      'actor_id',
      'device_id',
      'action',
      'collection',
      'document_id',
      'seq',
      'detail',
      'previous',
      'hash',
    ],
  },
] as const

const LOAN_COLUMNS = [
  'id',
  'lender_id',
  'borrower_id',
  'state',
  'until',
  'request',
  'lines',
  'created_at',
  'updated_at',
] as const

/** Rows of one table, page by page; none: the end. */
interface Source {
  readonly name: string
  readonly columns: readonly string[]
  pages(): AsyncGenerator<readonly ExportedRow[]>
}

/**
 * A whole school as one archive, made while it is read: for each table a file of JSON lines and one of CSV without formulas. No
 * key or token is in it, nor the hash of one. Each page is of its own moment: what is written meanwhile may be in a later file and not in an
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
    ...PERSONAL_TABLES.filter(({ schema, table }) => schema === 'school' && table !== 'audit').map(
      ({ table, exported }) => tableSource(database, tenant, table, exported),
    ),
    ...OWN_TABLES.map(({ table, columns }) => tableSource(database, tenant, table, columns)),
    ...PERSONAL_TABLES.filter(({ schema, table }) => schema === 'platform' && table !== 'loan_steps').map(
      ({ table, exported }) => platformSource(database, tenant, table, exported, 'tenant_id = $1'),
    ),
    platformSource(database, tenant, 'loans', LOAN_COLUMNS, 'lender_id = $1 OR borrower_id = $1'),
    platformSource(
      database,
      tenant,
      'loan_steps',
      ['loan_id', 'n', 'step', 'side', 'at'],
      'loan_id IN (SELECT id FROM etrax_system.loans WHERE lender_id = $1 OR borrower_id = $1)',
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

/** Rows by their first two columns, which tell them apart. */
function pagesOf(
  table: string,
  columns: readonly string[],
  where: string,
  read: (text: string, offset: number) => Promise<readonly ExportedRow[]>,
): Source {
  const [first = '1', second = first] = columns.map(quoteIdentifier)
  const text = `SELECT ${columns.map(quoteIdentifier).join(', ')} FROM ${table} ${where}
    ORDER BY ${first}, ${second} LIMIT ${PAGE} OFFSET `
  return {
    name: table.replace('etrax_system.', '').replaceAll('"', ''),
    columns,
    async *pages() {
      for (let offset = 0; ; offset += PAGE) {
        const rows = await read(text, offset)
        if (rows.length > 0) yield rows.map(withoutBytes)
        if (rows.length < PAGE) return
      }
    },
  }
}

function tableSource(database: Database, tenant: Tenant, table: string, columns: readonly string[]): Source {
  return pagesOf(quoteIdentifier(table), columns, '', (text, offset) =>
    withTenant(database, tenant, (tx) => tx.unsafe<ExportedRow[]>(`${text}$1`, [offset]), {
      mode: 'snapshot',
    }),
  )
}

/** Of what the platform keeps the school's own alone: `where` names it as `$1`. */
function platformSource(
  database: Database,
  tenant: Tenant,
  table: string,
  columns: readonly string[],
  where: string,
): Source {
  return pagesOf(`etrax_system.${quoteIdentifier(table)}`, columns, `WHERE ${where}`, (text, offset) =>
    database.unsafe<ExportedRow[]>(`${text}$2`, [tenant.id, offset]),
  )
}

/** Hashes as they are written everywhere else. */
function withoutBytes(row: ExportedRow): ExportedRow {
  return Object.fromEntries(
    Object.entries(row).map(([name, value]) => [
      name,
      value instanceof Uint8Array ? Buffer.from(value).toString('hex') : value,
    ]),
  )
}
