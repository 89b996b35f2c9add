import postgres from 'postgres'
import { formatTextArray, parseTextArray } from './text-arrays.ts'

/**
 * How values cross between Node and Postgres, everywhere the same: bigint as a number (counters and cents are far below
 * 2^53), timestamptz as ISO 8601 in UTC with milliseconds, date as `YYYY-MM-DD`, text[] as an array.
 * Types are stated here, and not asked of the catalog: with thousands of schools that question is slow.
 */
const types = {
  bigint: {
    to: 20,
    from: [20],
    serialize: (value: number) => String(value),
    parse: (text: string) => Number(text),
  },
  date: {
    to: 1184,
    from: [1114, 1184],
    serialize: (value: string | Date) => (value instanceof Date ? value.toISOString() : value),
    parse: (text: string): string | Date => readTime(text),
  },
  calendarDate: {
    to: 1082,
    from: [1082],
    serialize: (value: string) => value,
    parse: (text: string) => text,
  },
  textArray: {
    to: 1009,
    from: [1009],
    serialize: (value: readonly string[]) => formatTextArray(value),
    parse: (text: string): readonly string[] => parseTextArray(text),
  },
}

function readTime(text: string): string {
  const date = new Date(text)
  // infinity and -infinity
  return Number.isNaN(date.getTime()) ? text : date.toISOString()
}

interface CustomTypes extends Record<string, unknown> {
  bigint: number
  date: string | Date
  calendarDate: string
  textArray: readonly string[]
}

/** A pool of connections of one login. */
export type Database = postgres.Sql<CustomTypes>
/** One transaction; it also makes savepoints. */
export type Transaction = postgres.TransactionSql<CustomTypes>

export interface DatabaseOptions {
  /** Most connections. */
  readonly max: number
  readonly name: string
  /** Milliseconds after which Postgres ends a statement; 0: never. */
  readonly statementTimeoutMs?: number
}

/**
 * Opens no connection by itself: the first query does. `reserve()` never answers on a pool that has no connection yet (with
 * `fetch_types` off postgres.js forgets it): hold a connection by a transaction instead.
 */
export function connectDatabase(url: string, options: DatabaseOptions): Database {
  return postgres(url, {
    max: options.max,
    types,
    fetch_types: false,
    connect_timeout: 10,
    onnotice: () => {},
    connection: {
      application_name: options.name,
      TimeZone: 'UTC',
      DateStyle: 'ISO, YMD',
      statement_timeout: options.statementTimeoutMs ?? 0,
      idle_in_transaction_session_timeout: 60_000,
    },
  })
}
