import { type CollectionName, collectionNames, registry } from '../../shared/registry.ts'
import { documentSql } from '../../sync-server/sync/document-sql.ts'
import { type StoredRow, storedFrom } from '../../sync-server/sync/stored-row.ts'
import type { Stored } from '../../sync-server/sync/unit.ts'
import { type TenantTransaction, withTenant } from '../../sync-server/tenancy/with-tenant.ts'
import { withDatabases } from './school.ts'
import type { World } from './world.ts'

export interface AuditRow {
  readonly n: number
  readonly at: string
  readonly actor_id: string | null
  readonly device_id: string | null
  readonly action: string
  readonly collection: string
  readonly document_id: string
  readonly seq: number | null
  readonly detail: {
    readonly stamp?: string
    readonly fields?: readonly string[]
    readonly [key: string]: unknown
  }
  readonly previous: Buffer
  readonly hash: Buffer
}

/** All that Postgres holds of the school, read once the devices are quiet. */
export interface StoredSchool {
  of(collection: CollectionName): readonly Stored[]
  find(collection: CollectionName, id: string): Stored | undefined
  readonly audit: readonly AuditRow[]
  readonly counter: { readonly seq: number; readonly auditSeq: number; readonly auditHead: Buffer }
  readonly pendingMoves: number
  /** The stamp that is stored for a stamp as it was sent [C3]. */
  clamped(sent: string): string
  /** Every stamp under which it was ever stored: a school that was put back stores those from ahead anew, and devices hold both. */
  storedAs(sent: string): readonly string[]
}

/** The stamp that is stored for each that came from ahead. */
export function readClamps({ server, school }: World): Promise<ReadonlyMap<string, string>> {
  return withDatabases(server, ({ app }) => withTenant(app, school.tenant, clampsIn, { mode: 'snapshot' }))
}

async function clampsIn(tx: TenantTransaction): Promise<ReadonlyMap<string, string>> {
  const clamps = await tx<{ sent: string; clamped: string }[]>`select sent, clamped from clock_clamps`
  return new Map(clamps.map(({ sent, clamped }) => [sent, clamped]))
}

export function readStoredSchool({ server, school, formerClamps }: World): Promise<StoredSchool> {
  return withDatabases(server, ({ app }) =>
    withTenant(
      app,
      school.tenant,
      async (tx) => {
        const documents = new Map<CollectionName, Map<string, Stored>>()
        for (const name of collectionNames) {
          const { table, json } = documentSql(registry[name])
          const rows = await tx.unsafe<StoredRow[]>(
            `select ${json} as json, deleted, seq, field_stamps, device_stamps from ${table} order by seq`,
          )
          documents.set(name, new Map(rows.map(storedFrom).map((stored) => [stored.document.id, stored])))
        }
        const audit = await tx<AuditRow[]>`select * from audit order by n`
        const clamps = await clampsIn(tx)
        const [counter] = await tx<{ seq: number; auditSeq: number; auditHead: Buffer }[]>`
          select seq, audit_seq as "auditSeq", audit_head as "auditHead" from sync_state`
        const [pending] = await tx<{ count: number }[]>`select count(*)::int as count from pending_moves`
        if (!counter) throw new Error('sync_state is empty')
        return {
          of: (name) => [...(documents.get(name)?.values() ?? [])],
          find: (name, id) => documents.get(name)?.get(id),
          audit: [...audit],
          counter,
          pendingMoves: pending?.count ?? 0,
          clamped: (sent) => clamps.get(sent) ?? sent,
          storedAs: (sent) => [sent, ...[...formerClamps, clamps].flatMap((known) => known.get(sent) ?? [])],
        }
      },
      { mode: 'snapshot' },
    ),
  )
}
