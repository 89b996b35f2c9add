import type { Committer } from '../../sync/committer.ts'
import type { AccountAction } from '../../sync/unit.ts'
import type { Tenant } from '../../tenancy/with-tenant.ts'

export interface AccountEvent {
  readonly actorId: string | undefined
  readonly deviceId: string | undefined
  /** About whose account. */
  readonly userId: string
  readonly action: AccountAction
  readonly detail: Readonly<Record<string, unknown>>
}

/** Enters what happened to somebody's ways in into the school's audit log; nothing of the user's document changes by it. */
export async function auditAccount(
  committer: Committer,
  tenant: Tenant,
  { userId, ...entry }: AccountEvent,
): Promise<void> {
  await committer.run(tenant, {
    size: 1,
    needs() {},
    decide: (unit) => unit.audit({ ...entry, collection: 'users', documentId: userId }),
  })
}
