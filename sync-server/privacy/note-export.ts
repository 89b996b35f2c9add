import type { Committer } from '../sync/committer.ts'
import type { Tenant } from '../tenancy/with-tenant.ts'

/** Puts into the audit log that somebody was handed out data, before it goes out. */
export function noteExport(
  committer: Committer,
  tenant: Tenant,
  actorId: string,
  collection: string,
  documentId: string,
): Promise<void> {
  return committer.run(tenant, {
    size: 1,
    needs() {},
    decide(unit) {
      unit.audit({ actorId, deviceId: undefined, action: 'export', collection, documentId, detail: {} })
    },
  })
}
