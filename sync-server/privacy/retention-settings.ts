import { RETENTION_KINDS, RETENTION_RULES, type RetentionKind } from '../../shared/retention.ts'
import type { Database } from '../db/database.ts'
import { type Tenant, withTenant } from '../tenancy/with-tenant.ts'

/** How many days a school keeps each kind. */
export type RetentionDays = Readonly<Record<RetentionKind, number>>

export function usualDays(): RetentionDays {
  const { audit, notifications, sessions, notes, reviews, departed } = RETENTION_RULES
  return {
    audit: audit.usual,
    notifications: notifications.usual,
    sessions: sessions.usual,
    notes: notes.usual,
    reviews: reviews.usual,
    departed: departed.usual,
  }
}

export async function readRetention(database: Database, tenant: Tenant): Promise<RetentionDays> {
  const rows = await withTenant(
    database,
    tenant,
    (tx) => tx<{ kind: string; days: number }[]>`SELECT kind, days FROM retention`,
    { mode: 'snapshot' },
  )
  const chosen = RETENTION_KINDS.flatMap((kind) => {
    const found = rows.find((row) => row.kind === kind)
    return found ? [[kind, withinBounds(kind, found.days)]] : []
  })
  return { ...usualDays(), ...Object.fromEntries(chosen) }
}

/** A bound that a later version of the program has narrowed holds for what was chosen before. */
function withinBounds(kind: RetentionKind, days: number): number {
  const { least, most } = RETENTION_RULES[kind]
  return Math.min(most, Math.max(least, days))
}

export async function storeRetention(
  database: Database,
  tenant: Tenant,
  days: Partial<RetentionDays>,
): Promise<void> {
  await withTenant(database, tenant, async (tx) => {
    for (const kind of RETENTION_KINDS) {
      const chosen = days[kind]
      if (chosen === undefined) continue
      await tx`
        INSERT INTO retention (kind, days) VALUES (${kind}, ${chosen})
        ON CONFLICT (kind) DO UPDATE SET days = excluded.days, changed_at = now()`
    }
  })
}
