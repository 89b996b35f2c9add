import { accessKey } from '../../shared/access.ts'
import type { Role } from '../../shared/roles.ts'
import type { Database } from '../db/database.ts'
import { type Tenant, withTenant } from '../tenancy/with-tenant.ts'
import { IDLE_LIMIT_MS } from './sessions.ts'

interface UserRow {
  readonly id: string
  readonly role: Role
  readonly personId: string | null
  readonly teamIds: readonly string[] | null
}

const KEPT_MS = 1_000

/**
 * Answers what a session may see now; undefined where it has ended or its account is disabled. Reads a school's living
 * sessions and users at once and keeps them for a second: whoever asks for a thousand readers in a row asks Postgres once.
 */
export function sessionCheck(
  database: Database,
  now: () => number = Date.now,
): (tenant: Tenant, sessionId: string) => Promise<{ readonly access: string } | undefined> {
  const kept = new Map<string, { until: number; accesses: Promise<ReadonlyMap<string, string>> }>()

  return async (tenant, sessionId) => {
    let entry = kept.get(tenant.id)
    if (!entry || entry.until <= now()) {
      for (const [id, { until }] of kept) if (until <= now()) kept.delete(id)
      entry = { until: now() + KEPT_MS, accesses: readAccesses(database, tenant, now()) }
      kept.set(tenant.id, entry)
    }
    const access = (await entry.accesses).get(sessionId)
    return access === undefined ? undefined : { access }
  }
}

async function readAccesses(
  database: Database,
  tenant: Tenant,
  now: number,
): Promise<ReadonlyMap<string, string>> {
  const [sessions, users] = await Promise.all([
    database<{ id: string; userId: string }[]>`
      SELECT id, user_id AS "userId" FROM etrax_system.sessions
      WHERE tenant_id = ${tenant.id} AND ended_at IS NULL AND expires_at > ${new Date(now)}
        AND used_at > ${new Date(now - IDLE_LIMIT_MS)}`,
    withTenant(
      database,
      tenant,
      (tx) => tx<UserRow[]>`
        SELECT id, role, person_id AS "personId", team_ids AS "teamIds" FROM users WHERE active AND NOT deleted`,
    ),
  ])
  const accesses = new Map(
    users.map(({ id, role, personId, teamIds }) => [
      id,
      accessKey({ userId: id, role, personId: personId ?? undefined, teamIds: teamIds ?? [] }),
    ]),
  )
  return new Map(
    sessions.flatMap(({ id, userId }) => {
      const access = accesses.get(userId)
      return access === undefined ? [] : [[id, access] as const]
    }),
  )
}
