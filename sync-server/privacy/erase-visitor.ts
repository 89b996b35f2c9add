import type { Database } from '../db/database.ts'
import { findTenant } from '../tenancy/tenants.ts'
import type { Tenant } from '../tenancy/with-tenant.ts'
import type { DataSubject } from './data-subject.ts'
import { ERASED } from './erased-name.ts'

/**
 * Takes users out of the schools that they entered from their own: there each is a user of a name, and the list of visits names them.
 * Resolves to how many documents were changed.
 * @param eraseThere erases somebody from one of those schools
 */
export async function eraseVisitor(
  database: Database,
  home: Tenant,
  { users }: DataSubject,
  eraseThere: (school: Tenant, subject: DataSubject) => Promise<number>,
): Promise<number> {
  const visited = await database<{ tenantId: string; userId: string; visitor: string | null }[]>`
    SELECT tenant_id AS "tenantId", user_id AS "userId", (
      SELECT visitor FROM etrax_system.visits WHERE visits.tenant_id = visitors.tenant_id
        AND visits.user_id = visitors.user_id ORDER BY asked_at DESC LIMIT 1) AS visitor
    FROM etrax_system.visitors
    WHERE home_tenant_id = ${home.id} AND home_user_id = ANY(${[...users]}::text[]::uuid[])`
  let changed = 0
  for (const { tenantId, userId, visitor } of visited) {
    const school = await findTenant(database, { id: tenantId })
    // Their own name may be another one's in a school of which they were no part: there only the visitor's is theirs.
    const known = visitor === null || visitor === ERASED ? [] : [visitor]
    if (school) changed += await eraseThere(school, { people: [], users: [userId], names: known })
  }
  // Last: until then the name by which they are found there is known.
  await database`
    UPDATE etrax_system.visits SET visitor = ${ERASED}
    WHERE home_tenant_id = ${home.id} AND home_user_id = ANY(${[...users]}::text[]::uuid[]) AND visitor <> ${ERASED}`
  return changed
}
