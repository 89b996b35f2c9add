import { uuidv7 } from '../../shared/ids.ts'
import type { Role } from '../../shared/roles.ts'
import type { Database } from '../db/database.ts'
import { hashSecret, newSecret } from '../identity/refresh-tokens.ts'
import type { SessionEnded } from '../identity/session-events.ts'

/** As what somebody may be in a school that is not theirs. */
export const VISIT_ROLES = ['EQUIPMENT_MANAGER', 'SCHOOL_ADMIN'] as const satisfies readonly Role[]
export type VisitRole = (typeof VISIT_ROLES)[number]

/** How long a visit lasts; nothing makes it longer. */
export const VISIT_MS = 60 * 60_000
/** From being allowed to enter to entering. */
const TICKET_MS = 60_000

export interface VisitRow {
  readonly id: string
  readonly homeTenantId: string
  readonly homeUserId: string
  readonly homeSessionId: string
  readonly visitor: string
  readonly tenantId: string
  readonly userId: string
  readonly role: VisitRole
  readonly reason: string
  readonly sessionId: string | null
  readonly begunAt: string | null
  readonly expiresAt: string | null
  readonly endedAt: string | null
}

export type WantedVisit = Pick<
  VisitRow,
  'homeTenantId' | 'homeUserId' | 'homeSessionId' | 'visitor' | 'tenantId' | 'role' | 'reason'
>

export interface VisitStore {
  /** Notes the visit and answers a ticket that opens it once, within a minute. */
  ask(wanted: WantedVisit): Promise<{ readonly visit: VisitRow; readonly ticket: string }>
  /** The visit that a ticket opens, which it does not do again; undefined: it opens none. */
  use(ticket: string): Promise<VisitRow | undefined>
  begin(id: string, session: { readonly id: string; readonly expiresAt: string }): Promise<void>
  ofSession(sessionId: string): Promise<VisitRow | undefined>
  /** Those that were begun, the latest first; with where each ended. */
  ofSchool(tenantId: string): Promise<readonly VisitRow[]>
  /** Begun and not over: of a person's, or those that hang on one session of theirs. */
  under(home: SessionEnded): Promise<readonly VisitRow[]>
  /** What hangs on one session hangs on another from now on. */
  moveHome(sessionId: string, toSessionId: string): Promise<void>
  /** False where it had ended before. */
  end(id: string, reason: string): Promise<boolean>
}

const COLUMNS = `id, home_tenant_id AS "homeTenantId", home_user_id AS "homeUserId", home_session_id AS "homeSessionId",
  visitor, tenant_id AS "tenantId", user_id AS "userId", role, reason, session_id AS "sessionId",
  begun_at AS "begunAt", expires_at AS "expiresAt", ended_at AS "endedAt"`

const MOST_SHOWN = 100

export function visitStore(database: Database, now: () => number): VisitStore {
  async function visitorOf({ homeTenantId, homeUserId, tenantId }: WantedVisit): Promise<string> {
    await database`
      INSERT INTO etrax_system.visitors (home_tenant_id, home_user_id, tenant_id, user_id)
      VALUES (${homeTenantId}, ${homeUserId}, ${tenantId}, ${uuidv7(now())}) ON CONFLICT DO NOTHING`
    const [row] = await database<{ userId: string }[]>`
      SELECT user_id AS "userId" FROM etrax_system.visitors
      WHERE home_tenant_id = ${homeTenantId} AND home_user_id = ${homeUserId} AND tenant_id = ${tenantId}`
    if (!row) throw new Error('The visitor was not stored.')
    return row.userId
  }

  return {
    async ask(wanted) {
      const ticket = newSecret()
      const userId = await visitorOf(wanted)
      const [visit] = await database.unsafe<VisitRow[]>(
        `INSERT INTO etrax_system.visits (id, home_tenant_id, home_user_id, home_session_id, visitor, tenant_id, user_id, role,
           reason, asked_at, ticket_hash, ticket_until)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12) RETURNING ${COLUMNS}`,
        [
          uuidv7(now()),
          wanted.homeTenantId,
          wanted.homeUserId,
          wanted.homeSessionId,
          wanted.visitor,
          wanted.tenantId,
          userId,
          wanted.role,
          wanted.reason,
          new Date(now()),
          hashSecret(ticket),
          new Date(now() + TICKET_MS),
        ],
      )
      if (!visit) throw new Error('The visit was not stored.')
      return { visit, ticket }
    },
    async use(ticket) {
      const [visit] = await database.unsafe<VisitRow[]>(
        `UPDATE etrax_system.visits SET ticket_hash = NULL
         WHERE ticket_hash = $1 AND ticket_until > $2 AND ended_at IS NULL RETURNING ${COLUMNS}`,
        [hashSecret(ticket), new Date(now())],
      )
      return visit
    },
    async begin(id, session) {
      await database`
        UPDATE etrax_system.visits SET session_id = ${session.id}, begun_at = ${new Date(now())},
          expires_at = ${session.expiresAt}
        WHERE id = ${id}`
    },
    async ofSession(sessionId) {
      const [visit] = await database.unsafe<VisitRow[]>(
        `SELECT ${COLUMNS} FROM etrax_system.visits WHERE session_id = $1`,
        [sessionId],
      )
      return visit
    },
    async ofSchool(tenantId) {
      return await database.unsafe<VisitRow[]>(
        `SELECT ${COLUMNS} FROM etrax_system.visits WHERE tenant_id = $1 AND begun_at IS NOT NULL
         ORDER BY begun_at DESC LIMIT ${MOST_SHOWN}`,
        [tenantId],
      )
    },
    async under({ tenantId, userId, sessionId }) {
      return await database.unsafe<VisitRow[]>(
        `SELECT ${COLUMNS} FROM etrax_system.visits
         WHERE home_tenant_id = $1 AND (home_user_id = $2 OR home_session_id = $3) AND ended_at IS NULL
           AND expires_at > $4`,
        [tenantId, userId ?? null, sessionId ?? null, new Date(now())],
      )
    },
    async moveHome(sessionId, toSessionId) {
      await database`
        UPDATE etrax_system.visits SET home_session_id = ${toSessionId}
        WHERE home_session_id = ${sessionId} AND ended_at IS NULL`
    },
    async end(id, reason) {
      const { count } = await database`
        UPDATE etrax_system.visits SET ended_at = ${new Date(now())}, end_reason = ${reason}, ticket_hash = NULL
        WHERE id = ${id} AND ended_at IS NULL`
      return count > 0
    },
  }
}
