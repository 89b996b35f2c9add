import postgres from 'postgres'
import type { TenantTransaction } from '../tenancy/with-tenant.ts'
import { auditSql, chainAudit } from './audit-chain.ts'
import { documentSql } from './document-sql.ts'
import type { History } from './history.ts'
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

/** Waits until no other commit of the school is under way, and keeps it so to the end of the transaction [C5]. */
export function lockSchool(transaction: TenantTransaction, schema: string): void {
  transaction`select pg_advisory_xact_lock(hashtextextended(${schema}, 0))`.execute()
}

/** What a commit decides by. */
export interface ReadUnit {
  readonly unit: Unit
  readonly history: History
  readonly state: SyncState
  /** Names this commit's transaction. */
  readonly version: string
}

/**
 * Reads what is needed. Where `state` is given, it is what a commit of this process leaves that has nothing in common with
 * this one and may still be under way.
 */
export async function readUnit(
  transaction: TenantTransaction,
  needs: Needs,
  participants: readonly Participant[],
  options: {
    readonly school: string
    readonly state?: SyncState | undefined
    readonly now?: Date | undefined
  },
): Promise<ReadUnit> {
  const unit = createUnit(options.now ?? new Date(), needs)
  const stateQuery = transaction<StateRow[]>`
    select seq, audit_seq, audit_head, xmin::text as version, pg_current_xact_id()::xid::text as own,
      epoch, restored_to
    from sync_state`.execute()
  const reads: Promise<unknown>[] = [stateQuery]
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
  for (const participant of participants)
    reads.push(participant.load(transaction, needs, unit, options.school))
  await Promise.all(reads)
  const [row] = await stateQuery
  if (!row) throw new Error('sync_state is empty')
  const history = { epoch: row.epoch, restoredTo: row.restored_to }
  return { unit, history, state: options.state ?? stateFrom(row), version: row.own }
}

interface StateRow {
  seq: number
  audit_seq: number
  audit_head: Buffer
  version: string
  own: string
  epoch: string
  restored_to: number | null
}

function stateFrom({ seq, audit_seq, audit_head, version }: StateRow): SyncState {
  return { seq, auditSeq: audit_seq, auditHead: audit_head, version }
}

/**
 * Writes all that the unit decided, numbered on from the counter, contiguous per collection [C1]. Returns what it leaves.
 *
 * Nothing is waited for: the COMMIT goes right behind the writes, and where one of them fails Postgres makes it a ROLLBACK
 * and the transaction is rejected with that failure.
 */
export function writeUnit(
  transaction: TenantTransaction,
  { unit, state, version }: ReadUnit,
  participants: readonly Participant[],
): SyncState {
  const at = unit.now.toISOString()
  const all = unit.changes()
  const numbered = number(all, state.seq)
  const audits = chainAudit(unit, numbered, state)
  const writing = participants.filter((participant) => participant.changed(unit))
  if (all.length === 0 && audits.rows.length === 0 && writing.length === 0) return state
  const after = {
    seq: state.seq + numbered.length,
    auditSeq: audits.last,
    auditHead: audits.head,
    version,
  }
  // Whatever a commit writes, it makes a new version of this row, be it of the same contents: by it the next one knows that
  // nothing came between. Where something did, dividing by the rows that were written ends the transaction.
  transaction`
    with moved as (
      update sync_state set seq = ${after.seq}, audit_seq = ${after.auditSeq}, audit_head = ${after.auditHead}
      where xmin = ${state.version}::text::xid returning seq
    )
    select 1 / count(*) from moved`.execute()
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
  for (const participant of writing) participant.write(transaction, unit)
  return after
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
