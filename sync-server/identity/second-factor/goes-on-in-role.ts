import type { Role } from '../../../shared/roles.ts'
import type { Database } from '../../db/database.ts'
import { type Tenant, withTenant } from '../../tenancy/with-tenant.ts'
import type { SessionRow, Sessions } from '../sessions.ts'
import { readPolicy } from './policy.ts'

/**
 * Whether a session goes on in the role that its account has by now. Where that is another than the one it was judged by, and the school
 * asks it for a factor that was not proved, the session ends here: whoever gave the role may not have come to end it. In the same role
 * it goes on, also where the policy became stricter.
 */
export async function goesOnInRole(
  { database, sessions }: { readonly database: Database; readonly sessions: Sessions },
  tenant: Tenant,
  session: Pick<SessionRow, 'id' | 'tenantId' | 'kind' | 'role' | 'factor'>,
  role: Role,
): Promise<boolean> {
  if (session.kind !== 'account' || session.role === role) return true
  const policy = await withTenant(database, tenant, readPolicy)
  if (policy[role] && !session.factor && session.role !== null) {
    await sessions.end(session, 'factor-required')
    return false
  }
  await sessions.noteRole(session.id, role)
  return true
}
