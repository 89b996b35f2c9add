import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest'
import { uuidv7 } from '../../shared/ids.ts'
import { connectDatabase, type Database } from '../db/database.ts'
import { createTestDatabase, type TestDatabase } from '../db/test-postgres.ts'
import { type TestSchools, testSchools } from './test-schools.ts'
import { type Tenant, withTenant } from './with-tenant.ts'

let database: TestDatabase
let schools: TestSchools
let north: Tenant
let lake: Tenant

beforeAll(async () => {
  database = await createTestDatabase()
  schools = await testSchools(database)
  north = await schools.provision('northridge')
  lake = await schools.provision('lakeview')
})
afterAll(async () => {
  await schools.end()
  await database.drop()
})

function addTeam(pool: Database, tenant: Tenant, name: string) {
  return withTenant(pool, tenant, async (tx) => {
    await tx`INSERT INTO teams (id, name, active, stamp, seq) VALUES (${uuidv7()}, ${name}, true, '', 1)`
  })
}

async function teamsOf(pool: Database, tenant: Tenant): Promise<string[]> {
  const rows = await withTenant(pool, tenant, (tx) => tx<{ name: string }[]>`SELECT name FROM teams`)
  return rows.map(({ name }) => name).sort()
}

function identity(pool: Database, tenant: Tenant) {
  return withTenant(pool, tenant, async (tx) => {
    const [row] = await tx<{ role: string; schemas: string }[]>`
      SELECT current_user AS role, array_to_string(current_schemas(false), ',') AS schemas`
    return row
  })
}

describe.each([1, 4])('with a pool of %i', (max) => {
  let pool: Database
  beforeAll(() => {
    pool = connectDatabase(database.appUrl, { max, name: `etrax-pool-${max}` })
  })
  afterEach(async () => {
    await withTenant(pool, north, (tx) => tx`UPDATE teams SET name = '' WHERE false`)
  })
  afterAll(() => pool.end({ timeout: 1 }))

  test('work runs as the school, and the connection goes back as it came', async () => {
    expect(await identity(pool, north)).toEqual({ role: north.role, schemas: north.schema })
    const after = await Promise.all(
      Array.from(
        { length: max * 2 },
        () => pool`SELECT current_user AS role, current_schemas(false) AS schemas`,
      ),
    )
    for (const [row] of after) expect(row?.role).toBe('etrax_app')
  })

  test('200 mixed transactions of two schools, a third of them failing, never meet', async () => {
    const marks = { [north.id]: `n${max}`, [lake.id]: `l${max}` }
    const settled = await Promise.allSettled(
      Array.from({ length: 200 }, (_, index) => {
        const tenant = index % 2 === 0 ? north : lake
        return withTenant(pool, tenant, async (tx) => {
          await tx`INSERT INTO teams (id, name, active, stamp, seq)
            VALUES (${uuidv7()}, ${`${marks[tenant.id]}-${index}`}, true, '', 1)`
          if (index % 6 === 0) throw new Error('given up')
          if (index % 6 === 3) await tx`SELECT * FROM no_such_table`
          const rows = await tx<{ name: string }[]>`SELECT name FROM teams`
          return rows.map(({ name }) => name)
        })
      }),
    )
    for (const [index, end] of settled.entries()) {
      if (index % 3 === 0) {
        expect(end.status).toBe('rejected')
        continue
      }
      if (end.status === 'rejected') throw end.reason
      const foreign = index % 2 === 0 ? `l${max}-` : `n${max}-`
      expect(end.value.filter((name) => name.startsWith(foreign))).toEqual([])
      expect(end.value).toContain(`${index % 2 === 0 ? 'n' : 'l'}${max}-${index}`)
    }
    const kept = (await teamsOf(pool, north)).filter((name) => name.startsWith(`n${max}-`))
    expect(kept).toHaveLength(66)
  })

  test('an error is undone whole, and the next work on that connection is clean', async () => {
    await expect(
      withTenant(pool, north, async (tx) => {
        await tx`INSERT INTO teams (id, name, active, stamp, seq) VALUES (${uuidv7()}, 'undone', true, '', 1)`
        throw new Error('given up')
      }),
    ).rejects.toThrow('given up')
    expect(await teamsOf(pool, north)).not.toContain('undone')
    expect(await identity(pool, lake)).toEqual({ role: lake.role, schemas: lake.schema })
  })

  test('a savepoint that is rolled back leaves the work in its school', async () => {
    const row = await withTenant(pool, lake, async (tx) => {
      await tx
        .savepoint(async (inner) => {
          await inner`SELECT * FROM no_such_table`
        })
        .catch(() => undefined)
      const [found] = await tx<{ role: string; schemas: string }[]>`
        SELECT current_user AS role, array_to_string(current_schemas(false), ',') AS schemas`
      return found
    })
    expect(row).toEqual({ role: lake.role, schemas: lake.schema })
  })

  test('a cancelled and a timed-out statement leave nothing behind', async () => {
    await expect(
      withTenant(pool, north, async (tx) => {
        await tx`SET LOCAL statement_timeout = 50`
        await tx`SELECT pg_sleep(5)`
      }),
    ).rejects.toMatchObject({ code: '57014' })
    await expect(
      withTenant(pool, north, async (tx) => {
        const slow = tx`SELECT pg_sleep(5)`.execute()
        setTimeout(() => slow.cancel(), 50)
        await slow
      }),
    ).rejects.toMatchObject({ code: '57014' })
    expect(await identity(pool, lake)).toEqual({ role: lake.role, schemas: lake.schema })
  })

  test('a killed backend rejects its work, and the pool goes on in the right school', async () => {
    for (let round = 0; round < 5; round += 1) {
      await expect(
        withTenant(pool, north, async (tx) => {
          await tx`INSERT INTO teams (id, name, active, stamp, seq) VALUES (${uuidv7()}, 'killed', true, '', 1)`
          const [backend] = await tx<{ pid: number }[]>`SELECT pg_backend_pid() AS pid`
          await killBackend(backend?.pid ?? 0)
          await tx`SELECT 1`
        }),
      ).rejects.toThrow()
      expect(await identity(pool, lake)).toEqual({ role: lake.role, schemas: lake.schema })
    }
    expect(await teamsOf(pool, north)).not.toContain('killed')
  })
})

async function killBackend(pid: number): Promise<void> {
  const superuser = connectDatabase(database.superuserUrl, { max: 1, name: 'etrax-test-killer' })
  await superuser`SELECT pg_terminate_backend(${pid}, 2000)`
  await superuser.end()
}

test('the same statement reads each school, however often it was prepared', async () => {
  const pool = connectDatabase(database.appUrl, { max: 1, name: 'etrax-plans' })
  await addTeam(pool, north, 'canary of Northridge')
  await addTeam(pool, lake, 'canary of Lakeview')
  for (let round = 0; round < 12; round += 1) {
    expect(await teamsOf(pool, north)).not.toContain('canary of Lakeview')
    expect(await teamsOf(pool, lake)).not.toContain('canary of Northridge')
  }
  await pool.end()
})

test("a school's role reads no other school, even by its full name", async () => {
  await expect(
    withTenant(schools.app, north, (tx) => tx.unsafe(`SELECT * FROM ${lake.schema}.teams`)),
  ).rejects.toMatchObject({ code: '42501' })
})

test('nothing of the work happens where the schema is not there or the role is not the own one', async () => {
  let reached = false
  const missing = { role: north.role, schema: 'school_0000000000000000' }
  await expect(
    withTenant(schools.app, missing, async (tx) => {
      await tx`SELECT 1`
      reached = true
    }),
  ).rejects.toThrow('was not entered')
  expect(reached).toBe(false)
  const foreign = { role: 'school_0000000000000000', schema: north.schema }
  await expect(withTenant(schools.app, foreign, (tx) => tx`SELECT 1`)).rejects.toThrow()
})

test('a name that is no school never becomes part of a statement', async () => {
  for (const schema of ['public', 'school_0"; DROP ROLE x; --', "school_000000000000000'", '']) {
    await expect(withTenant(schools.app, { role: north.role, schema }, (tx) => tx`SELECT 1`)).rejects.toThrow(
      RangeError,
    )
  }
})

test('a snapshot sees one moment and writes nothing', async () => {
  await withTenant(
    schools.app,
    north,
    async (tx) => {
      const before = await tx`SELECT count(*) FROM teams`
      await addTeam(schools.app, north, 'meanwhile')
      expect(await tx`SELECT count(*) FROM teams`).toEqual(before)
    },
    { mode: 'snapshot' },
  )
  await expect(
    withTenant(schools.app, north, (tx) => tx`UPDATE teams SET name = ''`, { mode: 'snapshot' }),
  ).rejects.toMatchObject({ code: '25006' })
})

test('the application itself, outside a school, reads no school', async () => {
  await expect(schools.app.unsafe(`SELECT * FROM ${north.schema}.teams`)).rejects.toMatchObject({
    code: '42501',
  })
})
