import type { Database } from '../db/database.ts'
import { quoteIdentifier } from '../db/identifiers.ts'
import { type Tenant, withTenant } from '../tenancy/with-tenant.ts'
import { PERSONAL_TABLES } from './personal-tables.ts'

/** The addresses that users sign in with: what waits to be sent to them goes with them. */
export async function addressesOf(
  database: Database,
  tenant: Tenant,
  users: readonly string[],
): Promise<readonly string[]> {
  const rows = await withTenant(
    database,
    tenant,
    (tx) => tx<{ email: string }[]>`
      SELECT email FROM credentials WHERE user_id = ANY(${[...users]}::text[]::uuid[])`,
  )
  return rows.map(({ email }) => email)
}

/** Removes the rows of users from every table that is no document's, and what of an audit log is no longer to be read. */
export async function eraseRows(database: Database, tenant: Tenant, users: readonly string[]): Promise<void> {
  const going = PERSONAL_TABLES.filter(({ erasure }) => erasure === 'deleted')
  await withTenant(database, tenant, async (tx) => {
    for (const { table, user } of going.filter(({ schema }) => schema === 'school'))
      await tx.unsafe(
        `DELETE FROM ${quoteIdentifier(table)} WHERE ${quoteIdentifier(user)} = ANY($1::text[]::uuid[])`,
        [[...users]],
      )
  })
  for (const { table, user } of going.filter(({ schema }) => schema === 'platform'))
    await database.unsafe(
      `DELETE FROM etrax_system.${quoteIdentifier(table)}
       WHERE tenant_id = $1 AND ${quoteIdentifier(user)} = ANY($2::text[]::uuid[])`,
      [tenant.id, [...users]],
    )
}
