import { EtraxError } from '../../shared/errors.ts'
import { RETENTION_KINDS, type RetentionKind } from '../../shared/retention.ts'
import type { Log } from '../observability/log.ts'
import type { Tenant } from '../tenancy/with-tenant.ts'
import { RETENTION, type RetentionParts } from './retention-rules.ts'
import { type RetentionDays, readRetention } from './retention-settings.ts'

const DAY_MS = 24 * 60 * 60 * 1000

export type RetentionCounts = Readonly<Record<RetentionKind, number>>

/** How much of each kind would go now if that many days were kept; nothing is changed. */
export function retentionDue(
  parts: RetentionParts,
  tenant: Tenant,
  days: RetentionDays,
  now: Date,
): Promise<RetentionCounts> {
  return forEachKind((kind) => RETENTION[kind].due(parts, tenant, limit(now, days[kind])))
}

/** Removes what a school keeps no longer. Resolves to how much went. */
export async function enforceRetention(
  parts: RetentionParts,
  tenant: Tenant,
  log: Log,
  now = new Date(),
): Promise<RetentionCounts> {
  const days = await readRetention(parts.database, tenant)
  const removed = await forEachKind(async (kind) => {
    try {
      return await RETENTION[kind].remove(parts, tenant, limit(now, days[kind]), now)
    } catch (error) {
      // Somebody was given something in between: it is asked again the next night.
      if (error instanceof EtraxError && error.code === 'holds-things') return 0
      throw error
    }
  })
  if (Object.values(removed).some((count) => count > 0)) log.info({ retention: removed, tenant: tenant.slug })
  return removed
}

function limit(now: Date, days: number): Date {
  return new Date(now.getTime() - days * DAY_MS)
}

async function forEachKind(work: (kind: RetentionKind) => Promise<number>): Promise<RetentionCounts> {
  const counts = { audit: 0, notifications: 0, sessions: 0, notes: 0, reviews: 0, departed: 0 }
  for (const kind of RETENTION_KINDS) counts[kind] = await work(kind)
  return counts
}
