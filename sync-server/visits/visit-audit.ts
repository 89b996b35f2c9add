import type { Committer } from '../sync/committer.ts'
import type { Tenant } from '../tenancy/with-tenant.ts'
import type { VisitRow } from './visit-store.ts'

/** How entries about visits are called in the audit log; no collection has this name. */
export const VISITS = 'visits'

/**
 * Writes into a school's audit log that a visit began or ended, as what and why. Who it is stands in the visit of this id: a log that
 * nobody changes names nobody.
 */
export function noteInAudit(
  committer: Committer,
  tenant: Tenant,
  { id, userId, role, reason }: VisitRow,
  what: { readonly until: string; readonly school?: string } | { readonly ended: string },
  actorId: string = userId,
): Promise<void> {
  return committer.run(tenant, {
    size: 1,
    needs: () => undefined,
    decide: (unit) =>
      unit.audit({
        actorId,
        deviceId: undefined,
        action: 'ended' in what ? 'update' : 'create',
        collection: VISITS,
        documentId: id,
        detail: { role, reason, ...what },
      }),
  })
}
