import type { RetentionKind } from '../../shared/retention.ts'
import { shortenAudit } from '../audit/shorten-audit.ts'
import type { Database } from '../db/database.ts'
import { notAwaited } from '../identity/awaited-devices.ts'
import { erasedDocument } from '../sync/erased.ts'
import { type Tenant, withTenant } from '../tenancy/with-tenant.ts'
import { AT_ONCE, changeDocuments, type Step, withFields } from './change-documents.ts'
import { findSubject, IS_SOMEBODY } from './data-subject.ts'
import { type ErasureParts, eraseSubject } from './erase-subject.ts'

export interface RetentionParts extends ErasureParts {
  /** The owner's login, which alone can shorten the audit log; absent: another process does that. */
  readonly admin?: Database | undefined
}

/** How a kind of record goes. `before`: what is older than that. */
export interface Retention {
  due(parts: RetentionParts, tenant: Tenant, before: Date): Promise<number>
  /** Resolves to how many went. */
  remove(parts: RetentionParts, tenant: Tenant, before: Date, now: Date): Promise<number>
}

export const RETENTION: Readonly<Record<RetentionKind, Retention>> = {
  audit: {
    due: ({ database }, tenant, before) =>
      count(
        database,
        tenant,
        `FROM audit
         WHERE n < coalesce((SELECT n FROM audit WHERE at >= $1 ORDER BY n LIMIT 1), 9223372036854775807)`,
        before,
      ),
    remove: async ({ admin, committer }, tenant, before, now) =>
      admin ? await shortenAudit({ admin, committer }, tenant, before, now) : 0,
  },
  notifications: {
    due: ({ database }, tenant, before) =>
      count(database, tenant, 'FROM notifications WHERE created_at < $1', before),
    async remove({ database }, tenant, before) {
      const gone = await withTenant(
        database,
        tenant,
        (tx) => tx`DELETE FROM notifications WHERE created_at < ${before}`,
      )
      return gone.count
    },
  },
  sessions: {
    async due({ database }, { id }, before) {
      const [row] = await database<{ count: number }[]>`
        SELECT (SELECT count(*) FROM etrax_system.sessions
            WHERE tenant_id = ${id} AND least(ended_at, expires_at) < ${before}
              AND ${notAwaited(database, before)})::int
          + (SELECT count(*) FROM etrax_system.devices
            WHERE tenant_id = ${id} AND last_seen_at < ${before})::int AS count`
      return row?.count ?? 0
    },
    async remove({ database }, { id }, before) {
      const sessions = await database`
        DELETE FROM etrax_system.sessions
        WHERE tenant_id = ${id} AND least(ended_at, expires_at) < ${before} AND ${notAwaited(database, before)}`
      // A device that was taken away stays known as such.
      const devices = await database`
        DELETE FROM etrax_system.devices
        WHERE tenant_id = ${id} AND last_seen_at < ${before} AND revoked_at IS NULL`
      return sessions.count + devices.count
    },
  },
  notes: {
    due: ({ database }, tenant, before) => count(database, tenant, `FROM ${OLD_NOTES}`, before),
    remove: (parts, tenant, before) =>
      eachPage(parts, tenant, `SELECT id FROM ${OLD_NOTES} ORDER BY id LIMIT ${AT_ONCE}`, before, (id) => ({
        definition: parts.collections.transactions,
        id,
        change: withFields(() => ({ note: undefined })),
      })),
  },
  reviews: {
    due: ({ database }, tenant, before) => count(database, tenant, `FROM ${OLD_REVIEWS}`, before),
    remove: (parts, tenant, before) =>
      eachPage(parts, tenant, `SELECT id FROM ${OLD_REVIEWS} ORDER BY id LIMIT ${AT_ONCE}`, before, (id) => ({
        definition: parts.collections.reviews,
        id,
        change(stored, unit) {
          const blank = erasedDocument(parts.collections.reviews, stored, unit.now)
          return { ...blank, document: { ...blank.document, state: 'settled' } }
        },
      })),
  },
  departed: {
    async due({ database }, tenant, before) {
      return (await departed(database, tenant, before)).length
    },
    async remove(parts, tenant, before) {
      let gone = 0
      for (const id of await departed(parts.database, tenant, before)) {
        const subject = await withTenant(parts.database, tenant, (tx) => findSubject(tx, id))
        // With a person the user may be gone already.
        if (!subject) continue
        await eraseSubject(parts, tenant, subject, undefined)
        gone += 1
      }
      return gone
    },
  },
}

const OLD_NOTES = 'transactions WHERE note IS NOT NULL AND occurred_at < $1'
const OLD_REVIEWS = `reviews WHERE state <> 'open' AND document_id <> '' AND coalesce(resolved_at, updated_at) < $1`

async function count(database: Database, tenant: Tenant, from: string, before: Date): Promise<number> {
  const [row] = await withTenant(
    database,
    tenant,
    (tx) => tx.unsafe<{ count: number }[]>(`SELECT count(*)::int AS count ${from}`, [before]),
    { mode: 'snapshot' },
  )
  return row?.count ?? 0
}

async function eachPage(
  { database, committer }: RetentionParts,
  tenant: Tenant,
  text: string,
  before: Date,
  stepOf: (id: string) => Step,
): Promise<number> {
  let gone = 0
  for (;;) {
    const rows = await withTenant(database, tenant, (tx) => tx.unsafe<{ id: string }[]>(text, [before]), {
      mode: 'snapshot',
    })
    const changed = await changeDocuments(
      committer,
      tenant,
      rows.map(({ id }) => stepOf(id)),
      undefined,
    )
    gone += changed
    // What could not be changed would come again and again.
    if (rows.length < AT_ONCE || changed === 0) return gone
  }
}

/** People and users whose last change is that old, who are not there any more and have nothing. */
async function departed(database: Database, tenant: Tenant, before: Date): Promise<readonly string[]> {
  const rows = await withTenant(
    database,
    tenant,
    (tx) => tx<{ id: string }[]>`
      SELECT id FROM people
      WHERE name <> '' AND (deleted OR NOT active) AND updated_at < ${before}
        AND NOT EXISTS (SELECT FROM users WHERE person_id = people.id AND active AND NOT users.deleted)
        AND NOT EXISTS (SELECT FROM equipment WHERE holder_id = people.id AND NOT equipment.deleted)
      UNION ALL
      SELECT id FROM users
      WHERE name <> '' AND ${tx.unsafe(IS_SOMEBODY)} AND (deleted OR NOT active) AND updated_at < ${before} AND person_id IS NULL`,
    { mode: 'snapshot' },
  )
  return rows.map(({ id }) => id)
}
