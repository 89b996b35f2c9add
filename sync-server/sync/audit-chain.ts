import { detailText, entryHash } from '../audit/entry-hash.ts'
import type { Numbered, SyncState } from './numbered.ts'
import { rowArrays } from './row-arrays.ts'
import type { AuditEntry, Unit } from './unit.ts'

interface AuditRow {
  readonly n: number
  readonly at: string
  readonly actor_id: string | undefined
  readonly device_id: string | undefined
  readonly action: AuditEntry['action']
  readonly collection: string
  readonly document_id: string
  readonly seq: number | undefined
  /** JSON, keys in order. */
  readonly detail: string
  /** Hex. */
  readonly previous: string
  /** Hex: SHA-256 over the previous hash and the entry's JSON array. */
  readonly hash: string
}

/** How audit entries are written. */
export const auditSql = rowArrays<AuditRow>('audit', [
  { name: 'n', sqlType: 'bigint', value: (row) => row.n },
  { name: 'at', sqlType: 'timestamp with time zone', value: (row) => row.at },
  { name: 'actor_id', sqlType: 'uuid', value: (row) => row.actor_id },
  { name: 'device_id', sqlType: 'text', value: (row) => row.device_id },
  { name: 'action', sqlType: 'text', value: (row) => row.action },
  { name: 'collection', sqlType: 'text', value: (row) => row.collection },
  { name: 'document_id', sqlType: 'text', value: (row) => row.document_id },
  { name: 'seq', sqlType: 'bigint', value: (row) => row.seq },
  { name: 'detail', sqlType: 'jsonb', value: (row) => row.detail },
  { name: 'previous', sqlType: 'bytea', value: (row) => `\\x${row.previous}` },
  { name: 'hash', sqlType: 'bytea', value: (row) => `\\x${row.hash}` },
])

/** The commit's audit entries, each bound to the one before it by its hash. */
export function chainAudit(
  unit: Unit,
  changes: readonly Numbered[],
  state: SyncState,
): { readonly rows: readonly AuditRow[]; readonly last: number; readonly head: Buffer } {
  const seqs = new Map(
    changes.map((change) => [`${change.definition.name} ${change.after.document.id}`, change.seq]),
  )
  const at = unit.now.toISOString()
  let head = state.auditHead
  const rows = unit.audits().map((entry, index): AuditRow => {
    const n = state.auditSeq + index + 1
    const seq = seqs.get(`${entry.collection} ${entry.documentId}`)
    const previous = head
    const detail = detailText(entry.detail)
    const { actorId, deviceId, action, collection, documentId } = entry
    head = entryHash(previous, { n, at, actorId, deviceId, action, collection, documentId, seq, detail })
    return {
      n,
      at,
      actor_id: actorId,
      device_id: deviceId,
      action,
      collection,
      document_id: documentId,
      seq,
      detail,
      previous: previous.toString('hex'),
      hash: head.toString('hex'),
    }
  })
  return { rows, last: state.auditSeq + rows.length, head }
}
