import type { Committer } from '../sync/committer.ts'
import type { AuditEntry } from '../sync/unit.ts'
import type { Tenant } from '../tenancy/with-tenant.ts'

/** Writes down an act on what is no document, such as a device: an entry of the school's one chain, in a commit of its own. */
export async function auditAct(
  committer: Committer,
  tenant: Tenant,
  act: Omit<AuditEntry, 'deviceId'>,
): Promise<void> {
  await committer.run(tenant, {
    size: 1,
    needs: () => undefined,
    decide: (unit) => unit.audit({ ...act, deviceId: undefined }),
  })
}
