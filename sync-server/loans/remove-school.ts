import type { Database } from '../db/database.ts'
import { rehearseRemoval, removeTenant } from '../tenancy/provision.ts'
import type { Tenant } from '../tenancy/with-tenant.ts'
import { type EndLoansOptions, endLoansOf } from './end-loans-of.ts'

/**
 * Removes a school for good: its loans end first, in the other schools, and not before the database has taken the removal once and
 * gone back. Resolves to how many loans there were.
 * @throws what keeps it from being removed; no loan has ended then
 */
export async function removeSchool(admin: Database, options: EndLoansOptions, gone: Tenant): Promise<number> {
  await rehearseRemoval(admin, gone)
  const ended = await endLoansOf(options, gone)
  await removeTenant(admin, gone)
  return ended
}
