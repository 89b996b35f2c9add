import type { Database } from '../db/database.ts'
import { hashedKey, type MakeCounter } from './counter.ts'

/** Counts in Postgres, for all processes. For what is rare: each time costs a write. */
export function postgresCounters(database: Database): MakeCounter {
  return ({ name, seconds }) => ({
    async add(key) {
      const [row] = await database<{ counted: number; msLeft: number }[]>`
        INSERT INTO etrax_system.attempts AS a (name, key, counted, until)
        VALUES (${name}, ${hashedKey(key)}, 1, now() + make_interval(secs => ${seconds}))
        ON CONFLICT (name, key) DO UPDATE SET
          counted = CASE WHEN a.until <= now() THEN 1 ELSE a.counted + 1 END,
          until = CASE WHEN a.until <= now() THEN excluded.until ELSE a.until END
        RETURNING counted, extract(epoch FROM until - now())::float8 * 1000 AS "msLeft"`
      if (!row) throw new Error('The attempt was not counted.')
      return row
    },
    async giveBack(key) {
      await database`
        UPDATE etrax_system.attempts SET counted = greatest(counted - 1, 0)
        WHERE name = ${name} AND key = ${hashedKey(key)} AND until > now()`
    },
    async forget(key) {
      await database`DELETE FROM etrax_system.attempts WHERE name = ${name} AND key = ${hashedKey(key)}`
    },
  })
}

/** Removes what counts no more. */
export async function forgetOldAttempts(database: Database): Promise<void> {
  await database`DELETE FROM etrax_system.attempts WHERE until <= now()`
}
