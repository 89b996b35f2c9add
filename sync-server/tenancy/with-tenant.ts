import type { Database, Transaction } from '../db/database.ts'
import { type Place, type TransactionMode, withRole } from '../db/with-role.ts'

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
  readonly mode?: TransactionMode
}

/** Runs `work` in one transaction of a school, under that school's role and in its schema alone; see {@link withRole}. */
export async function withTenant<T>(
  database: Database,
  tenant: Place,
  work: (tx: TenantTransaction) => Promise<T>,
  options: TenantTransactionOptions = {},
): Promise<T> {
  if (!TENANT_NAME.test(tenant.schema) || !TENANT_NAME.test(tenant.role))
    throw new RangeError('A school has an opaque schema and role.')
  return await withRole(database, tenant, work, options.mode)
}

const TENANT_NAME = /^school_[0-9a-z]{16}$/
