import { afterAll, beforeAll, expect, test } from 'vitest'
import { connectDatabase, type Database } from '../db/database.ts'
import { createTestDatabase, type TestDatabase } from '../db/test-postgres.ts'
import { rowArrays } from './row-arrays.ts'

interface Row {
  readonly n: number
  readonly text?: string | null
  readonly list?: readonly string[]
  readonly json?: unknown
  readonly flag?: boolean
}

const TEXTS = ['', 'NULL', 'null', '{a,b}', 'a,b', '"', '\\', '\\"', "it's", '\n\t\r', '( )', '❤ שלום', ' ']

const rows = rowArrays<Row>('awkward', [
  { name: 'n', sqlType: 'bigint', value: (row) => row.n },
  { name: 'text', sqlType: 'text', value: (row) => row.text },
  { name: 'list', sqlType: 'text[]', value: (row) => row.list },
  { name: 'json', sqlType: 'jsonb', value: (row) => row.json && JSON.stringify(row.json) },
  { name: 'flag', sqlType: 'boolean', value: (row) => row.flag },
])

let database: TestDatabase
let sql: Database

beforeAll(async () => {
  database = await createTestDatabase()
  sql = connectDatabase(database.adminUrl, { max: 1, name: 'test' })
  await sql.unsafe('create schema made; set search_path to made')
  await sql.unsafe('create table awkward (n bigint, text text, list text[], json jsonb, flag boolean)')
})
afterAll(async () => {
  await sql.end()
  await database.drop()
})

async function written(wanted: readonly Row[]) {
  await sql.unsafe('truncate awkward')
  await sql.unsafe(rows.insert, rows.parameters(wanted))
  return [...(await sql`select * from awkward order by n`)]
}

const blank = { text: null, list: null, json: null, flag: null }

test('every text comes back as it was, alone, in a list and inside JSON', async () => {
  const wanted = TEXTS.map((text, n) => ({
    n,
    text,
    list: [text, 'between', text],
    json: { [text]: [text] },
    flag: n % 2 === 0,
  }))
  expect(await written(wanted)).toEqual(wanted)
})

test('what is absent in one row, or in all of them, is null there and shifts nothing', async () => {
  expect(
    await written([{ n: 1 }, { n: 2, text: 'second', flag: false }, { n: 3, text: null, list: [] }]),
  ).toEqual([
    { ...blank, n: 1 },
    { ...blank, n: 2, text: 'second', flag: false },
    { ...blank, n: 3, list: [] },
  ])
  expect(await written([{ n: 1 }])).toEqual([{ ...blank, n: 1 }])
})
