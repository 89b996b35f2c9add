import type { Database } from '../db/database.ts'
import type { Tenant } from '../tenancy/with-tenant.ts'
import { nameEraser, withoutNames } from './erased-name.ts'

interface Words {
  readonly id: string
  readonly version: number
  readonly request: string
  readonly lines: unknown
}

/**
 * Takes names out of what a school's loans say in words, and of the names of things that they copied. A step that is under way is carried
 * out again from what stands here then.
 */
export async function eraseFromLoans(
  database: Database,
  tenant: Tenant,
  names: readonly string[],
): Promise<number> {
  const erase = nameEraser(names)
  const rows = await database<Words[]>`
    SELECT id, version, request, lines FROM etrax_system.loans
    WHERE lender_id = ${tenant.id} OR borrower_id = ${tenant.id} ORDER BY id`
  let changed = 0
  for (const { id, version, request, lines } of rows) {
    const [said, copied] = [erase(request), JSON.stringify(withoutNames(lines, erase))]
    if (said === request && copied === JSON.stringify(lines)) continue
    const { count } = await database`
      UPDATE etrax_system.loans SET request = ${said}, lines = ${copied}::text::jsonb, version = version + 1
      WHERE id = ${id} AND version = ${version}`
    if (count === 0) return changed + (await eraseFromLoans(database, tenant, names))
    changed += 1
  }
  return changed
}
