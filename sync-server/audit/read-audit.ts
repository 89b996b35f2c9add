import type { Database } from '../db/database.ts'
import { type Tenant, withTenant } from '../tenancy/with-tenant.ts'

/** An entry as it is shown: who did what to which document, when, from which device. */
export interface AuditEntryShown {
  readonly n: number
  /** ISO 8601, UTC; the server's time. */
  readonly at: string
  readonly actorId?: string
  readonly actorName?: string
  readonly deviceId?: string
  readonly action: string
  readonly collection: string
  readonly documentId: string
  readonly seq?: number
  readonly detail: unknown
  /** Hex of the entry's SHA-256, by which it can be found in a copy that is kept elsewhere. */
  readonly hash: string
}

export interface AuditQuery {
  readonly from: string | undefined
  readonly to: string | undefined
  readonly actorId: string | undefined
  readonly deviceId: string | undefined
  readonly action: string | undefined
  readonly collection: string | undefined
  readonly documentId: string | undefined
  /** Entries before this number alone: where the page before ended. */
  readonly before: number | undefined
  readonly limit: number
}

interface Row {
  readonly n: number
  readonly at: string
  readonly actor_id: string | null
  readonly actor_name: string | null
  readonly device_id: string | null
  readonly action: string
  readonly collection: string
  readonly document_id: string
  readonly seq: number | null
  readonly detail: unknown
  readonly hash: Buffer
}

/** Each condition around its parameter. The names are ours; what was asked for is a parameter. */
const CONDITIONS = [
  ['from', 'at >= ', '::timestamptz'],
  ['to', 'at < ', '::timestamptz'],
  ['actorId', 'actor_id = ', '::uuid'],
  ['deviceId', 'device_id = ', ''],
  ['action', 'action = ', ''],
  ['collection', 'collection = ', ''],
  ['documentId', 'document_id = ', ''],
  ['before', 'n < ', '::bigint'],
] as const

/** The latest entries that match, latest first. */
export async function readAudit(
  database: Database,
  tenant: Tenant,
  query: AuditQuery,
): Promise<readonly AuditEntryShown[]> {
  const parameters: (string | number)[] = [query.limit]
  const conditions = CONDITIONS.flatMap(([name, start, end]) => {
    const value = query[name]
    return value === undefined ? [] : [`${start}$${parameters.push(value)}${end}`]
  })
  const text = `
    select n, at, actor_id, (select name from users where id = actor_id) as actor_name, device_id, action,
      collection, document_id, seq, detail, hash
    from audit where ${['true', ...conditions].join(' and ')} order by n desc limit $1`
  const rows = await withTenant(database, tenant, (tx) => tx.unsafe<Row[]>(text, parameters), {
    mode: 'snapshot',
  })
  return rows.map(shown)
}

function shown(row: Row): AuditEntryShown {
  return {
    n: row.n,
    at: new Date(row.at).toISOString(),
    ...(row.actor_id === null ? {} : { actorId: row.actor_id }),
    ...(row.actor_name === null ? {} : { actorName: row.actor_name }),
    ...(row.device_id === null ? {} : { deviceId: row.device_id }),
    action: row.action,
    collection: row.collection,
    documentId: row.document_id,
    ...(row.seq === null ? {} : { seq: row.seq }),
    detail: row.detail,
    hash: row.hash.toString('hex'),
  }
}
