import type { Database, Transaction } from '../db/database.ts'
import { type Tenant, withTenant } from '../tenancy/with-tenant.ts'
import { detailText, entryHash } from './entry-hash.ts'

/**
 * Where the chain of a school's audit log does not hold.
 * - `changed`: the entry does not say what it said when it was hashed;
 * - `missing`: entries before it are gone, or stand twice;
 * - `detached`: it does not follow the entry before it;
 * - `cut-off`: the log ends before the entry that was written last.
 */
export interface AuditFault {
  readonly n: number
  readonly kind: 'changed' | 'missing' | 'detached' | 'cut-off'
}

export interface AuditFindings {
  readonly entries: number
  /** Number of the first entry that is kept; entries before it are past their retention. */
  readonly first: number | undefined
  readonly faults: readonly AuditFault[]
}

const PAGE = 2_000
/** Beyond this many faults more of them say nothing. */
const MOST_FAULTS = 100

/**
 * Recomputes every hash of a school's audit log, in one moment's state. Changes nothing. An owner of the database can write the
 * whole chain anew: the head that this returns nothing of should be kept elsewhere as well, by whoever has to trust it.
 */
export async function verifyAudit(
  database: Database,
  tenant: Pick<Tenant, 'schema' | 'role'>,
): Promise<AuditFindings> {
  return withTenant(database, tenant, (tx) => verify(tx, tenant.schema), { mode: 'snapshot' })
}

/** The same by the owner's login, which needs no school's role. */
export async function verifyAuditAsOwner(
  admin: Database,
  { schema }: Pick<Tenant, 'schema'>,
): Promise<AuditFindings> {
  let findings: AuditFindings | undefined
  await admin.begin('isolation level repeatable read read only', async (tx) => {
    findings = await verify(tx, schema)
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

async function verify(tx: Transaction, schema: string): Promise<AuditFindings> {
  const faults: AuditFault[] = []
  let entries = 0
  let first: number | undefined
  let before: { readonly n: number; readonly hash: Buffer } | undefined
  const found = (fault: AuditFault) => {
    if (faults.length < MOST_FAULTS) faults.push(fault)
  }
  for (;;) {
    const rows: readonly Row[] = await tx<Row[]>`
      select n, at, actor_id, device_id, action, collection, document_id, seq, detail, previous, hash
      from ${tx(schema)}.audit where n > ${before?.n ?? 0} order by n limit ${PAGE}`
    for (const row of rows) {
      first ??= row.n
      entries += 1
      const fault = faultOf(row, before)
      if (fault) found({ n: row.n, kind: fault })
      before = { n: row.n, hash: row.hash }
    }
    if (rows.length < PAGE) break
  }
  const [state] = await tx<{ audit_seq: number; audit_head: Buffer }[]>`
    select audit_seq, audit_head from ${tx(schema)}.sync_state`
  const whole =
    state !== undefined && (before?.n ?? 0) === state.audit_seq && same(before?.hash, state.audit_head)
  if (!whole) found({ n: state?.audit_seq ?? 0, kind: 'cut-off' })
  return { entries, first, faults }
}

function faultOf(
  row: Row,
  before: { readonly n: number; readonly hash: Buffer } | undefined,
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
  if (before ? row.n !== before.n + 1 : row.n === 1 && row.previous.length > 0) return 'missing'
  if (before && !row.previous.equals(before.hash)) return 'detached'
  return undefined
}

function same(a: Buffer | undefined, b: Buffer): boolean {
  return a === undefined ? b.length === 0 : a.equals(b)
}
