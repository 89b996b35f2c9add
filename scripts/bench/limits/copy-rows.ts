import { pipeline } from 'node:stream/promises'
import postgres from 'postgres'
import { uuidv7 } from '../../../shared/ids.ts'

export interface CopyOptions {
  /** The owner's login. */
  readonly url: string
  /** A school with documents. */
  readonly schema: string
  readonly seconds: number
}

const ROWS = 500
const TABLES = [
  { table: 'equipment', key: 'seq', nextId: () => uuidv7() },
  { table: 'audit', key: 'n', nextId: (row: number) => String(row) },
] as const

/**
 * The fastest way into Postgres: COPY of ready rows, documents and their audit entries, into tables like the school's with
 * their indexes; 500 documents a transaction, one connection.
 */
export async function copyRows({ url, schema, seconds }: CopyOptions) {
  const sql = postgres(url, { max: 1, fetch_types: false, onnotice: () => {} })
  await sql.unsafe('drop schema if exists bench_copy cascade; create schema bench_copy')
  // Rows as they are stored, without the first column, which is the key and has to be a new one each time.
  const rows: string[][] = []
  for (const { table, key } of TABLES) {
    await sql.unsafe(`create table bench_copy.${table} (like ${schema}.${table} including all)`)
    const select = `select * from ${schema}.${table} order by ${key} desc limit ${ROWS}`
    const text = await textOf(await sql.unsafe(`copy (${select}) to stdout`).readable())
    rows.push(
      text
        .trimEnd()
        .split('\n')
        .map((row) => row.slice(row.indexOf('\t'))),
    )
  }
  let copied = 0
  let spent = 0
  const end = performance.now() + seconds * 1000
  while (performance.now() < end) {
    const batches = TABLES.map(({ nextId }, index) =>
      Buffer.from(rows[index]?.map((row, at) => `${nextId(copied + at)}${row}\n`).join('') ?? ''),
    )
    const start = performance.now()
    await sql.begin(async (transaction) => {
      for (const [index, { table }] of TABLES.entries()) {
        const into = await transaction.unsafe(`copy bench_copy.${table} from stdin`).writable()
        await pipeline([batches[index]], into)
      }
    })
    spent += performance.now() - start
    copied += ROWS
  }
  await sql.unsafe('drop schema bench_copy cascade')
  await sql.end()
  return { documentsPerSecond: copied / (spent / 1000) }
}

async function textOf(stream: AsyncIterable<Buffer>): Promise<string> {
  const chunks: Buffer[] = []
  for await (const chunk of stream) chunks.push(chunk)
  return Buffer.concat(chunks).toString()
}
