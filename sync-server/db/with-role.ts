import postgres from 'postgres'
import type { Database, Transaction } from './database.ts'
import { quoteIdentifier } from './identifiers.ts'

/** A role, and the one schema in which its names are looked for. */
export interface Place {
  readonly role: string
  readonly schema: string
}

/** `snapshot`: repeatable read, read only: all statements see one moment. */
export type TransactionMode = 'write' | 'snapshot'

const BEGIN = { write: 'read write', snapshot: 'isolation level repeatable read read only' } as const

/**
 * Runs `work` in one transaction under a role, committed when it resolves and rolled back when it rejects.
 *
 * The role and the search path are set and checked by one message that is sent before the work's first statement, without
 * waiting for its answer: where the check fails, Postgres has aborted the transaction and refuses all that follows.
 * Names inside are unqualified. Whoever calls answers for the names in `place`.
 */
export async function withRole<T>(
  database: Database,
  place: Place,
  work: (tx: Transaction) => Promise<T>,
  mode: TransactionMode = 'write',
): Promise<T> {
  const enter = enterStatement(place)
  let outcome: { readonly value: T } | undefined
  await database.begin(BEGIN[mode], async (tx) => {
    // postgres.js sends a query when it is first awaited; this one goes now, ahead of all that work sends.
    const entered = tx.unsafe(enter).execute()
    try {
      outcome = { value: await work(tx) }
    } catch (error) {
      // Where the place was not entered, that is the cause; work's own error only follows from it.
      await requireEntered(entered, place)
      throw error
    }
    await requireEntered(entered, place)
  })
  if (!outcome) throw new Error('The transaction ended without its work.')
  return outcome.value
}

async function requireEntered(entered: Promise<unknown>, place: Place): Promise<void> {
  try {
    await entered
  } catch (error) {
    if (error instanceof postgres.PostgresError && error.code === DIVISION_BY_ZERO)
      throw new Error(`${place.schema} was not entered: it or its role is not the one in force.`, {
        cause: error,
      })
    throw error
  }
}

const DIVISION_BY_ZERO = '22012'
const PLAIN_NAME = /^[a-z_][0-9a-z_]{0,62}$/
const statements = new Map<string, string>()

function enterStatement({ schema, role }: Place): string {
  const key = `${schema} ${role}`
  let statement = statements.get(key)
  if (statement === undefined) {
    if (!PLAIN_NAME.test(schema) || !PLAIN_NAME.test(role))
      throw new RangeError('A role and a schema have plain names.')
    // Division by zero is an error that plain SQL can raise: unless the check holds, the transaction is aborted.
    statement = `SET LOCAL ROLE ${quoteIdentifier(role)}; SET LOCAL search_path TO ${quoteIdentifier(schema)}; SELECT 1 / (current_user = '${role}' AND current_schemas(false) = ARRAY['${schema}']::name[])::int`
    statements.set(key, statement)
  }
  return statement
}
