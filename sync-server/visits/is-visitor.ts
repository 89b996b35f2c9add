import type { Database } from '../db/database.ts'
import type { Tenant } from '../tenancy/with-tenant.ts'

/** Whether a user of a school stands for somebody of another one who visits it: what that one may do here, each visit says. */
export async function isVisitor(database: Database, { id }: Tenant, userId: string): Promise<boolean> {
  const found = await database`
    SELECT FROM etrax_system.visitors WHERE tenant_id = ${id} AND user_id = ${userId}`
  return found.length > 0
}
