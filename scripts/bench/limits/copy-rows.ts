import { pipeline } from 'node:stream/promises'
import postgres from 'postgres'

export interface CopyOptions {
  /** The owner's login. */
  readonly url: string
  /** A school with documents. */
  readonly schema: string
  readonly seconds: number
}

const ROWS = 500

/**
 * The fastest way into Postgres: COPY of ready rows, documents and their audit entries, into tables like the school's with
 * their indexes; 500 documents a transaction, one connection.
 */
export async function copyRows({ url, schema, seconds }: CopyOptions) {
  const sql = postgres(url, { max: 1, fetch_types: false, onnotice: () => {} })
  await sql.unsafe('drop schema if exists bench_copy cascade; create schema bench_copy')
  const tables = ['equipment', 'audit'] as const
  const rows = new Map<string, Buffer>()
  for (const table of tables) {
    const from = `${schema}.${table}`
    await sql.unsafe(`create table bench_copy.${table} (like ${from} including all)`)
    const order = table === 'audit' ? 'n desc' : 'seq desc'
    const text = await sql
      .unsafe(`copy (select * from ${from} order by ${order} limit ${ROWS}) to stdout`)
      .readable()
    const chunks: Buffer[] = []
    for await (const chunk of text) chunks.push(chunk)
    rows.set(table, Buffer.concat(chunks))
  }
  let copied = 0
  const end = performance.now() + seconds * 1000
  let spent = 0
  while (performance.now() < end) {
    await sql.unsafe('truncate bench_copy.equipment, bench_copy.audit')
    const start = performance.now()
    await sql.begin(async (transaction) => {
      for (const table of tables) {
        const into = await transaction.unsafe(`copy bench_copy.${table} from stdin`).writable()
        await pipeline([rows.get(table) ?? Buffer.alloc(0)], into)
      }
    })
    spent += performance.now() - start
    copied += ROWS
  }
  await sql.unsafe('drop schema bench_copy cascade')
  await sql.end()
  return { documentsPerSecond: copied / (spent / 1000) }
}
