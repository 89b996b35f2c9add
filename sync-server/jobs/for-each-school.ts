import type { Database } from '../db/database.ts'
import { describeError, type Log } from '../observability/log.ts'
import { listTenants } from '../tenancy/tenants.ts'
import type { Tenant } from '../tenancy/with-tenant.ts'

/**
 * Does a job's work in every school. What fails in one is logged and keeps none of the others from theirs; where the
 * database itself is away, the rest is left for the next time.
 */
export async function forEachSchool(
  database: Database,
  job: string,
  log: Log,
  work: (tenant: Tenant) => Promise<unknown>,
): Promise<void> {
  for (const tenant of await listTenants(database)) {
    try {
      await work(tenant)
    } catch (error) {
      log.error({ err: describeError(error), job, tenant: tenant.slug })
      await database`SELECT 1`
    }
  }
}
