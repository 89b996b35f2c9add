import { afterAll, beforeAll, expect, test } from 'vitest'
import type { Definition } from '../../shared/collections/definition.ts'
import { columns, serverColumns } from '../../shared/columns.ts'
import { collectionNames, registry } from '../../shared/registry.ts'
import { createTestDatabase, type TestDatabase } from '../db/test-postgres.ts'
import {
  DOCUMENT_TABLES,
  PERSONAL_TABLES,
  SEALED_TABLES,
  TABLES_WITHOUT_PERSONS,
} from '../privacy/personal-tables.ts'
import { type TestSchools, testSchools } from './test-schools.ts'
import type { Tenant } from './with-tenant.ts'

let database: TestDatabase
let schools: TestSchools
let tenant: Tenant

beforeAll(async () => {
  database = await createTestDatabase()
  schools = await testSchools(database)
  tenant = await schools.provision('northridge')
})
afterAll(async () => {
  await schools.end()
  await database.drop()
})

function relation(name: string) {
  return schools.admin<{ oid: number }[]>`
    SELECT pg_class.oid::int FROM pg_class JOIN pg_namespace ON relnamespace = pg_namespace.oid
    WHERE nspname = ${tenant.schema} AND relname = ${name}`
}

test.each([...collectionNames])(
  'the table %s has the columns of its definition and no other',
  async (name) => {
    const definition: Definition = registry[name]
    const [table] = await relation(name)
    const found = await schools.admin<{ name: string; type: string; required: boolean }[]>`
    SELECT attname AS name, format_type(atttypid, atttypmod) AS type, attnotnull AS required
    FROM pg_attribute WHERE attrelid = ${table?.oid ?? 0} AND attnum > 0 AND NOT attisdropped`
    const expected = [
      ...columns(definition).map((column) => ({
        name: column.name,
        type: column.sqlType,
        required: definition.fields[column.field]?.required,
      })),
      ...serverColumns.map((column) => ({ name: column.name, type: column.sqlType, required: true })),
    ]
    const byName = (a: { name: string }, b: { name: string }) => (a.name < b.name ? -1 : 1)
    expect([...found].sort(byName)).toEqual(expected.sort(byName))
  },
)

test.each([...collectionNames])('%s is keyed by id and indexed as its definition says', async (name) => {
  const definition: Definition = registry[name]
  const [table] = await relation(name)
  const rows = await schools.admin<{ primary: boolean; first: string }[]>`
    SELECT indisprimary AS primary, (SELECT string_agg(attname, ',') FROM pg_attribute
      WHERE attrelid = indrelid AND attnum = ANY(indkey)) AS first
    FROM pg_index WHERE indrelid = ${table?.oid ?? 0}`
  expect(rows.filter(({ primary }) => primary).map(({ first }) => first)).toEqual(['id'])
  const indexed = new Set(rows.map(({ first }) => first))
  const wanted = columns(definition)
    .filter(({ field }) => definition.fields[field]?.indexed)
    .map((column) => column.name)
  for (const column of ['seq', ...wanted]) expect(indexed).toContain(column)
})

test('stamps are compared as bytes in Postgres too [C2]', async () => {
  const rows = await schools.admin<{ column: string; collation: string | null }[]>`
    SELECT table_name || '.' || column_name AS column, collation_name AS collation
    FROM information_schema.columns
    WHERE table_schema = ${tenant.schema} AND column_name LIKE '%stamp' ORDER BY 1`
  expect(rows.length).toBeGreaterThan(8)
  expect(rows.filter(({ collation }) => collation !== 'C')).toEqual([])
})

test('what grows without end is partitioned, with a default partition alone at first', async () => {
  const rows = await schools.admin<{ parent: string; key: string; parts: string }[]>`
    SELECT parent.relname AS parent, pg_get_partkeydef(parent.oid) AS key, string_agg(part.relname, ',') AS parts
    FROM pg_class AS parent
    JOIN pg_namespace ON parent.relnamespace = pg_namespace.oid AND nspname = ${tenant.schema}
    JOIN pg_inherits ON inhparent = parent.oid JOIN pg_class AS part ON part.oid = inhrelid
    WHERE parent.relkind = 'p' GROUP BY 1, 2 ORDER BY 1`
  expect([...rows]).toEqual([
    { parent: 'audit', key: 'RANGE (at)', parts: 'audit_default' },
    { parent: 'notifications', key: 'RANGE (id)', parts: 'notifications_default' },
    { parent: 'transactions', key: 'RANGE (id)', parts: 'transactions_default' },
  ])
})

test('a school has no triggers and no foreign keys', async () => {
  const rows = await schools.admin`
    SELECT conname AS name FROM pg_constraint JOIN pg_namespace ON connamespace = pg_namespace.oid
    WHERE nspname = ${tenant.schema} AND contype = 'f'
    UNION ALL
    SELECT tgname FROM pg_trigger JOIN pg_class ON tgrelid = pg_class.oid
    JOIN pg_namespace ON relnamespace = pg_namespace.oid WHERE nspname = ${tenant.schema}`
  expect([...rows]).toEqual([])
})

test("the school's role gets what each table needs, and the audit is append-only for it", async () => {
  const rows = await schools.admin<{ name: string; rights: string }[]>`
    SELECT relname AS name, string_agg(privilege_type, ' ' ORDER BY privilege_type) AS rights
    FROM pg_class JOIN pg_namespace ON relnamespace = pg_namespace.oid, aclexplode(relacl)
    WHERE nspname = ${tenant.schema} AND grantee = ${tenant.role}::regrole GROUP BY relname ORDER BY relname`
  const changed = 'INSERT SELECT UPDATE'
  const worked = 'DELETE INSERT SELECT UPDATE'
  expect(Object.fromEntries(rows.map(({ name, rights }) => [name, rights]))).toEqual({
    audit: 'INSERT SELECT',
    // The owner shortens the log, and says where in the same transaction.
    audit_anchors: 'SELECT',
    categories: changed,
    challenges: worked,
    clock_clamps: worked,
    credentials: worked,
    entry_clocks: 'INSERT SELECT',
    equipment: changed,
    idempotency_keys: 'DELETE INSERT SELECT',
    locations: changed,
    notifications: worked,
    pending_moves: worked,
    people: changed,
    recovery_codes: worked,
    retention: worked,
    reviews: changed,
    school_settings: worked,
    second_factors: worked,
    sight_losses: worked,
    staff_marks: worked,
    station_staff: worked,
    stations: worked,
    // By columns: which history this is, is the owner's.
    sync_state: 'SELECT',
    teams: changed,
    transactions: changed,
    users: changed,
  })
})

test('every table is known as one with rows of persons, who can ask for them, or as one without', async () => {
  const rows = await schools.admin<{ school: boolean; name: string }[]>`
    SELECT nspname = ${tenant.schema} AS school, relname AS name
    FROM pg_class JOIN pg_namespace ON relnamespace = pg_namespace.oid
    WHERE nspname IN (${tenant.schema}, 'etrax_system') AND relkind IN ('r', 'p') AND NOT relispartition`
  const found = (school: boolean) => rows.filter((row) => row.school === school).map(({ name }) => name)
  const personal = (schema: 'school' | 'platform') =>
    PERSONAL_TABLES.filter((table) => table.schema === schema).map(({ table }) => table)
  // A table that is missing here belongs into sync-server/privacy/personal-tables.ts.
  expect(found(true).sort()).toEqual(
    [...DOCUMENT_TABLES, ...personal('school'), ...TABLES_WITHOUT_PERSONS.school].sort(),
  )
  expect(found(false).sort()).toEqual(
    [...personal('platform'), ...SEALED_TABLES.platform, ...TABLES_WITHOUT_PERSONS.platform].sort(),
  )
})

test.each([...PERSONAL_TABLES])('what is exported and erased of $table is there', async (personal) => {
  const schema = personal.schema === 'school' ? tenant.schema : 'etrax_system'
  const rows = await schools.admin<{ name: string }[]>`
    SELECT column_name AS name FROM information_schema.columns
    WHERE table_schema = ${schema} AND table_name = ${personal.table}`
  const names = rows.map(({ name }) => name)
  expect(names).toEqual(expect.arrayContaining([personal.user, ...personal.exported]))
})
