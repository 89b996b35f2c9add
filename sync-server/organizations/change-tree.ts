import { EtraxError } from '../../shared/errors.ts'
import type { Database, Transaction } from '../db/database.ts'
import { bringUpToDate, lockOrganizations } from './refresh-analytics.ts'

/**
 * Puts an organization with all that is below it under another, or under none. What is seen across schools follows in the same
 * transaction. By the owner's login.
 * @throws EtraxError `invalid-value` where it would be below itself, `not-found`
 */
export async function moveOrganization(
  admin: Database,
  appRole: string,
  { id, parentId }: { readonly id: string; readonly parentId: string | null },
): Promise<void> {
  await inTree(admin, appRole, async (tx) => {
    const [circle] = await tx`
      WITH RECURSIVE above AS (
        SELECT id, parent_id FROM etrax_system.organizations WHERE id = ${parentId}
        UNION
        SELECT next.id, next.parent_id FROM above JOIN etrax_system.organizations AS next ON next.id = above.parent_id
      )
      SELECT 1 FROM above WHERE id = ${id}`
    if (circle) throw new EtraxError('invalid-value', 'An organization cannot come to be below itself.')
    const moved = await tx`UPDATE etrax_system.organizations SET parent_id = ${parentId} WHERE id = ${id}`
    if (moved.count === 0) throw new EtraxError('not-found', 'There is no such organization.')
  })
}

/** By the owner's login. @throws EtraxError `invalid-value` for no name, `not-found` */
export async function renameOrganization(admin: Database, id: string, name: string): Promise<void> {
  if (name.trim() === '') throw new EtraxError('invalid-value', 'An organization needs a name.')
  const renamed = await admin`UPDATE etrax_system.organizations SET name = ${name} WHERE id = ${id}`
  if (renamed.count === 0) throw new EtraxError('not-found', 'There is no such organization.')
}

/** Puts a school under another organization, in whose reports it is counted from then on. By the owner's login. */
export async function moveSchool(
  admin: Database,
  appRole: string,
  { id, organizationId }: { readonly id: string; readonly organizationId: string },
): Promise<void> {
  await inTree(admin, appRole, async (tx) => {
    await tx`UPDATE etrax_system.tenants SET organization_id = ${organizationId} WHERE id = ${id}`
  })
}

async function inTree(
  admin: Database,
  appRole: string,
  change: (tx: Transaction) => Promise<void>,
): Promise<void> {
  await admin.begin(async (tx) => {
    await lockOrganizations(tx)
    await change(tx)
    await bringUpToDate(tx, appRole)
  })
}
