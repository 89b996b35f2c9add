import { EtraxError } from '../../shared/errors.ts'
import { uuidv7 } from '../../shared/ids.ts'
import type { Role } from '../../shared/roles.ts'
import type { Database, Transaction } from '../db/database.ts'
import { deviceRevoked } from './device-revoked.ts'
import { formatRefreshToken, hashSecret, newSecret, type RefreshToken } from './refresh-tokens.ts'
import type { SessionEvents } from './session-events.ts'

const DAY_MS = 24 * 60 * 60 * 1000
export const IDLE_LIMIT_MS = 30 * DAY_MS
export const ABSOLUTE_LIMIT_MS = 90 * DAY_MS
/** How long the tokens before the current ones work on: a lost answer, a second tab. */
export const GRACE_MS = 60_000
/** Tokens that two tabs got at the same moment are all good; more than this many are not kept. */
const MOST_CURRENT = 8

export type EndReason =
  | 'signed-out'
  | 'expired'
  | 'reuse'
  | 'disabled'
  | 'ended-by-user'
  | 'ended-by-admin'
  | 'password-reset'
  | 'device-revoked'
  /** The account came under a policy that asks for a second factor, and the session was begun without one. */
  | 'factor-required'
  /** Another took its place when the person proved anew who it is. */
  | 'replaced'

/** What a session is of: the own account, a visit to another school, or a station. */
export const SESSION_KINDS = ['account', 'visit', 'station'] as const
export type SessionKind = (typeof SESSION_KINDS)[number]

export interface SessionRow {
  readonly id: string
  readonly kind: SessionKind
  readonly tenantId: string
  readonly userId: string
  readonly deviceId: string | null
  readonly userAgent: string | null
  readonly createdAt: string
  readonly usedAt: string
  /** When the person last proved who it is. */
  readonly authenticatedAt: string
  /** Whether a second factor was proved for it. */
  readonly factor: boolean
  /** The role for which it was begun or that it went on in; null: not known. */
  readonly role: Role | null
  readonly expiresAt: string
  readonly endedAt: string | null
  readonly endReason: EndReason | null
}

export interface NewSession {
  readonly kind: SessionKind
  readonly tenantId: string
  readonly userId: string
  readonly deviceId: string | undefined
  readonly userAgent: string | undefined
  /** Whether a second factor was proved; not, where nothing is said. */
  readonly factor?: boolean
  /** By which it was judged whether a factor is asked for. */
  readonly role?: Role | undefined
  /** From now to its end, whatever it is used for; 90 days where nothing is said. */
  readonly lifeMs?: number
}

/** A session and the refresh token that goes on with it. */
export interface Granted {
  readonly session: SessionRow
  readonly refreshToken: string
}

export interface Sessions {
  begin(wanted: NewSession): Promise<Granted>
  /**
   * A session in the place of another, which ends: whoever holds an older token of it is out. It is of the same account and device and
   * lasts as long; what `proved` says of the factor holds for it, or what held before. @throws EtraxError `session-ended` where the
   * other has ended
   */
  replace(
    session: Pick<SessionRow, 'id' | 'tenantId'>,
    userAgent: string | undefined,
    proved?: { readonly factor: true },
  ): Promise<Granted>
  /** The session that a refresh token belongs to, which is not used up by that; undefined where it belongs to none. */
  of(token: RefreshToken): Promise<SessionRow | undefined>
  /** Uses up a refresh token of a session of this kind. @throws EtraxError `session-ended` */
  rotate(token: RefreshToken, kind: SessionKind): Promise<Granted>
  find(id: string): Promise<SessionRow | undefined>
  listOf(tenantId: string, userId: string): Promise<readonly SessionRow[]>
  /** Ends the session that a refresh token, used or not, belongs to; undefined where it belongs to none that lives. */
  endBy(token: RefreshToken, reason: EndReason): Promise<SessionRow | undefined>
  end(session: Pick<SessionRow, 'id' | 'tenantId'>, reason: EndReason): Promise<void>
  endAllOf(tenantId: string, userId: string, reason: EndReason): Promise<void>
  /** Ends a user's sessions but the one that is named. */
  endOthersOf(tenantId: string, userId: string, keptId: string, reason: EndReason): Promise<void>
  /** Ends a user's sessions that were begun without a second factor. */
  endWithoutFactor(tenantId: string, userId: string): Promise<void>
  /** It goes on in another role of its account. */
  noteRole(id: string, role: Role): Promise<void>
  /** All of an account do, which the school asks for no factor in it. */
  noteRoleOf(tenantId: string, userId: string, role: Role): Promise<void>
}

const COLUMNS = `id, kind, tenant_id AS "tenantId", user_id AS "userId", device_id AS "deviceId", user_agent AS "userAgent",
  created_at AS "createdAt", used_at AS "usedAt", authenticated_at AS "authenticatedAt", factor, role, expires_at AS "expiresAt", ended_at AS "endedAt",
  end_reason AS "endReason"`

export function isAlive(session: SessionRow, now: number): boolean {
  return (
    session.endedAt === null &&
    Date.parse(session.expiresAt) > now &&
    Date.parse(session.usedAt) + IDLE_LIMIT_MS > now
  )
}

export function sessionStore(
  database: Database,
  events: SessionEvents,
  now: () => number = Date.now,
): Sessions {
  async function begin(wanted: NewSession): Promise<Granted> {
    return await insert(database, wanted, new Date(now() + (wanted.lifeMs ?? ABSOLUTE_LIMIT_MS)))
  }

  async function insert(
    tx: Transaction | Database,
    wanted: Omit<NewSession, 'lifeMs'>,
    expiresAt: Date,
  ): Promise<Granted> {
    const token = { sessionId: uuidv7(now()), family: newSecret(), secret: newSecret() }
    const [session] = await tx.unsafe<SessionRow[]>(
      `INSERT INTO etrax_system.sessions
         (id, kind, tenant_id, user_id, device_id, user_agent, family_hash, current_hashes, created_at, used_at,
         authenticated_at, expires_at, factor, role)
       VALUES ($1, $10, $2, $3, $4, $5, $6, ARRAY[$7::bytea], $8, $8, $8, $9, $11, $12) RETURNING ${COLUMNS}`,
      [
        token.sessionId,
        wanted.tenantId,
        wanted.userId,
        wanted.deviceId ?? null,
        wanted.userAgent?.slice(0, 300) ?? null,
        hashSecret(token.family),
        hashSecret(token.secret),
        new Date(now()),
        expiresAt,
        wanted.kind,
        wanted.factor ?? false,
        wanted.role ?? null,
      ],
      { prepare: true },
    )
    if (!session) throw new Error('The session was not stored.')
    return { session, refreshToken: formatRefreshToken(token) }
  }

  async function rotate(token: RefreshToken, kind: SessionKind): Promise<Granted> {
    const outcome = await database.begin(async (tx) => {
      const use = await judge(tx, token, kind)
      if (use.verdict === 'refused') return { granted: undefined }
      if (use.verdict !== 'current' && use.verdict !== 'previous') {
        await endWith(tx, use.session, use.verdict)
        return { granted: undefined, ended: use.session, reason: use.verdict }
      }
      const next = newSecret()
      const session = await (use.verdict === 'current'
        ? replace(tx, token, next)
        : addBeside(tx, token, next))
      if (!session) throw new Error('The session was not stored.')
      return { granted: { session, refreshToken: formatRefreshToken({ ...token, secret: next }) } }
    })
    if (outcome.ended) events.sessionEnded({ tenantId: outcome.ended.tenantId, sessionId: outcome.ended.id })
    if (!outcome.granted) {
      const reused = outcome.reason === 'reuse' ? { details: { reason: 'reused' } } : {}
      throw new EtraxError('session-ended', 'This session has ended. Sign in again.', reused)
    }
    return outcome.granted
  }

  async function replace(tx: Transaction, { sessionId }: RefreshToken, next: string) {
    const [session] = await tx.unsafe<SessionRow[]>(
      `UPDATE etrax_system.sessions SET previous_hashes = current_hashes, previous_until = $3,
         current_hashes = ARRAY[$2::bytea], used_at = $4 WHERE id = $1 RETURNING ${COLUMNS}`,
      [sessionId, hashSecret(next), new Date(now() + GRACE_MS), new Date(now())],
      { prepare: true },
    )
    return session
  }

  /** Whoever came second within the grace gets a token of its own; the first one's stays good. */
  async function addBeside(tx: Transaction, { sessionId }: RefreshToken, next: string) {
    const [session] = await tx.unsafe<SessionRow[]>(
      `UPDATE etrax_system.sessions SET used_at = $3,
         current_hashes = (current_hashes || $2::bytea)[greatest(1, cardinality(current_hashes) + 2 - ${MOST_CURRENT}):]
       WHERE id = $1 RETURNING ${COLUMNS}`,
      [sessionId, hashSecret(next), new Date(now())],
      { prepare: true },
    )
    return session
  }

  async function judge(tx: Transaction, token: RefreshToken, kind: SessionKind) {
    type Judged = SessionRow & { family: boolean; current: boolean; previous: boolean; grace: string }
    const [session] = await tx.unsafe<Judged[]>(
      `SELECT ${COLUMNS}, family_hash = $2 AS family, $3 = ANY(current_hashes) AS current,
         $3 = ANY(previous_hashes) AS previous, previous_until AS grace
       FROM etrax_system.sessions WHERE id = $1 FOR UPDATE`,
      [token.sessionId, hashSecret(token.family), hashSecret(token.secret)],
      { prepare: true },
    )
    if (!session?.family || session.kind !== kind) return { verdict: 'refused' } as const
    if (session.endReason === 'disabled')
      throw new EtraxError(
        'account-disabled',
        'This account is disabled. What is unsent stays on the device.',
      )
    if (session.endReason === 'device-revoked') throw deviceRevoked()
    if (session.endedAt !== null) return { verdict: 'refused' } as const
    if (!isAlive(session, now())) return { verdict: 'expired', session } as const
    if (session.current) return { verdict: 'current', session } as const
    if (session.previous && Date.parse(session.grace) >= now())
      return { verdict: 'previous', session } as const
    return { verdict: 'reuse', session } as const
  }

  function endWith(tx: Transaction | Database, { id }: Pick<SessionRow, 'id'>, reason: EndReason) {
    return tx`
      UPDATE etrax_system.sessions SET ended_at = ${new Date(now())}, end_reason = ${reason}
      WHERE id = ${id} AND ended_at IS NULL`
  }

  async function end(session: Pick<SessionRow, 'id' | 'tenantId'>, reason: EndReason) {
    await endWith(database, session, reason)
    events.sessionEnded({ tenantId: session.tenantId, sessionId: session.id })
  }

  return {
    begin,
    async replace({ id, tenantId }, userAgent, proved) {
      const granted = await database.begin(async (tx) => {
        const [former] = await tx.unsafe<SessionRow[]>(
          `UPDATE etrax_system.sessions SET ended_at = $3, end_reason = 'replaced'
           WHERE id = $1 AND tenant_id = $2 AND ended_at IS NULL AND expires_at > $3 RETURNING ${COLUMNS}`,
          [id, tenantId, new Date(now())],
        )
        if (!former) throw new EtraxError('session-ended', 'This session has ended. Sign in again.')
        const { kind, userId, deviceId, expiresAt } = former
        const factor = proved?.factor ?? former.factor
        const role = former.role ?? undefined
        const wanted = { kind, tenantId, userId, deviceId: deviceId ?? undefined, userAgent, factor, role }
        return await insert(tx, wanted, new Date(expiresAt))
      })
      events.sessionEnded({ tenantId, sessionId: id, replacedBy: granted.session.id })
      return granted
    },
    async of({ sessionId, family }) {
      const [session] = await database.unsafe<SessionRow[]>(
        `SELECT ${COLUMNS} FROM etrax_system.sessions WHERE id = $1 AND family_hash = $2`,
        [sessionId, hashSecret(family)],
        { prepare: true },
      )
      return session
    },
    rotate,
    async find(id) {
      const [session] = await database.unsafe<SessionRow[]>(
        `SELECT ${COLUMNS} FROM etrax_system.sessions WHERE id = $1`,
        [id],
        { prepare: true },
      )
      return session
    },
    async listOf(tenantId, userId) {
      const rows = await database.unsafe<SessionRow[]>(
        `SELECT ${COLUMNS} FROM etrax_system.sessions
         WHERE tenant_id = $1 AND user_id = $2 AND ended_at IS NULL ORDER BY used_at DESC`,
        [tenantId, userId],
        { prepare: true },
      )
      return rows.filter((session) => isAlive(session, now()))
    },
    async endBy(token, reason) {
      const [session] = await database.unsafe<SessionRow[]>(
        `UPDATE etrax_system.sessions SET ended_at = $3, end_reason = $4
         WHERE id = $1 AND family_hash = $2 AND ended_at IS NULL RETURNING ${COLUMNS}`,
        [token.sessionId, hashSecret(token.family), new Date(now()), reason],
        { prepare: true },
      )
      if (session) events.sessionEnded({ tenantId: session.tenantId, sessionId: session.id })
      return session
    },
    end,
    async endAllOf(tenantId, userId, reason) {
      await database`
        UPDATE etrax_system.sessions SET ended_at = ${new Date(now())}, end_reason = ${reason}
        WHERE tenant_id = ${tenantId} AND user_id = ${userId} AND ended_at IS NULL`
      events.sessionEnded({ tenantId, userId })
    },
    async endOthersOf(tenantId, userId, keptId, reason) {
      const ended = await database<{ id: string }[]>`
        UPDATE etrax_system.sessions SET ended_at = ${new Date(now())}, end_reason = ${reason}
        WHERE tenant_id = ${tenantId} AND user_id = ${userId} AND id <> ${keptId} AND ended_at IS NULL RETURNING id`
      for (const { id } of ended) events.sessionEnded({ tenantId, sessionId: id })
    },
    async endWithoutFactor(tenantId, userId) {
      const reason: EndReason = 'factor-required'
      const ended = await database<{ id: string }[]>`
        UPDATE etrax_system.sessions SET ended_at = ${new Date(now())}, end_reason = ${reason}
        WHERE tenant_id = ${tenantId} AND user_id = ${userId} AND kind = 'account' AND NOT factor AND ended_at IS NULL
        RETURNING id`
      for (const { id } of ended) events.sessionEnded({ tenantId, sessionId: id })
    },
    async noteRole(id, role) {
      await database`UPDATE etrax_system.sessions SET role = ${role} WHERE id = ${id}`
    },
    async noteRoleOf(tenantId, userId, role) {
      await database`
        UPDATE etrax_system.sessions SET role = ${role}
        WHERE tenant_id = ${tenantId} AND user_id = ${userId} AND kind = 'account' AND ended_at IS NULL`
    },
  }
}
