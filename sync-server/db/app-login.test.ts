import { afterAll, beforeAll, expect, test } from 'vitest'
import { type TestSchools, testSchools } from '../tenancy/test-schools.ts'
import { requireModestLogin } from './app-login.ts'
import { connectDatabase, type Database } from './database.ts'
import { createTestDatabase, type TestDatabase } from './test-postgres.ts'

let database: TestDatabase
let schools: TestSchools
let superuser: Database

beforeAll(async () => {
  database = await createTestDatabase()
  schools = await testSchools(database)
  await schools.provision('northridge')
  superuser = connectDatabase(database.superuserUrl, { max: 1, name: 'etrax-test' })
})
afterAll(async () => {
  await schools.end()
  await superuser.end()
  await database.drop()
})

test("the application's login is accepted, schools and all", async () => {
  await requireModestLogin(schools.app)
})

test.each([
  ['ALTER ROLE etrax_app SUPERUSER', 'ALTER ROLE etrax_app NOSUPERUSER', 'is a superuser'],
  ['ALTER ROLE etrax_app BYPASSRLS', 'ALTER ROLE etrax_app NOBYPASSRLS', 'has BYPASSRLS'],
  ['ALTER ROLE etrax_app INHERIT', 'ALTER ROLE etrax_app NOINHERIT', 'has INHERIT'],
  ['ALTER ROLE etrax_app CREATEROLE', 'ALTER ROLE etrax_app NOCREATEROLE', 'has CREATEROLE'],
  [
    'GRANT etrax_owner TO etrax_app',
    'REVOKE etrax_owner FROM etrax_app',
    'may become a role with such rights',
  ],
  [
    'GRANT CREATE ON SCHEMA public TO etrax_app',
    'REVOKE CREATE ON SCHEMA public FROM etrax_app',
    'may create in the schema public',
  ],
  [
    'GRANT CREATE ON DATABASE etrax TO etrax_app',
    'REVOKE CREATE ON DATABASE etrax FROM etrax_app',
    'may create schemas',
  ],
  [
    'CREATE TABLE public.own (); ALTER TABLE public.own OWNER TO etrax_app',
    'DROP TABLE public.own',
    'owns objects',
  ],
])('%s is refused at boot', async (fault, repair, sentence) => {
  await superuser.unsafe(fault)
  await expect(requireModestLogin(schools.app)).rejects.toThrow(sentence)
  await superuser.unsafe(repair)
  await requireModestLogin(schools.app)
})
