import { connectDatabase, type Database } from '../../../sync-server/db/database.ts'
import { type SchoolTotals, totalsStatement } from '../../../sync-server/organizations/read-totals.ts'
import type { Tenant } from '../../../sync-server/tenancy/with-tenant.ts'

const CONNECTIONS = 2
/** What the organization's view leaves out, in the words of a plain statement. */
const COUNTED = `NOT deleted AND merged_into IS NULL AND loan->>'side' IS DISTINCT FROM 'borrowed'`

/** The same question without the product's roles and views, asked by the owner's login. */
export interface PlainCount {
  ask(now: Date): Promise<readonly SchoolTotals[]>
  close(): Promise<void>
}

function thingsOf({ id, schema }: Tenant): string {
  return `SELECT '${id}'::uuid AS tenant_id, equipment.* FROM ${schema}.equipment WHERE ${COUNTED}`
}

/** One view over every schema, its statement prepared. */
export async function countByView(url: string, schools: readonly Tenant[]): Promise<PlainCount> {
  const sql = connectDatabase(url, { max: 1, name: 'bench-view' })
  await sql.unsafe(
    `DROP SCHEMA IF EXISTS bench_count CASCADE; CREATE SCHEMA bench_count;
     CREATE VIEW bench_count.things AS ${schools.map(thingsOf).join('\nUNION ALL ')}`,
  )
  const statement = totalsStatement('bench_count.things')
  return {
    ask: (now) => sql.unsafe<SchoolTotals[]>(statement, [now], { prepare: true }),
    async close() {
      await sql.unsafe('DROP SCHEMA bench_count CASCADE')
      await sql.end()
    },
  }
}

/** One school after the other on two connections; unprepared, since a statement of each school would make the backends big. */
export function countByLoop(url: string, schools: readonly Tenant[]): PlainCount {
  const pools = Array.from({ length: CONNECTIONS }, () =>
    connectDatabase(url, { max: 1, name: 'bench-loop' }),
  )
  async function share(sql: Database, waiting: Tenant[], now: Date): Promise<readonly SchoolTotals[]> {
    const found: SchoolTotals[] = []
    for (let school = waiting.pop(); school; school = waiting.pop()) {
      const statement = totalsStatement(`(${thingsOf(school)}) AS school`)
      found.push(...(await sql.unsafe<SchoolTotals[]>(statement, [now], { prepare: false })))
    }
    return found
  }
  return {
    async ask(now) {
      const waiting = [...schools]
      return (await Promise.all(pools.map((sql) => share(sql, waiting, now)))).flat()
    },
    async close() {
      await Promise.all(pools.map((sql) => sql.end()))
    },
  }
}
