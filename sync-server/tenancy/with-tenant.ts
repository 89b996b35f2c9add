import postgres from 'postgres'
import type { Database, Transaction } from '../db/database.ts'
import { quoteIdentifier } from '../db/identifiers.ts'

/** A school, as the server knows it. */
export interface Tenant {
  readonly id: string
  /** Its name in addresses. */
  readonly slug: string
  readonly name: string
  readonly organizationId: string
  /** Opaque; never named after the school. */
  readonly schema: string
  readonly role: string
  /** IANA name. */
  readonly timeZone: string
}

/** A transaction in one school's schema under that school's role; the only way to a school's tables. */
export type TenantTransaction = Transaction

export interface TenantTransactionOptions {
  /** `snapshot`: repeatable read, read only: all statements see one moment. */
  readonly mode?: 'write' | 'snapshot'
}

const BEGIN = { write: 'read write', snapshot: 'isolation level repeatable read read only' } as const

/**
 * Runs `work` in one transaction of a school, committed when it resolves and rolled back when it rejects.
 *
 * The role and the search path are set and checked by one message that is sent before the work's first statement, without
 * waiting for its answer: where the check fails, Postgres has aborted the transaction and refuses all that follows.
 * Names inside are unqualified.
 */
export async function withTenant<T>(
  database: Database,
  tenant: Pick<Tenant, 'schema' | 'role'>,
  work: (tx: TenantTransaction) => Promise<T>,
  options: TenantTransactionOptions = {},
): Promise<T> {
  const enter = enterStatement(tenant)
  let outcome: { readonly value: T } | undefined
  await database.begin(BEGIN[options.mode ?? 'write'], async (tx) => {
    // postgres.js sends a query when it is first awaited; this one goes now, ahead of all that work sends.
    const entered = tx.unsafe(enter).execute()
    try {
      outcome = { value: await work(tx) }
    } catch (error) {
      // Where the school was not entered, that is the cause; work's own error only follows from it.
      await requireEntered(entered)
      throw error
    }
    await requireEntered(entered)
  })
  if (!outcome) throw new Error('The transaction ended without its work.')
  return outcome.value
}

async function requireEntered(entered: Promise<unknown>): Promise<void> {
  try {
    await entered
  } catch (error) {
    if (error instanceof postgres.PostgresError && error.code === DIVISION_BY_ZERO)
      throw new Error('The school was not entered: its schema or role is not the one in force.', {
        cause: error,
      })
    throw error
  }
}

const DIVISION_BY_ZERO = '22012'
const TENANT_NAME = /^school_[0-9a-z]{16}$/
const statements = new Map<string, string>()

function enterStatement({ schema, role }: Pick<Tenant, 'schema' | 'role'>): string {
  const key = `${schema} ${role}`
  let statement = statements.get(key)
  if (statement === undefined) {
    if (!TENANT_NAME.test(schema) || !TENANT_NAME.test(role))
      throw new RangeError('A school has an opaque schema and role.')
    // Division by zero is an error that plain SQL can raise: unless the check holds, the transaction is aborted.
    statement = `SET LOCAL ROLE ${quoteIdentifier(role)}; SET LOCAL search_path TO ${quoteIdentifier(schema)}; SELECT 1 / (current_user = '${role}' AND current_schemas(false) = ARRAY['${schema}']::name[])::int`
    statements.set(key, statement)
  }
  return statement
}
