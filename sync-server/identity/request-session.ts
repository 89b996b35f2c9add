import { accessKey, type Subject } from '../../shared/access.ts'
import { EtraxError } from '../../shared/errors.ts'
import type { Role } from '../../shared/roles.ts'
import type { Database } from '../db/database.ts'
import type { TenantDirectory } from '../tenancy/tenants.ts'
import type { Tenant } from '../tenancy/with-tenant.ts'
import type { AccessClaims } from './access-tokens.ts'
import { findAccount } from './accounts.ts'
import { deviceRevoked } from './device-revoked.ts'
import { goesOnInRole } from './second-factor/goes-on-in-role.ts'
import type { SessionEvents } from './session-events.ts'
import { isAlive, type SessionKind, type Sessions } from './sessions.ts'
import { NOT_SHARED, type SharedSession, type SharedSessions } from './shared-sessions.ts'

/** Who asks, as every route below sign-in finds it: read from the school's users and never from the token. */
export interface RequestSession {
  readonly kind: SessionKind
  readonly sessionId: string
  readonly userId: string
  readonly name: string
  readonly role: Role
  readonly personId: string | undefined
  readonly teamIds: readonly string[]
  readonly tenant: Tenant
  readonly subject: Subject
  /** Names role and scope. */
  readonly access: string
  /** Of the session, in milliseconds since 1970. */
  readonly expiresAt: number
  /** When the person last proved who it is, in milliseconds since 1970; NaN: long ago. */
  readonly authenticatedAt: number
}

type Claims = Pick<AccessClaims, 'userId' | 'sessionId' | 'tenantId'>

export interface LiveSessions {
  /**
   * The session as it stands, at most {@link KEPT_MS} old; what this process itself changed is seen at once.
   * @throws EtraxError `session-ended` or `account-disabled`
   */
  require(claims: Claims): Promise<RequestSession>
  /** The same, asked of Postgres now. */
  requireNow(claims: Claims): Promise<RequestSession>
}

export const KEPT_MS = 3_000
const MOST_KEPT = 20_000

export function liveSessions(options: {
  readonly database: Database
  readonly tenants: TenantDirectory
  readonly sessions: Sessions
  readonly events: SessionEvents
  readonly shared?: SharedSessions
  readonly now?: () => number
}): LiveSessions {
  const { database, tenants, sessions, events, shared = NOT_SHARED, now = Date.now } = options
  const kept = new Map<string, { userId: string; until: number; session: Promise<RequestSession> }>()
  // Sessions and users of which this process knows that what others have read of them may be out of date.
  const changed = new Map<string, number>()

  events.onSessionEnded((event) => {
    if (event.sessionId !== undefined) {
      kept.delete(event.sessionId)
      noteChanged(event.sessionId)
    }
    if (event.userId !== undefined) forgetUser(event.userId)
  })
  events.onAccountChanged((event) => forgetUser(event.userId))

  function forgetUser(userId: string) {
    for (const [sessionId, entry] of kept) if (entry.userId === userId) kept.delete(sessionId)
    noteChanged(userId)
  }

  function noteChanged(id: string) {
    if (changed.size >= MOST_KEPT) for (const [old, until] of changed) if (until <= now()) changed.delete(old)
    // Others may have read it the moment before, and share it a moment later.
    changed.set(id, now() + 2 * KEPT_MS)
  }

  const isChanged = (id: string) => (changed.get(id) ?? 0) > now()

  async function read({ userId, sessionId, tenantId }: Claims): Promise<SharedSession> {
    const [session, tenant] = await Promise.all([sessions.find(sessionId), tenants.byId(tenantId)])
    if (session?.endReason === 'disabled') throw disabled()
    if (session?.endReason === 'device-revoked') throw deviceRevoked()
    const fits = session?.tenantId === tenantId && session.userId === userId && isAlive(session, now())
    if (!fits || !tenant) throw ended()
    const account = await findAccount(database, tenant, userId)
    if (!account?.active) throw disabled()
    const { name, role, personId, teamIds } = account
    if (!(await goesOnInRole({ database, sessions }, tenant, session, role))) throw ended()
    const authenticatedAt = Date.parse(session.authenticatedAt)
    return {
      kind: session.kind,
      tenantId,
      userId,
      name,
      role,
      ...(personId === undefined ? {} : { personId }),
      teamIds: [...teamIds],
      ...(session.deviceId === null ? {} : { deviceId: session.deviceId }),
      expiresAt: Date.parse(session.expiresAt),
      authenticatedAt: Number.isNaN(authenticatedAt) ? null : authenticatedAt,
    }
  }

  async function requestSession(sessionId: string, session: SharedSession): Promise<RequestSession> {
    const { kind, tenantId, userId, name, role, personId, teamIds, deviceId } = session
    const { expiresAt, authenticatedAt } = session
    const tenant = await tenants.byId(tenantId)
    if (!tenant || expiresAt <= now()) throw ended()
    const subject: Subject = {
      userId,
      role,
      personId,
      teamIds,
      ...(role === 'STATION' ? { stationDeviceId: deviceId } : {}),
    }
    return {
      kind,
      sessionId,
      userId,
      name,
      role,
      personId,
      teamIds,
      tenant,
      subject,
      access: accessKey(subject),
      expiresAt,
      authenticatedAt: authenticatedAt ?? Number.NaN,
    }
  }

  function keep({ userId, sessionId }: Claims, session: Promise<RequestSession>) {
    const entry = { userId, until: now() + KEPT_MS, session }
    if (kept.size >= MOST_KEPT) kept.clear()
    kept.set(sessionId, entry)
    session.catch(() => {
      // A refusal is asked again each time; so is what could not be read.
      if (kept.get(sessionId) === entry) kept.delete(sessionId)
    })
    return entry
  }

  async function readAndShare(claims: Claims): Promise<RequestSession> {
    const session = await read(claims)
    shared.keep(claims.sessionId, session, KEPT_MS).catch(() => undefined)
    return await requestSession(claims.sessionId, session)
  }

  /** What another process has read, where it may be believed. */
  async function find(claims: Claims, believe: (ms: number) => void): Promise<RequestSession> {
    const { sessionId, userId } = claims
    if (isChanged(sessionId) || isChanged(userId)) return await readAndShare(claims)
    const found = await shared.find(sessionId)
    // Of a change that came while Redis was asked, the entry is gone from `kept` and the next request reads anew.
    if (!found || isChanged(sessionId) || isChanged(userId)) return await readAndShare(claims)
    believe(found.msLeft)
    return await requestSession(sessionId, found.session)
  }

  async function require(claims: Claims): Promise<RequestSession> {
    let entry = kept.get(claims.sessionId)
    if (!entry || entry.until <= now()) {
      const made = keep(
        claims,
        find(claims, (ms) => {
          made.until = Math.min(made.until, now() + ms)
        }),
      )
      entry = made
    }
    const session = await entry.session
    // A token names all three; one that mixes them is nobody's.
    if (session.userId !== claims.userId || session.tenant.id !== claims.tenantId) throw ended()
    return session
  }

  return {
    requireNow: (claims) => keep(claims, readAndShare(claims)).session,
    require,
  }
}

function ended(): EtraxError {
  return new EtraxError('session-ended', 'This session has ended. Sign in again.')
}

function disabled(): EtraxError {
  return new EtraxError('account-disabled', 'This account is disabled. What is unsent stays on the device.')
}
