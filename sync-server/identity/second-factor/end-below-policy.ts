import type { Role } from '../../../shared/roles.ts'
import type { Database } from '../../db/database.ts'
import { type Tenant, withTenant } from '../../tenancy/with-tenant.ts'
import type { Sessions } from '../sessions.ts'
import { readPolicy } from './policy.ts'

/**
 * After somebody was given another role: where the school asks that role for a second factor, the sessions end that were begun
 * without one, since a sign-in would not begin them. Signing in again asks for the factor, or sets it up; what is unsent stays
 * on the device. Each session says which role it was judged by, so that one that is not ended here ends at its next use.
 */
export async function endBelowPolicy(
  { database, sessions }: { readonly database: Database; readonly sessions: Sessions },
  tenant: Tenant,
  userId: string,
  role: Role,
): Promise<void> {
  const policy = await withTenant(database, tenant, readPolicy)
  if (policy[role]) await sessions.endWithoutFactor(tenant.id, userId)
  else await sessions.noteRoleOf(tenant.id, userId, role)
}
