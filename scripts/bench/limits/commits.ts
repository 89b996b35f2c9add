import postgres from 'postgres'
import { percentile } from '../statistics.ts'

export interface CommitOptions {
  /** The owner's login. */
  readonly url: string
  readonly connections: number
  readonly seconds: number
}

/** Bare durable commits, as pgbench makes them: each connection inserts one small row after the other. */
export async function commits({ url, connections, seconds }: CommitOptions) {
  const pools = Array.from({ length: connections }, () =>
    postgres(url, { max: 1, fetch_types: false, onnotice: () => {} }),
  )
  const [first] = pools
  if (!first) throw new Error('There has to be a connection.')
  await first.unsafe(
    'create schema if not exists bench; drop table if exists bench.commits; create table bench.commits (n int)',
  )
  const start = performance.now()
  const counted = start + seconds * 200
  const end = start + seconds * 1000
  const times: number[] = []
  await Promise.all(
    pools.map(async (sql) => {
      for (;;) {
        const sent = performance.now()
        if (sent >= end) return
        await sql`insert into bench.commits values (1)`
        const answered = performance.now()
        if (answered > counted && answered <= end) times.push(answered - sent)
      }
    }),
  )
  await first`drop table bench.commits`
  await Promise.all(pools.map((sql) => sql.end()))
  return {
    commitsPerSecond: times.length / (seconds * 0.8),
    p50: percentile(times, 0.5),
    p99: percentile(times, 0.99),
  }
}
