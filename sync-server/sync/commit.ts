import postgres from 'postgres'
import type { TenantTransaction } from '../tenancy/with-tenant.ts'
import { auditSql, chainAudit } from './audit-chain.ts'
import { documentSql } from './document-sql.ts'
import type { Needs } from './needs.ts'
import type { Numbered, SyncState } from './numbered.ts'
import type { Participant } from './participant.ts'
import { sightLosses } from './sight-losses.ts'
import { type StoredRow, storedFrom } from './stored-row.ts'
import { type Change, createUnit, type Unit } from './unit.ts'

const DIVISION_BY_ZERO = '22012'

/** Another commit moved the counter in between; nothing was written and the whole is decided again [C5]. */
export function isCounterMoved(error: unknown): boolean {
  return error instanceof postgres.PostgresError && error.code === DIVISION_BY_ZERO
}

/**
 * Reads what is needed under the tenant's commit lock. The lock is held to the end of the transaction, so that two
 * processes never decide from the same old state [C5].
 */
export async function readUnit(
  transaction: TenantTransaction,
  lockKey: string,
  needs: Needs,
  participants: readonly Participant[],
  now: Date = new Date(),
): Promise<{ unit: Unit; state: SyncState }> {
  const unit = createUnit(now, needs)
  const reads: Promise<unknown>[] = [
    transaction`select pg_advisory_xact_lock(hashtextextended(${lockKey}, 0))`.execute(),
  ]
  const stateQuery = transaction<{ seq: number; audit_seq: number; audit_head: Buffer }[]>`
    select seq, audit_seq, audit_head from sync_state`.execute()
  reads.push(stateQuery)
  for (const [definition, ids] of needs.documents) {
    const rows = transaction
      .unsafe<StoredRow[]>(documentSql(definition).load, [[...ids]], { prepare: true })
      .execute()
    reads.push(
      rows.then((found) => {
        for (const row of found) unit.load(definition, storedFrom(row))
      }),
    )
  }
  for (const participant of participants) reads.push(participant.load(transaction, needs, unit))
  await Promise.all(reads)
  const [state] = await stateQuery
  if (!state) throw new Error('sync_state is empty')
  return { unit, state: { seq: state.seq, auditSeq: state.audit_seq, auditHead: state.audit_head } }
}

/**
 * Writes all that the unit decided, numbered on from the counter, contiguous per collection [C1]. Returns the new counter.
 *
 * Nothing is waited for: the COMMIT goes right behind the writes, and where one of them fails Postgres makes it a ROLLBACK
 * and the transaction is rejected with that failure.
 */
export function writeUnit(
  transaction: TenantTransaction,
  unit: Unit,
  state: SyncState,
  participants: readonly Participant[],
): number {
  const at = unit.now.toISOString()
  const all = unit.changes()
  const numbered = number(all, state.seq)
  const audits = chainAudit(unit, numbered, state)
  const seq = state.seq + numbered.length
  if (numbered.length > 0 || audits.rows.length > 0) {
    // Where the counter is no longer what was read, dividing by the rows that were moved ends the transaction.
    transaction`
      with moved as (
        update sync_state set seq = ${seq}, audit_seq = ${audits.last}, audit_head = ${audits.head}
        where seq = ${state.seq} and audit_seq = ${state.auditSeq} returning seq
      )
      select 1 / count(*) from moved`.execute()
  }
  for (const [definition, changes] of byDefinition(numbered)) {
    const { write, rows } = documentSql(definition)
    const written = rows(changes.map((change) => ({ ...change, at })))
    transaction.unsafe(write, written, { prepare: true }).execute()
  }
  for (const [definition, changes] of byDefinition(all.filter((change) => !change.visible))) {
    const rows = JSON.stringify(
      changes.map(({ after }) => ({ id: after.document.id, device_stamps: after.deviceStamps })),
    )
    transaction.unsafe(documentSql(definition).note, [rows], { prepare: true }).execute()
  }
  const losses = sightLosses(numbered)
  if (losses.length > 0) {
    transaction`
      insert into sight_losses (collection, seq, document_id, reader)
      select * from jsonb_to_recordset(${JSON.stringify(losses)}::text::jsonb)
        as r(collection text, seq bigint, document_id uuid, reader text)`.execute()
  }
  if (audits.rows.length > 0) {
    transaction.unsafe(auditSql.insert, auditSql.parameters(audits.rows), { prepare: true }).execute()
  }
  for (const participant of participants) participant.write(transaction, unit)
  return seq
}

function number(changes: readonly Change[], from: number): readonly Numbered[] {
  const grouped = [...byDefinition(changes.filter((change) => change.visible)).values()].flat()
  return grouped.map((change, index) => ({ ...change, seq: from + index + 1 }))
}

function byDefinition<C extends Change>(changes: readonly C[]): Map<C['definition'], C[]> {
  const groups = new Map<C['definition'], C[]>()
  for (const change of changes) {
    const group = groups.get(change.definition)
    if (group) group.push(change)
    else groups.set(change.definition, [change])
  }
  return groups
}
