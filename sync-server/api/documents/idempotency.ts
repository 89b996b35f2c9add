import { createHash } from 'node:crypto'
import { EtraxError } from '../../../shared/errors.ts'
import { uuidv7 } from '../../../shared/ids.ts'
import type { Database } from '../../db/database.ts'
import type { RequestSession } from '../../identity/request-session.ts'
import { withTenant } from '../../tenancy/with-tenant.ts'

/** What a new document is made with; the same for the same key. */
export interface Reserved {
  readonly documentId: string
  readonly stamp: string
}

const KEY = /^[\x21-\x7e]{1,200}$/

/**
 * The id and stamp for a POST: new ones, or those that the same Idempotency-Key of the same user got before.
 * @throws EtraxError `malformed-request`, or `already-exists` where the key was used for another request
 */
export async function reserveDocument(
  database: Database,
  { tenant, userId }: RequestSession,
  key: string | undefined,
  request: string,
  fresh: Reserved = { documentId: uuidv7(), stamp: '' },
): Promise<Reserved> {
  if (key === undefined) return fresh
  if (!KEY.test(key))
    throw new EtraxError('malformed-request', 'Idempotency-Key must be 1 to 200 visible ASCII characters.')
  const hash = createHash('sha256').update(request).digest()
  const [row] = await withTenant(database, tenant, async (tx) => {
    await tx`
      INSERT INTO idempotency_keys (user_id, key, request_hash, document_id, stamp)
      VALUES (${userId}, ${key}, ${hash}, ${fresh.documentId}, ${fresh.stamp})
      ON CONFLICT (user_id, key) DO NOTHING`
    return await tx<(Reserved & { same: boolean })[]>`
      SELECT document_id AS "documentId", stamp, request_hash = ${hash} AS same
      FROM idempotency_keys WHERE user_id = ${userId} AND key = ${key}`
  })
  if (!row?.same) throw new EtraxError('already-exists', 'This Idempotency-Key was used for another request.')
  return { documentId: row.documentId, stamp: row.stamp }
}

/** Removes keys that are two days old. */
export async function forgetOldKeys(database: Database, tenant: RequestSession['tenant']): Promise<void> {
  await withTenant(
    database,
    tenant,
    (tx) => tx`DELETE FROM idempotency_keys WHERE created_at < now() - interval '2 days'`,
  )
}
