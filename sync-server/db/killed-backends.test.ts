import { afterAll, beforeAll, expect, test } from 'vitest'
import { connectDatabase, type Database } from './database.ts'
import { createTestDatabase, type TestDatabase } from './test-postgres.ts'

let database: TestDatabase
let superuser: Database

beforeAll(async () => {
  database = await createTestDatabase()
  superuser = connectDatabase(database.superuserUrl, { max: 1, name: 'etrax-test-killer' })
  await superuser`CREATE TABLE kept (id int PRIMARY KEY, at int NOT NULL)`
  await superuser`GRANT SELECT, INSERT, UPDATE ON kept TO etrax_owner`
})
afterAll(async () => {
  await superuser.end()
  await database.drop()
})

function kill(pid: number) {
  return superuser`SELECT pg_terminate_backend(${pid}, 2000)`
}

function wait(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms))
}

test("a dead transaction's late statements never reach the connection's next transaction", async () => {
  const pool = connectDatabase(database.adminUrl, { max: 1, name: 'etrax-test-late' })
  let late: Promise<unknown> | undefined
  const dead = pool.begin(async (tx) => {
    const [backend] = await tx<{ pid: number }[]>`SELECT pg_backend_pid() AS pid`
    late = (async () => {
      await wait(300)
      await tx`INSERT INTO kept VALUES (1, 1)`
    })()
    await kill(backend?.pid ?? 0)
    // The pool has given the connection's place to the next transaction before this one notices.
    await late
  })
  dead.catch(() => undefined)
  await expect(dead).rejects.toThrow()
  const answer = await pool.begin(async (tx) => {
    await tx`INSERT INTO kept VALUES (2, 2)`
    await wait(500)
    await tx`INSERT INTO kept VALUES (3, 3)`
    return 'committed'
  })
  await expect(late).rejects.toThrow()
  expect(answer).toBe('committed')
  expect((await superuser`SELECT id FROM kept ORDER BY id`).map(({ id }) => id)).toEqual([2, 3])
  await pool.end({ timeout: 1 })
})

test('a statement sent after its transaction has ended is refused', async () => {
  const pool = connectDatabase(database.adminUrl, { max: 1, name: 'etrax-test-ended' })
  const kept = await pool.begin(async (tx) => {
    await tx`SELECT 1`
    return { tx }
  })
  await expect(kept.tx`SELECT 1`).rejects.toThrow('CONNECTION_CLOSED')
  await pool.end({ timeout: 1 })
})

test('a commit that Postgres turned into a rollback is no success', async () => {
  const pool = connectDatabase(database.adminUrl, { max: 1, name: 'etrax-test-aborted' })
  const aborted = pool.begin(async (tx) => {
    await tx`INSERT INTO kept VALUES (9, 9)`
    // Not awaited: its failure comes while the commit is on its way.
    tx`SELECT 1 / 0`.execute().catch(() => undefined)
  })
  await expect(aborted).rejects.toThrow('division by zero')
  expect(await superuser`SELECT 1 FROM kept WHERE id = 9`).toHaveLength(0)
  await pool.end({ timeout: 1 })
})

test('while backends are killed at random, what was answered is stored, and every transaction is answered', async () => {
  const pool = connectDatabase(database.adminUrl, { max: 4, name: 'etrax-test-storm' })
  let over = false
  let next = 1_000
  const answered: number[] = []
  const refused: number[] = []
  const worker = async () => {
    while (!over) {
      const id = next
      next += 2
      try {
        await pool.begin(async (tx) => {
          const first = tx`INSERT INTO kept VALUES (${id}, 1)`.execute()
          const second = tx`INSERT INTO kept VALUES (${id + 1}, 1)`.execute()
          await Promise.all([first, second])
          if (id % 20 === 0) await wait(5)
          await tx`UPDATE kept SET at = 2 WHERE id = ${id}`
        })
        answered.push(id, id + 1)
      } catch {
        refused.push(id)
      }
    }
  }
  const workers = Array.from({ length: 8 }, worker)
  for (let round = 0; round < 60; round += 1) {
    await superuser`
      SELECT pg_terminate_backend(pid) FROM pg_stat_activity
      WHERE application_name = 'etrax-test-storm' ORDER BY random() LIMIT 2`
    await wait(25)
  }
  over = true
  await Promise.all(workers)
  const stored = new Set(
    (await superuser<{ id: number }[]>`SELECT id FROM kept WHERE id >= 1000`).map(({ id }) => id),
  )
  expect(answered.filter((id) => !stored.has(id))).toEqual([])
  // Whole or not at all.
  for (let id = 1_000; id < next; id += 2) expect(stored.has(id)).toBe(stored.has(id + 1))
  expect(refused.length).toBeGreaterThan(0)
  expect(answered.length).toBeGreaterThan(0)
  expect(await pool`SELECT 1 AS one`).toEqual([{ one: 1 }])
  await pool.end({ timeout: 1 })
})
