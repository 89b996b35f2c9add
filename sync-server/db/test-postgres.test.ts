import postgres from 'postgres'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { createTestDatabase, type TestDatabase } from './test-postgres.ts'

let database: TestDatabase

beforeAll(async () => {
  database = await createTestDatabase()
})
afterAll(() => database.drop())

test('a test database holds what was committed before a crash', async () => {
  const before = postgres(database.adminUrl, { max: 1, onnotice: () => {} })
  await before`CREATE TABLE kept (id int PRIMARY KEY)`
  await before`INSERT INTO kept VALUES (7)`
  database.kill()
  await before.end({ timeout: 1 })
  await database.start()
  const after = postgres(database.adminUrl, { max: 1 })
  expect(await after`SELECT id FROM kept`).toEqual([{ id: 7 }])
  await after.end()
})

test('two test databases know nothing of each other, roles included', async () => {
  const other = await createTestDatabase()
  const first = postgres(database.adminUrl, { max: 1 })
  const second = postgres(other.adminUrl, { max: 1 })
  await first`CREATE ROLE tenant_northridge`
  await second`CREATE ROLE tenant_northridge`
  expect(
    await second`SELECT count(*)::int AS roles FROM pg_roles WHERE rolname = 'tenant_northridge'`,
  ).toEqual([{ roles: 1 }])
  await first.end()
  await second.end()
  await other.drop()
})
