import { afterAll, beforeAll, expect, test } from 'vitest'
import { createTestDatabase, type TestDatabase } from '../db/test-postgres.ts'
import { createLog } from '../observability/log.ts'
import { APP_ROLE, type TestSchools, testSchools } from '../tenancy/test-schools.ts'
import { prepareJobs, startJobs } from './job-runner.ts'

let database: TestDatabase
let schools: TestSchools

beforeAll(async () => {
  database = await createTestDatabase()
  schools = await testSchools(database)
})
afterAll(async () => {
  await schools.end()
  await database.drop()
})

test("jobs run under the application's login, and preparing twice changes nothing", async () => {
  const options = { adminUrl: database.adminUrl, appRole: APP_ROLE, names: ['count'] }
  await prepareJobs(schools.admin, options)
  await prepareJobs(schools.admin, options)
  let runs = 0
  const ran = Promise.withResolvers<void>()
  const runner = await startJobs(
    database.appUrl,
    [
      {
        name: 'count',
        cron: '* * * * *',
        run: async () => {
          runs += 1
          ran.resolve()
        },
      },
    ],
    createLog('silent'),
  )
  await runner.runNow('count')
  await ran.promise
  await runner.stop()
  expect(runs).toBe(1)
  const owners = await schools.admin`
    SELECT DISTINCT pg_get_userbyid(relowner) AS owner FROM pg_class
    JOIN pg_namespace ON relnamespace = pg_namespace.oid WHERE nspname = 'etrax_jobs'`
  expect([...owners]).toEqual([{ owner: 'etrax_owner' }])
})
