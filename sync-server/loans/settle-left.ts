import type { Database } from '../db/database.ts'
import type { Committer } from '../sync/committer.ts'
import { needDocument } from '../sync/needs.ts'
import { type Tenant, withTenant } from '../tenancy/with-tenant.ts'
import { SETTLED_WITH_IT, settleOpenOf } from './leave-school.ts'
import type { LoanCollections } from './lender-effects.ts'

const AT_ONCE = 500

/**
 * Settles what is open about borrowed things that have left: those of loans that ended before that was settled with them. Nobody of the
 * school can answer it. Resolves to of how many things there was something.
 */
export async function settleLeft(
  database: Database,
  committer: Committer,
  collections: LoanCollections,
  tenant: Tenant,
): Promise<number> {
  // A borrowed thing has an id that is made of its loan's (RFC 9562, version 8); no device gives such a one.
  const left = await withTenant(
    database,
    tenant,
    (tx) => tx<{ id: string; authorId: string }[]>`
      SELECT equipment.id, min(reviews.author_id::text) AS "authorId"
      FROM reviews JOIN equipment ON equipment.id::text IN (reviews.document_id, reviews.reason ->> 'otherId')
      WHERE reviews.state = 'open' AND reviews.kind = ANY(${[...SETTLED_WITH_IT]})
        AND equipment.deleted AND substr(equipment.id::text, 15, 1) = '8'
      GROUP BY equipment.id ORDER BY equipment.id LIMIT ${AT_ONCE}`,
    { mode: 'snapshot' },
  )
  if (left.length === 0) return 0
  return await committer.run(tenant, {
    size: left.length,
    needs(needs) {
      for (const { id } of left) {
        needDocument(needs, collections.equipment, id)
        needs.openReviews.add(id)
      }
    },
    decide(unit) {
      for (const { id, authorId } of left) {
        const stored = unit.get(collections.equipment, id)
        if (!stored?.deleted) continue
        const { document } = stored
        settleOpenOf(unit, collections, document, { actorId: authorId, stamp: document.stamp })
      }
      return left.length
    },
  })
}
