import { isJsonObject } from '../../shared/json.ts'
import { RETENTION_RULES } from '../../shared/retention.ts'
import type { Database, Transaction } from '../db/database.ts'
import { type Tenant, withTenant } from '../tenancy/with-tenant.ts'
import { detailText, entryHash } from './entry-hash.ts'

/**
 * Where the chain of a school's audit log does not hold.
 * - `changed`: the entry does not say what it said when it was hashed;
 * - `missing`: entries before it are gone and no retention removed them, or stand twice;
 * - `detached`: it does not follow the entry before it;
 * - `cut-off`: the log ends before the entry that was written last;
 * - `too-early`: it and those before it were removed before their time.
 */
export interface AuditFault {
  readonly n: number
  readonly kind: 'changed' | 'missing' | 'detached' | 'cut-off' | 'too-early'
}

export interface AuditFindings {
  readonly entries: number
  /** Number of the first entry that is kept; retention removed those before it. */
  readonly first: number | undefined
  readonly faults: readonly AuditFault[]
}

const PAGE = 2_000
const DAY_MS = 24 * 60 * 60 * 1000
/** Nobody may choose to keep the log for less. */
const LEAST_KEPT_MS = RETENTION_RULES.audit.least * DAY_MS
/** Beyond this many faults more of them say nothing. */
const MOST_FAULTS = 100

/**
 * Recomputes every hash of a school's audit log, in one moment's state, from its first entry, or from where retention last shortened
 * it, which the log itself has to say. Changes nothing. An owner of the database can write the
 * whole chain anew: the head that this returns nothing of should be kept elsewhere as well, by whoever has to trust it.
 */
export async function verifyAudit(
  database: Database,
  tenant: Pick<Tenant, 'schema' | 'role'>,
  now = new Date(),
): Promise<AuditFindings> {
  return withTenant(database, tenant, (tx) => verify(tx, tenant.schema, now), { mode: 'snapshot' })
}

/** The same by the owner's login, which needs no school's role. */
export async function verifyAuditAsOwner(
  admin: Database,
  { schema }: Pick<Tenant, 'schema'>,
  now = new Date(),
): Promise<AuditFindings> {
  let findings: AuditFindings | undefined
  await admin.begin('isolation level repeatable read read only', async (tx) => {
    findings = await verify(tx, schema, now)
  })
  if (!findings) throw new Error('The transaction ended without its work.')
  return findings
}

interface Row {
  readonly n: number
  readonly at: string
  readonly actor_id: string | null
  readonly device_id: string | null
  readonly action: string
  readonly collection: string
  readonly document_id: string
  readonly seq: number | null
  readonly detail: unknown
  readonly previous: Buffer
  readonly hash: Buffer
}

interface Anchor {
  readonly through: number
  readonly hash: Buffer
  readonly newest_at: string
  readonly removed_at: string
}

async function verify(tx: Transaction, schema: string, now: Date): Promise<AuditFindings> {
  const faults: AuditFault[] = []
  let entries = 0
  let first: number | undefined
  const anchors = await tx<Anchor[]>`
    select through, hash, newest_at, removed_at from ${tx(schema)}.audit_anchors order by through desc`
  const [anchor] = anchors
  let before = { n: anchor?.through ?? 0, hash: anchor?.hash ?? Buffer.alloc(0) }
  let isTold = anchor === undefined
  let page = 0
  const found = (fault: AuditFault) => {
    if (faults.length < MOST_FAULTS) faults.push(fault)
  }
  for (;;) {
    const rows: readonly Row[] = await tx<Row[]>`
      select n, at, actor_id, device_id, action, collection, document_id, seq, detail, previous, hash
      from ${tx(schema)}.audit where n > ${page} order by n limit ${PAGE}`
    for (const row of rows) {
      first ??= row.n
      entries += 1
      const fault = faultOf(row, before)
      if (fault) found({ n: row.n, kind: fault })
      isTold ||= anchor !== undefined && tells(row, anchor)
      before = { n: row.n, hash: row.hash }
      page = row.n
    }
    if (rows.length < PAGE) break
  }
  for (const one of anchors) if (isTooEarly(one, now)) found({ n: one.through, kind: 'too-early' })
  // What the log does not say of itself was removed by somebody else.
  if (!isTold) found({ n: first ?? before.n, kind: 'missing' })
  const [state] = await tx<{ audit_seq: number; audit_head: Buffer }[]>`
    select audit_seq, audit_head from ${tx(schema)}.sync_state`
  const whole = before.n === state?.audit_seq && before.hash.equals(state.audit_head)
  if (!whole) found({ n: state?.audit_seq ?? 0, kind: 'cut-off' })
  return { entries, first, faults }
}

function faultOf(
  row: Row,
  before: { readonly n: number; readonly hash: Buffer },
): AuditFault['kind'] | undefined {
  const hashed = entryHash(row.previous, {
    n: row.n,
    at: new Date(row.at).toISOString(),
    actorId: row.actor_id ?? undefined,
    deviceId: row.device_id ?? undefined,
    action: row.action,
    collection: row.collection,
    documentId: row.document_id,
    seq: row.seq ?? undefined,
    detail: detailText(row.detail),
  })
  if (!hashed.equals(row.hash)) return 'changed'
  if (row.n !== before.n + 1) return 'missing'
  if (!row.previous.equals(before.hash)) return 'detached'
  return undefined
}

/** Whether the entry says of the log that it was shortened there. */
function tells({ action, collection, detail }: Row, { through, hash }: Anchor): boolean {
  return (
    action === 'shorten' &&
    collection === 'audit' &&
    isJsonObject(detail) &&
    detail.through === through &&
    detail.hash === hash.toString('hex')
  )
}

/** By the time that was written down, and by the present one, which nobody wrote down. */
function isTooEarly({ newest_at, removed_at }: Anchor, now: Date): boolean {
  const removedAt = Math.min(Date.parse(removed_at), now.getTime())
  return !(removedAt - Date.parse(newest_at) >= LEAST_KEPT_MS)
}
