import type { Database } from '../db/database.ts'
import { auditAct } from '../identity/audit-act.ts'
import type { Committer } from '../sync/committer.ts'
import type { Tenant } from '../tenancy/with-tenant.ts'

/**
 * Removes the beginning of a school's audit log, up to the first entry that is not older than `before`, by the owner's login. First
 * the log itself says so; then the anchor, by which what is left is known to be whole, is written in the transaction in which the
 * entries go. Resolves to how many went.
 */
export async function shortenAudit(
  { admin, committer }: { readonly admin: Database; readonly committer: Committer },
  tenant: Tenant,
  before: Date,
  now: Date,
): Promise<number> {
  const schema = admin(tenant.schema)
  const [last] = await admin<{ n: number; hash: Buffer; at: string }[]>`
    SELECT n, hash, at FROM ${schema}.audit
    WHERE n < coalesce((SELECT n FROM ${schema}.audit WHERE at >= ${before} ORDER BY n LIMIT 1), 9223372036854775807)
    ORDER BY n DESC LIMIT 1`
  if (!last) return 0
  const { n: through, hash, at } = last
  await auditAct(committer, tenant, {
    actorId: undefined,
    action: 'shorten',
    collection: 'audit',
    documentId: tenant.id,
    detail: { through, hash: hash.toString('hex') },
  })
  return await admin.begin(async (tx) => {
    await tx`
      INSERT INTO ${schema}.audit_anchors (through, hash, newest_at, removed_at)
      VALUES (${through}, ${hash}, ${at}, ${now})`
    const { count } = await tx`DELETE FROM ${schema}.audit WHERE n <= ${through}`
    return count
  })
}
