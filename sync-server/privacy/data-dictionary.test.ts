import { afterAll, beforeAll, expect, test } from 'vitest'
import { collectionNames, registry } from '../../shared/registry.ts'
import { createTestDatabase, type TestDatabase } from '../db/test-postgres.ts'
import { type TestSchools, testSchools } from '../tenancy/test-schools.ts'
import { type DictionaryTable, dataDictionary } from './data-dictionary.ts'
import { PERSONAL_FIELDS } from './personal-fields.ts'

let database: TestDatabase
let schools: TestSchools
let tables: readonly DictionaryTable[]

beforeAll(async () => {
  database = await createTestDatabase()
  schools = await testSchools(database)
  const { schema } = await schools.provision('northridge')
  tables = await schools.admin<DictionaryTable[]>`
    SELECT CASE c.table_schema WHEN 'etrax_system' THEN 'platform' ELSE 'school' END AS schema, c.table_name AS name,
      json_agg(json_build_object('name', c.column_name, 'type', c.data_type) ORDER BY c.ordinal_position) AS columns
    FROM information_schema.columns c
    JOIN pg_class p ON p.relname = c.table_name AND p.relnamespace = c.table_schema::regnamespace
    WHERE c.table_schema IN (${schema}, 'etrax_system') AND p.relkind IN ('r', 'p') AND NOT p.relispartition
    GROUP BY c.table_schema, c.table_name ORDER BY c.table_name`
})
afterAll(async () => {
  await schools.end()
  await database.drop()
})

test('[ASVS 14.1.1] the data dictionary names every field and every column that is there', async () => {
  const text = dataDictionary(Object.values(registry), tables)
  // After a change: vitest run --project server sync-server/privacy/data-dictionary -u
  await expect(text).toMatchFileSnapshot('../../docs/data-dictionary.md')
})

test('what is called personal is a field, and every field that names a person is called so', () => {
  for (const name of collectionNames) {
    const fields = Object.keys(registry[name].fields)
    expect(fields).toEqual(expect.arrayContaining(Object.keys(PERSONAL_FIELDS[name])))
    const naming = fields.filter((field) =>
      /holder|actor|author|assignee|concerned|person|coach|resolvedBy/i.test(field),
    )
    expect([name, naming.filter((field) => !(field in PERSONAL_FIELDS[name]))]).toEqual([name, []])
  }
})
